import { expect, it } from 'vitest';
import { findNearest } from '../../../scripts/check/duplicates/find-nearest.ts';
import { addPartner, emptyPartners } from '../../../scripts/check/duplicates/partners.ts';
import { createShingleSets } from '../../../scripts/sample/minhash/shingle-sets.ts';

/** The last has eight, nine, nine and five of its ten hashes in common with those before it, which have no more. */
const sizes = [8, 9, 9, 5, 10];
const last = sizes.length - 1;

function nearestOf(order: number[], mayPair?: (younger: number, older: number) => boolean) {
  const partners = emptyPartners(sizes.length);
  partners.visiting = Uint32Array.from(sizes, (_, rank) => rank);
  for (const older of order) addPartner(partners, last, older, 100);
  const shingles = createShingleSets(sizes.length);
  for (const [rank, size] of sizes.entries())
    shingles.add(
      rank,
      Uint32Array.from({ length: size }, (_, hash) => hash + 1),
    );
  return findNearest(partners, shingles, 0.7, mayPair);
}

it('names the most alike, of equals the oldest, in whatever order they were found', () => {
  for (const order of [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 0, 1],
  ])
    expect(nearestOf(order)).toEqual([{ younger: last, older: 1, similarity: 0.9 }]);
});

it('names none below what is asked, and passes over those that may not pair', () => {
  expect(nearestOf([3])).toEqual([]);
  expect(nearestOf([0, 1, 2], (_, older) => older === 0)).toMatchObject([{ older: 0, similarity: 0.8 }]);
  expect(nearestOf([0, 1, 2], () => false)).toEqual([]);
});

it('lists what it found in the order of age, in whatever order the documents were visited', () => {
  const partners = emptyPartners(3);
  partners.visiting = Uint32Array.of(2, 1, 0);
  for (const younger of [1, 2]) addPartner(partners, younger, 0, 100);
  const shingles = createShingleSets(3);
  for (const rank of [0, 1, 2]) shingles.add(rank, Uint32Array.of(1, 2, 3));
  expect(findNearest(partners, shingles, 0.7).map(({ younger }) => younger)).toEqual([1, 2]);
});
