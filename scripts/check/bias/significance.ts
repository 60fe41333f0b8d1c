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
 * Each test's q: the smallest false discovery rate at which it is found (Benjamini and Hochberg, 1995).
 * @param probabilities in any order; the q values come back in the same.
 */
export function falseDiscoveryRates(probabilities: readonly number[]): number[] {
  const order = probabilities
    .map((_, at) => at)
    .sort((a, b) => (probabilities[b] as number) - (probabilities[a] as number));
  const rates = new Array<number>(probabilities.length);
  let smallest = 1;
  order.forEach((at, index) => {
    const rank = probabilities.length - index;
    smallest = Math.min(smallest, ((probabilities[at] as number) * probabilities.length) / rank);
    rates[at] = smallest;
  });
  return rates;
}
