import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rotateGroups } from '../../scripts/prompt/rotate-groups.ts';

describe('rotateGroups', () => {
  it('takes distinct groups, and at no time is one more than a family ahead', () => {
    const pools = fc
      .integer({ min: 1, max: 14 })
      .chain((length) => fc.tuple(fc.constant(length), fc.integer({ min: 1, max: length })));
    fc.assert(
      fc.property(pools, fc.nat(), ([length, size], seed) => {
        const pool = Array.from({ length }, (_, index) => `g${index}`);
        const shares = new Map(pool.map((group) => [group, 0]));
        for (let turn = 0; turn < 60; turn++) {
          const groups = rotateGroups(pool, { size, turn, seed });
          expect(new Set(groups).size).toBe(size);
          for (const group of groups) shares.set(group, (shares.get(group) ?? 0) + 1);
          expect(Math.max(...shares.values()) - Math.min(...shares.values())).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('lets groups meet other neighbours', () => {
    const pool = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const sets = Array.from({ length: 100 }, (_, turn) =>
      rotateGroups(pool, { size: 4, turn, seed: 1 }).join(''),
    );
    expect(new Set(sets).size).toBeGreaterThan(30);
  });
});
