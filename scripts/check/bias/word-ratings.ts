import { boosters, idioms, negations } from './valence-words.ts';

/** Word or emoticon → its mean rating, −4 to 4. */
export type Ratings = ReadonlyMap<string, number>;

/** A word of a text, as it stood between spaces, with all that its neighbours may ask of it. */
export type RatedWord = {
  lower: string;
  isShouted: boolean;
  rating: number | undefined;
  /** What it adds to the rating of a word behind it. */
  boost: number | undefined;
  negates: boolean;
  /** Whether it tells of a phrase that has a rating, or boosts, as a whole. */
  tellsPhrase: boolean;
};

/** Bits of a word: what is asked of all words of a text. */
export const rated = 1;
export const shouted = 2;
export const but = 4;
/** Free for whoever knows more of words. */
export const nextBit = 8;

export function ratingFlags({ rating, isShouted, lower }: RatedWord): number {
  return (rating === undefined ? 0 : rated) | (isShouted ? shouted : 0) | (lower === 'but' ? but : 0);
}

/** The longest word of each phrase: the others are as common as "the". */
const tellingWords = new Set([...idioms.keys(), ...boosters.keys()].flatMap(tellingWord));

/** A booster of one word is found by itself; an idiom of one word is not. */
function tellingWord(phrase: string): string[] {
  if (!idioms.has(phrase) && !phrase.includes(' ')) return [];
  return [phrase.split(' ').reduce((longest, word) => (word.length > longest.length ? word : longest))];
}

/** @param part as it stands between spaces. */
export function rateWord(part: string, ratings: Ratings): RatedWord {
  const word = strip(part);
  const lower = word.toLowerCase();
  return {
    lower,
    isShouted: word !== lower && word === word.toUpperCase(),
    rating: ratings.get(lower),
    boost: boosters.get(lower),
    negates: negations.has(lower) || lower.includes("n't"),
    tellsPhrase: tellingWords.has(lower),
  };
}

/** Takes the punctuation off a word; what leaves two letters or fewer is an emoticon and stays whole. */
function strip(part: string): string {
  let start = 0;
  let end = part.length;
  while (start < end && isPunctuation(part.charCodeAt(start))) start += 1;
  while (end > start && isPunctuation(part.charCodeAt(end - 1))) end -= 1;
  return end - start <= 2 ? part : part.slice(start, end);
}

/** The punctuation of ASCII. */
function isPunctuation(unit: number): boolean {
  return (
    (unit >= 0x21 && unit <= 0x2f) ||
    (unit >= 0x3a && unit <= 0x40) ||
    (unit >= 0x5b && unit <= 0x60) ||
    (unit >= 0x7b && unit <= 0x7e)
  );
}
