import { withoutAgreement } from './agreement.ts';
import type { AttributeWords } from './attributes.ts';
import { nextBit, type RatedWord, type Ratings, rateWord, ratingFlags } from './word-ratings.ts';

/** What a word of a text says by itself: how it is rated, and which content words it holds. */
export type SpokenWord = RatedWord & { meanings: readonly Meaning[] };

type Meaning = { word: string; categories: readonly string[] };

export type Meant = { attributes: AttributeWords; functionWords: ReadonlySet<string> };

const contentWord = /\p{L}[\p{L}\p{M}]{2,}(?:-\p{L}[\p{L}\p{M}]+)*/gu;
/** Longer strings are no words. */
const maxWordLength = 24;

/** Bits of a word, above those of its rating: whether it means something by itself. */
export const meaningful = nextBit;

export function flagsOfWord(word: SpokenWord): number {
  return ratingFlags(word) | (word.meanings.length > 0 ? meaningful : 0);
}

/** @param part as it stands between spaces: a slash or a dash may join several content words. */
export function readWord(part: string, { attributes, functionWords }: Meant, ratings: Ratings): SpokenWord {
  const words = part.toLowerCase().match(contentWord) ?? [];
  const meanings = words
    .filter((word) => word.length <= maxWordLength && !functionWords.has(word))
    .map((word) => ({ word: withoutAgreement(word), categories: attributes.get(word) ?? [] }));
  const { lower, isShouted, rating, boost, negates, tellsPhrase } = rateWord(part, ratings);
  // Spelled out: a spread would give each word a shape of its own, which takes more memory than the word.
  return { lower, isShouted, rating, boost, negates, tellsPhrase, meanings };
}
