/**
 * The two-sided probability of a standard normal value at least this far from 0, by the continued approximation
 * of the error function (Abramowitz and Stegun, 1964, formula 7.1.26; absolute error under 1.5e-7).
 */
export function twoSided(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.327_591_1 * x);
  const poly =
    t *
    (0.254_829_592 + t * (-0.284_496_736 + t * (1.421_413_741 + t * (-1.453_152_027 + t * 1.061_405_429))));
  return Math.min(1, Math.max(0, poly * Math.exp(-x * x)));
}

/**
 * From a test's probability to its q: the smallest false discovery rate at which it is found (Benjamini and Hochberg,
 * 1995).
 * @param probabilities of all tests of a report, in any order.
 */
export function falseDiscoveryRates(probabilities: readonly number[]): (probability: number) => number {
  const sorted = Float64Array.from(probabilities).sort();
  const rates = new Float64Array(sorted.length);
  let smallest = 1;
  for (let at = sorted.length - 1; at >= 0; at--) {
    smallest = Math.min(smallest, ((sorted[at] as number) * sorted.length) / (at + 1));
    rates[at] = smallest;
  }
  return (probability) => rates[lastAt(sorted, probability)] as number;
}

/** The last place of a value that the sorted list holds. */
function lastAt(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= value) low = middle;
    else high = middle;
  }
  return low;
}
