import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFeatures } from '../../../scripts/check/safety/features.ts';
import { rules } from '../../../scripts/check/safety/rules.ts';
import { hostilePieces } from './hostile-pieces.ts';

/** Texts put together from what the rules look for, cut and joined at random, so that the edges of patterns are met. */
const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(...hostilePieces),
      fc
        .tuple(fc.constantFrom(...hostilePieces), fc.nat(), fc.nat())
        .map(([piece, from, to]) => piece.slice(from % piece.length, to % piece.length)),
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom(' ', '\n', '', ': ', '=', '@', '.', '-', '"'),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

describe.each(rules.map((rule) => ({ name: rule.name, rule })))('the prefilter of $name', ({ rule }) => {
  it('misses nothing that the rule finds', () => {
    let found = 0;
    fc.assert(
      fc.property(texts, fc.constantFrom('en', 'es', 'fr', undefined), (text, lang) => {
        const hits = rule.find(text, { field: 'text', lang });
        found += hits.length;
        if (!rule.mayFind(text, readFeatures(text))) expect(hits).toEqual([]);
      }),
      { numRuns: 5_000, seed: 1 },
    );
    // The law would hold of texts in which there is nothing to find.
    expect(found).toBeGreaterThan(20);
  });
});
