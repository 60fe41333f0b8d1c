/** A share with its 95 % interval, or too few samples to give one. */
export type Rate =
  | { count: number; of: number; value: number; low: number; high: number }
  | { count: number; of: number; needs: number };

/** The 97.5 % quantile of the standard normal distribution. */
export const normalQuantile = 1.959_963_984_540_054;

/**
 * A share with Wilson's score interval (Wilson 1927), which holds near 0 and 1, where a plain normal interval fails
 * (Brown, Cai and DasGupta 2001).
 */
export function rateOf(count: number, of: number, needs: number): Rate {
  if (of < Math.max(1, needs)) return { count, of, needs };
  const value = count / of;
  const square = normalQuantile ** 2;
  const middle = (value + square / (2 * of)) / (1 + square / of);
  const half =
    (normalQuantile / (1 + square / of)) * Math.sqrt((value * (1 - value)) / of + square / (4 * of * of));
  // At the ends the formula gives 0 and 1 but for the last digit.
  const low = count === 0 ? 0 : middle - half;
  const high = count === of ? 1 : middle + half;
  return { count, of, value, low, high };
}
