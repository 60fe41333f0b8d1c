/** A share with its 95 % interval, or too few samples to give one. */
export type Rate =
  | { count: number; of: number; value: number; low: number; high: number }
  | { count: number; of: number; needs: number };

/** The 97.5 % quantile of the standard normal distribution. */
export const normalQuantile = 1.959_963_984_540_054;

export function rateOf(count: number, of: number, needs: number): Rate {
  if (of < Math.max(1, needs)) return { count, of, needs };
  const value = count / of;
  return { count, of, value, ...wilson(value, of) };
}

/**
 * Wilson's 95 % score interval of a share of `of` samples (Wilson 1927), which holds near 0 and 1, where a plain normal
 * interval fails (Brown, Cai and DasGupta 2001).
 */
export function wilson(value: number, of: number): { low: number; high: number } {
  const square = normalQuantile ** 2;
  const middle = (value + square / (2 * of)) / (1 + square / of);
  const half =
    (normalQuantile / (1 + square / of)) * Math.sqrt((value * (1 - value)) / of + square / (4 * of * of));
  // At the ends the formula gives 0 and 1 but for the last digit.
  return { low: value === 0 ? 0 : middle - half, high: value === 1 ? 1 : middle + half };
}
