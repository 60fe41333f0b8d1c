import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  addAlike,
  addPartner,
  eachYounger,
  emptyPartners,
  hasPartner,
  type Partners,
  usualRoom,
} from '../../../scripts/check/duplicates/partners.ts';

type Pair = { younger: number; older: number; equal: number };

const documents = 200;
/** More pairs of a few documents than are kept, and documents enough that the rows must grow. */
const pair = fc.record({
  younger: fc.oneof(fc.constantFrom(190, 191), fc.integer({ min: 1, max: documents - 1 })),
  older: fc.nat(60),
  equal: fc.integer({ min: 80, max: 84 }),
});
const uniquePairs = fc.uniqueArray(pair, {
  minLength: 100,
  maxLength: 300,
  selector: ({ younger, older }) => younger * documents + older,
});

/** What is kept of each document, in the order of the older ones. */
function keptIn(partners: Partners): Map<number, number[]> {
  partners.visiting = Uint32Array.from({ length: documents }, (_, rank) => rank);
  const kept = new Map<number, number[]>();
  eachYounger(partners, (younger, olders, start, end) => {
    kept.set(
      younger,
      [...olders.subarray(start, end)].sort((a, b) => a - b),
    );
  });
  return kept;
}

/** The most alike of each younger one, of equals the older. */
function bestOf(pairs: readonly Pair[]): Map<number, Pair[]> {
  const best = new Map<number, Pair[]>();
  for (const pair of [...pairs].sort((a, b) => b.equal - a.equal || a.older - b.older)) {
    const known = best.get(pair.younger) ?? [];
    best.set(pair.younger, [...known, pair].slice(0, usualRoom));
  }
  return best;
}

function expectBest(partners: Partners, pairs: readonly Pair[]): void {
  const sorted = (its: Pair[]) => its.map(({ older }) => older).sort((a, b) => a - b);
  const best = [...bestOf(pairs)].map(([younger, its]): [number, number[]] => [younger, sorted(its)]);
  expect([...keptIn(partners)]).toEqual(best.sort(([a], [b]) => a - b));
}

it('keeps of each document the sixteen most alike, of equals the older, in whatever order they come', () => {
  fc.assert(
    fc.property(uniquePairs, (pairs) => {
      const partners = emptyPartners(documents);
      // Each twice: it is kept but once.
      for (const { younger, older, equal } of [...pairs, ...pairs])
        addPartner(partners, younger, older, equal);
      const kept = keptIn(partners);
      expectBest(partners, pairs);
      for (const { younger, older } of pairs)
        expect(hasPartner(partners, younger, older)).toBe(kept.get(younger)!.includes(older));
    }),
    { numRuns: 60 },
  );
});

it('keeps what was found in a template beside what was known', () => {
  const members = Uint32Array.from({ length: 61 }, (_, place) => place + 3);
  const alike = (pairs: readonly Pair[]) => ({
    found: pairs.length,
    places: Uint32Array.from(pairs, ({ older }) => older),
    equals: Uint8Array.from(pairs, ({ equal }) => equal),
  });
  fc.assert(
    fc.property(uniquePairs, (pairs) => {
      const partners = emptyPartners(documents);
      const known = pairs.filter((_, index) => index % 3 === 0);
      for (const { younger, older, equal } of known) addPartner(partners, younger, older + 3, equal);
      const rest = pairs.filter((_, index) => index % 3 !== 0);
      for (const [younger, its] of bestOf(rest)) addAlike(partners, younger, members, alike(its));
      const moved = pairs.map((each) => ({ ...each, older: each.older + 3 }));
      expectBest(partners, moved);
    }),
    { numRuns: 60 },
  );
});
