import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addSet, emptyHashSets, hasSet, lengthOf } from '../../../scripts/sample/minhash/hash-sets.ts';
import { createLikeness } from '../../../scripts/sample/minhash/likeness.ts';
import { jaccard } from '../../../scripts/sample/minhash/shingles.ts';

/** Few different values, so that sets overlap; 0 and 2^32 − 1 among them. */
const hash = fc.oneof(
  fc.integer({ min: 0, max: 40 }),
  fc.constant(2 ** 32 - 1),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);
const set = fc.array(hash, { minLength: 1, maxLength: 60 });

function setsOf(lists: number[][]) {
  const sets = emptyHashSets(lists.length);
  for (const [index, list] of lists.entries()) addSet(sets, index, Uint32Array.from(list));
  return sets;
}

describe('the likeness of sets of hashes', () => {
  it('is their Jaccard similarity, or 0 where that is less than asked for', () => {
    fc.assert(
      fc.property(
        fc.array(set, { minLength: 2, maxLength: 6 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (lists, atLeast) => {
          const likeness = createLikeness(setsOf(lists));
          likeness.hold(0);
          for (const [index, list] of lists.entries()) {
            // 0 counts as 1 (hash-sets.ts).
            const [a, b] = [lists[0]!, list].map((each) => new Set(each.map((value) => value || 1)));
            const similarity = jaccard(a!, b!);
            const found = likeness.with(index, atLeast);
            if (similarity >= atLeast) expect(found).toBeCloseTo(similarity, 12);
            else expect([0, similarity]).toContainEqual(expect.closeTo(found, 12));
          }
        },
      ),
    );
  });

  it('holds for sets larger than its table, one after the other', () => {
    const lists = [5_000, 10, 3_000].map((size, step) =>
      Array.from({ length: size }, (_, index) => (index + step * 1_000) * 2_654_435),
    );
    const likeness = createLikeness(setsOf(lists));
    likeness.hold(0);
    likeness.hold(1);
    expect(likeness.with(1, 0.7)).toBe(1);
    likeness.hold(0);
    // The third starts 2,000 later and has 3,000, all of them in the first.
    expect(likeness.with(2, 0.5)).toBeCloseTo(3_000 / 5_000, 12);
    expect(likeness.with(2, 0.61)).toBe(0);
  });

  it('knows which documents it has been given', () => {
    const sets = emptyHashSets(2);
    addSet(sets, 1, Uint32Array.of(7, 7, 7));
    expect([hasSet(sets, 0), hasSet(sets, 1), lengthOf(sets, 1)]).toEqual([false, true, 1]);
  });
});
