/** Micro-USD → "$0.0123": six decimals at most, two at least. */
export function sayUsd(microUsd: number): string {
  const text = (microUsd / 1e6).toFixed(6).replace(/0{1,4}$/, '');
  return `$${text}`;
}
