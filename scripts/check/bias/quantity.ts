import type { BiasState } from './bias-state.ts';
import { replicates } from './poisson-weights.ts';

/** A number over cells. The same formula gives the number itself, its replicates, and it without one family. */
export type Quantity = {
  keys: readonly string[];
  formula: (cells: Float64Array) => number;
  /** No interval reaches below it: a distance has none. */
  least?: number;
};

/** A number with its replicates behind it: place 0 is the number. NaN where the formula has nothing to divide by. */
export type Draws = Float64Array;

export type Interval = { value: number; low: number; high: number };

/** Evaluates a quantity over the union of the states' families. */
export function evaluate(states: readonly BiasState[], { keys, formula }: Quantity): Draws {
  const draws = new Float64Array(replicates + 1);
  const columns = keys.map((key) => states.flatMap(({ cells }) => cells.get(key) ?? []));
  const values = new Float64Array(keys.length);
  for (let draw = 0; draw < draws.length; draw++) {
    columns.forEach((arrays, at) => {
      let sum = 0;
      for (const array of arrays) sum += array[draw] as number;
      values[at] = sum;
    });
    draws[draw] = formula(values);
  }
  return draws;
}

/** The number once a family's share of every cell is taken out. */
export function evaluateWithout(
  states: readonly BiasState[],
  { keys, formula }: Quantity,
  without: ReadonlyMap<string, number>,
): number {
  const values = keys.map((key) => {
    const sum = states.reduce((total, { cells }) => total + (cells.get(key)?.[0] ?? 0), 0);
    return sum - (without.get(key) ?? 0);
  });
  return formula(Float64Array.from(values));
}

/** Draw by draw: what changed, the two sharing their replicates. */
export function difference(after: Draws, before: Draws): Draws {
  return after.map((value, draw) => value - (before[draw] as number));
}

/**
 * The 95 % interval: the 2.5th and the 97.5th percentile of the replicates (Efron and Tibshirani, "An Introduction
 * to the Bootstrap", 1993, chapter 13), moved so that the replicates' mean lies on the number. A distance is never
 * negative, so its replicates lie too high on average; unmoved, their percentiles would miss the truth above it.
 * @param least the least value that a distance can have. Like its replicates the distance itself lies too high, the
 *   more so the more groups there are and the fewer families: the lower end is moved once more for that, and never
 *   below it (coverage with and without: `bench/README.md`).
 */
export function intervalOf(draws: Draws, least?: number): Interval {
  const value = draws[0] as number;
  const sorted = draws.subarray(1).filter(Number.isFinite).sort();
  const excess = sorted.reduce((sum, draw) => sum + draw, 0) / sorted.length - value;
  const [low, high] = [quantile(sorted, 0.025) - excess, quantile(sorted, 0.975) - excess];
  return { value, low: least === undefined ? low : Math.max(least, low - excess), high };
}

/** The standard deviation over the replicates. */
export function standardError(draws: Draws): number {
  const finite = draws.subarray(1).filter(Number.isFinite);
  if (finite.length < 2) return Number.NaN;
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  return Math.sqrt(finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (finite.length - 1));
}

/** Linear between neighbours (definition 7 of Hyndman and Fan, 1996). */
function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (place - below);
}
