import { randomAt } from '../sample/random.ts';

/** A number with the interval that 95 % of bootstrap replicates fall in; NaN, all three, where there is no data. */
export type Estimate = { value: number; low: number; high: number };

/** Replicates enough for two steady digits of a percentile interval (Efron and Tibshirani 1993, chapter 13). */
export const defaultReplicates = 2_000;

type Options<Name extends string> = {
  /** How many units (terms, clusters) are drawn, with replacement, from as many. */
  size: number;
  /**
   * The statistics of a draw of units, given as indices; compared things share the draw, so they stay paired. The
   * array is filled anew for the next draw.
   */
  measure(indices: readonly number[]): Record<Name, number>;
  seed: number;
  replicates?: number;
};

/**
 * Percentile bootstrap (Efron 1979): each statistic on the data itself, and its middle 95 % over the replicates. A
 * statistic may be NaN where a draw holds nothing to measure; such draws count for nothing.
 */
export function bootstrap<Name extends string>({
  size,
  measure,
  seed,
  replicates = defaultReplicates,
}: Options<Name>): Record<Name, Estimate> {
  const measured = measure(Array.from({ length: size }, (_, index) => index));
  // One array for all draws: a new one for each would cost more than the drawing.
  const drawn = new Array<number>(size);
  const draws = Array.from({ length: replicates }, (_, replicate) => {
    for (let place = 0; place < size; place++) {
      drawn[place] = randomAt(replicate * size + place, seed) % size;
    }
    return measure(drawn);
  });
  const names = Object.keys(measured) as Name[];
  return Object.fromEntries(
    names.map((name) => [
      name,
      estimateOf(
        measured[name],
        draws.map((draw) => draw[name]),
      ),
    ]),
  ) as Record<Name, Estimate>;
}

function estimateOf(value: number, values: number[]): Estimate {
  if (Number.isNaN(value)) return { value, low: Number.NaN, high: Number.NaN };
  const sorted = Float64Array.from(values.filter((each) => !Number.isNaN(each))).sort();
  return { value, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

/** Linear interpolation between order statistics (Hyndman and Fan 1996, type 7). */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const [low = Number.NaN, high = low] = [sorted[below], sorted[below + 1]];
  return low + (high - low) * (place - below);
}
