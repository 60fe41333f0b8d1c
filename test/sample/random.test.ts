import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { permute, shuffle } from '../../scripts/sample/random.ts';

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

describe('permute', () => {
  it('visits every number once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3_000 }), seeds, (size, seed) => {
        const visited = new Set(Array.from({ length: size }, (_, index) => permute(index, size, seed)));
        expect(visited.size).toBe(size);
        expect(Math.max(...visited)).toBe(size - 1);
      }),
      { numRuns: 60 },
    );
  });

  it('stays inside for sizes far too large to write out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 52 }), fc.nat(), seeds, (size, index, seed) => {
        const at = permute(index % size, size, seed);
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThan(size);
      }),
    );
  });

  it('sends neighbours far apart: the mean step is near a third of the size', () => {
    const size = 100_000;
    const order = Array.from({ length: size }, (_, index) => permute(index, size, 7));
    const steps = order.slice(1).map((at, index) => Math.abs(at - (order[index] ?? 0)));
    const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length / size;
    expect(mean).toBeGreaterThan(0.3);
    expect(mean).toBeLessThan(0.37);
  });

  it('gives another order to another seed', () => {
    const orderOf = (seed: number) =>
      Array.from({ length: 50 }, (_, index) => permute(index, 50, seed)).join();
    expect(new Set([1, 2, 3, 4].map(orderOf)).size).toBe(4);
  });
});

describe('shuffle', () => {
  it('keeps the items', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), seeds, (items, seed) => {
        expect(shuffle(items, seed).sort()).toEqual([...items].sort());
      }),
    );
  });
});
