import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addCells, emptyState } from '../../../scripts/check/bias/bias-state.ts';
import { addToCluster, type ClusterSums, settle } from '../../../scripts/check/bias/cluster-sums.ts';
import { axes } from '../../support/samples.ts';

const family = fc.record({
  cluster: fc.integer({ min: 0, max: 3_000 }).map((n) => `prompts/a.yaml#t${n}`),
  delta: fc.dictionary(
    fc.constantFrom('named|gender|women', 'plain|gender|men'),
    fc.integer({ max: 10_000 }),
  ),
});

describe('sums of clusters', () => {
  it('come to the same as families weighed one by one', () => {
    fc.assert(
      fc.property(fc.array(family, { maxLength: 60 }), (families) => {
        const [together, singly] = [emptyState(axes), emptyState(axes)];
        const sums: ClusterSums = new Map();
        for (const { cluster, delta } of families) {
          const cells = new Map(Object.entries(delta));
          addToCluster(sums, cluster, cells, together);
          addCells(singly, cluster, cells);
        }
        settle(sums, together);
        expect(sums.size).toBe(0);
        for (const [key, sum] of singly.cells) expect(together.cells.get(key)).toEqual(sum);
      }),
      { numRuns: 50 },
    );
  });

  it('are settled before there are too many of them', () => {
    const [together, singly] = [emptyState(axes), emptyState(axes)];
    const sums: ClusterSums = new Map();
    const cells = new Map([['named|gender|women', 1]]);
    for (let n = 0; n < 5_000; n++) {
      addToCluster(sums, `c${n}`, cells, together);
      addCells(singly, `c${n}`, cells);
      expect(sums.size).toBeLessThanOrEqual(2_048);
    }
    settle(sums, together);
    expect(together.cells).toEqual(singly.cells);
  });
});
