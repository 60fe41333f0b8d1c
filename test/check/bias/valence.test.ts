import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRatings } from '../../../scripts/check/bias/read-ratings.ts';
import { valenceOf } from '../../../scripts/check/bias/valence.ts';
import { rateWord, ratingFlags } from '../../../scripts/check/bias/word-ratings.ts';
import { createWordTable, wordsOfText } from '../../../scripts/check/bias/word-table.ts';
import { projectRoot } from '../../support/samples.ts';

const ratings = await readRatings();
const table = createWordTable((part) => rateWord(part, ratings), ratingFlags);
const rateText = (text: string) => valenceOf(text, wordsOfText(text, table));
/** Sentences of ours with the compound value that VADER's own implementation, release 3.3.2, gives them. */
const reference = JSON.parse(
  readFileSync(join(projectRoot, 'test/golden/valence/reference.json'), 'utf8'),
) as [string, number][];

describe('valenceOf', () => {
  it.each(reference)('says of "%s" what VADER says', (text, value) => {
    expect(rateText(text)).toBeCloseTo(value, 4);
  });

  it('stays between −1 and 1, whatever the text', () => {
    const words = fc.constantFrom(
      'good',
      'BAD',
      'not',
      'but',
      'no',
      'least',
      'very',
      'so',
      '!',
      ':)',
      'never',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(words, fc.string())), (parts) => {
        const value = rateText(parts.join(' '));
        expect(Math.abs(value)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
