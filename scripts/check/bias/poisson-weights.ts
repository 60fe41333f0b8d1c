import { randomAt, seedOf } from '../../sample/random.ts';

/** How many bootstrap replicates every interval rests on. */
export const replicates = 500;

const resolution = 0x10000;
const quantiles = poissonQuantiles();

/**
 * A cluster's weights: place 0 is 1, the data as they are; the others are Poisson(1) draws that follow from the
 * cluster's name and the replicate alone (Hanley and MacGibbon, "Creating non-parametric bootstrap samples using
 * Poisson frequencies", 2006; Chamandy et al., "Estimating uncertainty for massive data streams", 2012). So sums
 * merge in any order, and what stands before and after a merge shares its draws.
 */
export function poissonWeights(cluster: string, weights = new Uint8Array(replicates + 1)): Uint8Array {
  const seed = seedOf(cluster);
  weights[0] = 1;
  for (let at = 1; at < weights.length; at += 2) {
    // One random number of 32 bits makes two draws.
    const random = randomAt(at, seed);
    weights[at] = quantiles[random & 0xffff] as number;
    if (at + 1 < weights.length) weights[at + 1] = quantiles[random >>> 16] as number;
  }
  return weights;
}

/** Sixteen random bits → a Poisson(1) value: the quantile function at the middle of each step. */
function poissonQuantiles(): Uint8Array {
  const table = new Uint8Array(resolution);
  let value = 0;
  let probability = Math.exp(-1);
  let reached = probability;
  for (let at = 0; at < resolution; at++) {
    while ((at + 0.5) / resolution > reached) {
      value += 1;
      probability /= value;
      reached += probability;
    }
    table[at] = value;
  }
  return table;
}
