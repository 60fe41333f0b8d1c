import { normalQuantile } from './rate.ts';

/** How often two yes-or-no ratings of the same samples fall together. */
export type Ratings = { both: number; firstOnly: number; secondOnly: number; neither: number };

/** `constant`: one of the two says the same of every sample, so that there is nothing to agree about. */
export type Kappa =
  | { of: number; value: number; low: number; high: number }
  | { of: number; needs: number }
  | { of: number; constant: true };

/** Counts the four ways in which two ratings can fall together. */
export function countRatings(pairs: readonly { first: boolean; second: boolean }[]): Ratings {
  const count = (first: boolean, second: boolean) =>
    pairs.filter((pair) => pair.first === first && pair.second === second).length;
  return {
    both: count(true, true),
    firstOnly: count(true, false),
    secondOnly: count(false, true),
    neither: count(false, false),
  };
}

/**
 * Cohen's kappa (1960): agreement beyond what two unrelated raters with the same rates would reach by chance, 1 at
 * most. The interval comes from the large-sample variance of Fleiss, Cohen and Everitt (1969), cut at −1 and 1.
 */
export function kappaOf({ both, firstOnly, secondOnly, neither }: Ratings, needs: number): Kappa {
  const of = both + firstOnly + secondOnly + neither;
  if (of < Math.max(1, needs)) return { of, needs };
  const [p11, p10, p01, p00] = [both / of, firstOnly / of, secondOnly / of, neither / of];
  const [first, second] = [p11 + p10, p11 + p01];
  if (first === 0 || first === 1 || second === 0 || second === 1) return { of, constant: true };
  const observed = p11 + p00;
  const expected = first * second + (1 - first) * (1 - second);
  const value = (observed - expected) / (1 - expected);
  const agreeing =
    p11 * (1 - (first + second) * (1 - value)) ** 2 + p00 * (1 - (2 - first - second) * (1 - value)) ** 2;
  const crossing = (1 - value) ** 2 * (p10 * (second + 1 - first) ** 2 + p01 * (first + 1 - second) ** 2);
  const level = (value - expected * (1 - value)) ** 2;
  const variance = Math.max(0, agreeing + crossing - level) / (of * (1 - expected) ** 2);
  const half = normalQuantile * Math.sqrt(variance);
  return { of, value, low: Math.max(-1, value - half), high: Math.min(1, value + half) };
}
