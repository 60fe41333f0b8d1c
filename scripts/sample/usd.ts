/**
 * Micro-USD, to be read: "$0.0124" below a dollar, "$1.26" from there on. Rounded up, so that nothing which cost money
 * reads as nothing, and "at most" stays true.
 */
export function sayUsd(microUsd: number): string {
  if (microUsd === 0) return '$0.00';
  const digits = microUsd < 1e6 ? 4 : 2;
  const rounded = Math.ceil(microUsd / 10 ** (6 - digits)) / 10 ** digits;
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `$${rounded.toLocaleString('en-GB', format)}`;
}

/**
 * Micro-USD, exactly: "$0.012345", "$0.50". For amounts that a user gave or is to give, that are compared, and for the
 * record.
 */
export function exactUsd(microUsd: number): string {
  return `$${(microUsd / 1e6).toFixed(6).replace(/0{1,4}$/, '')}`;
}
