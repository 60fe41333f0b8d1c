import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrap } from '../../scripts/benchmark/bootstrap.ts';
import { randomAt } from '../../scripts/sample/random.ts';

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function estimateMean(values: readonly number[], seed: number, replicates?: number) {
  const measure = (indices: readonly number[]) => ({
    mean: meanOf(indices.map((index) => values[index] as number)),
  });
  return bootstrap({ size: values.length, measure, seed, ...(replicates ? { replicates } : {}) }).mean;
}

describe('the bootstrap', () => {
  it('gives the statistic itself, inside an interval inside the range of the data', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 30 }),
        fc.nat(),
        (values, seed) => {
          const { value, low, high } = estimateMean(values, seed, 200);
          expect(value).toBeCloseTo(meanOf(values));
          expect(low).toBeGreaterThanOrEqual(Math.min(...values));
          expect(high).toBeLessThanOrEqual(Math.max(...values));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('is the same for the same seed', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    expect(estimateMean(values, 7)).toEqual(estimateMean(values, 7));
  });

  it('covers the true mean about as often as it says', () => {
    // 400 simulations of 60 coin throws: 95 % ± 3.5 points is three standard errors, less the known optimism of
    // percentile intervals at this size.
    let covered = 0;
    for (let simulation = 0; simulation < 400; simulation++) {
      const values = Array.from({ length: 60 }, (_, index) => randomAt(index, simulation * 7919 + 1) % 2);
      const { low, high } = estimateMean(values, simulation, 400);
      covered += Number(low <= 0.5 && high >= 0.5);
    }
    expect(covered / 400).toBeGreaterThan(0.915);
    expect(covered / 400).toBeLessThan(0.985);
  });
});
