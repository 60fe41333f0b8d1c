import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createKernelSets,
  createScriptSets,
  type ShingleSets,
} from '../../../scripts/sample/minhash/shingle-sets.ts';
import { jaccard } from '../../../scripts/sample/minhash/shingles.ts';
import { startKernel } from '../../../scripts/sample/minhash/start-kernel.ts';

/** Few different values, so that sets overlap and buckets of a table overflow; 0 and 2^32 − 1 among them. */
const hash = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.integer({ min: 0, max: 30 }).map((high) => high << 16),
  fc.constant(2 ** 32 - 1),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);
const list = fc.array(hash, { minLength: 1, maxLength: 90 });

const both = (documents: number) => [createScriptSets(), createKernelSets(startKernel()!, documents)];

function addAll(sets: ShingleSets, lists: readonly number[][]): void {
  for (const [document, hashes] of lists.entries()) sets.add(document, Uint32Array.from(hashes));
}

describe('the likeness of sets of hashes', () => {
  it('is their Jaccard similarity, in WebAssembly and in script', () => {
    fc.assert(
      fc.property(fc.array(list, { minLength: 1, maxLength: 8 }), (lists) => {
        // 0 counts as 1.
        const expected = lists.map((hashes) => new Set(Uint32Array.from(hashes).map((value) => value || 1)));
        for (const sets of both(lists.length)) {
          addAll(sets, lists);
          for (const [held, set] of expected.entries()) {
            sets.hold(held);
            const found = expected.map((_, document) => sets.similarity(document));
            expect(found).toEqual(expected.map((other) => jaccard(set, other)));
          }
        }
      }),
    );
  });

  it('holds for sets larger than their table was, one after the other', () => {
    const lists = [5_000, 10, 3_000].map((size, step) =>
      Array.from({ length: size }, (_, index) => (index + step * 1_000) * 2_654_435),
    );
    for (const sets of both(lists.length)) {
      addAll(sets, lists);
      sets.hold(1);
      expect(sets.similarity(1)).toBe(1);
      sets.hold(0);
      // The third starts 2,000 later and has 3,000, all of them in the first.
      expect(sets.similarity(2)).toBe(3_000 / 5_000);
      expect(sets.similarity(1)).toBe(10 / 5_000);
    }
  });

  it('holds where a large set is taken when the memory is nearly full', () => {
    const sets = createKernelSets(startKernel()!, 300);
    const hashes = (size: number, from: number) => Uint32Array.from({ length: size }, (_, at) => from + at);
    sets.add(0, hashes(60_000, 1));
    // More than twice what the memory grows by at once.
    for (let document = 1; document < 300; document++) {
      sets.add(document, hashes(8_000, document * 8_000));
      sets.hold(0);
      expect(sets.similarity(document)).toBe(similarityWith(document));
    }

    function similarityWith(document: number): number {
      const common = Math.max(0, Math.min(8_000, 60_001 - document * 8_000));
      return common / (68_000 - common);
    }
  });

  it('is known of those that were added', () => {
    for (const sets of both(2)) {
      sets.add(1, Uint32Array.of(7, 7, 7));
      expect([sets.has(0), sets.has(1)]).toEqual([false, true]);
      sets.hold(0);
      expect([sets.similarity(0), sets.similarity(1)]).toEqual([1, 0]);
    }
  });
});
