import type { Axes, TermSense } from './axis.ts';
import { type AxisTerm, termsOfAxis } from './axis-terms.ts';
import { foldWord, splitWord } from './fold-text.ts';
import type { PlainWords } from './minhash/plain-words.ts';
import { personNounsOf } from './person-nouns.ts';
import {
  buildVocabulary,
  emptyTokens,
  hashWord,
  numberWords,
  type Tokens,
  tokenise,
  type Vocabulary,
} from './vocabulary.ts';

/** A place where a text names a group. */
export type TermMatch = {
  /** UTF-16 offsets. */
  start: number;
  end: number;
  axis: string;
  group: string;
  /** The term may as well mean something else: it bears out a declared group and is no evidence by itself. */
  weak: boolean;
};

/** The terms of every axis, per language, ready to be found in one pass. */
export type Lexicon = { langs: ReadonlyMap<string, LexiconOfLanguage> };

type Named = { axis: string; group: string; weak: boolean; sense: Sense | undefined };

/** A term's sense with its words as numbers of the vocabulary. */
type Sense = Omit<TermSense, 'notBefore' | 'notAfter'> & { notBefore: Set<number>; notAfter: Set<number> };

/** A trie over words: `node * words + word` leads to the next node; a node names groups or none. */
type LexiconOfLanguage = {
  vocabulary: Vocabulary;
  next: Map<number, number>;
  first: Int32Array;
  named: (Named[] | undefined)[];
  tokens: Tokens;
  /** 1 for a word for a person, by its number. */
  persons: Uint8Array;
};

/** What stands in place of an identity term once it is masked. */
export const maskWord = 'someone';
const maskHash = hashWord(maskWord);

/** Builds the lexicon of every language that an axis has words for. */
export function buildLexicon(axes: Axes): Lexicon {
  const langs = new Set<string>();
  for (const { groups } of axes.values()) {
    for (const { words } of groups) for (const lang of Object.keys(words)) langs.add(lang);
  }
  return {
    langs: new Map(
      [...langs].map((lang) => [
        lang,
        buildLanguage(
          [...axes.values()].flatMap((axis) => termsOfAxis(axis, lang)),
          lang,
        ),
      ]),
    ),
  };
}

/** Whether identity can be read in this language at all. */
export function hasLanguage(lexicon: Lexicon, lang: string): boolean {
  return languageOf(lexicon, lang) !== undefined;
}

/**
 * Every place where a text names a group, in order: on each axis the longest term, so "Black women" names a
 * group of race and one of gender. Empty for a language without a lexicon.
 */
export function findTerms(lexicon: Lexicon, text: string, lang: string): TermMatch[] {
  const language = languageOf(lexicon, lang);
  if (!language) return [];
  const tokens = readTokens(language, text);
  const matches: TermMatch[] = [];
  for (let at = 0; at < tokens.count; at++) {
    if (language.first[tokens.numbers[at] as number] === 0) continue;
    for (const match of longestPerAxis(language, text, at)) {
      if (match.start >= reachedOn(match.axis, matches)) matches.push(match);
    }
  }
  return matches;
}

/** Where the last match on an axis ends. */
function reachedOn(axis: string, matches: readonly TermMatch[]): number {
  for (let at = matches.length - 1; at >= 0; at--) {
    const match = matches[at] as TermMatch;
    if (match.axis === axis) return match.end;
  }
  return 0;
}

/**
 * The text with every identity term, pronoun and kinship word replaced by one word, the longest first, and
 * neighbouring ones together; the text as it is for a language without a lexicon.
 */
export function maskTerms(lexicon: Lexicon, text: string, lang: string): string {
  const language = languageOf(lexicon, lang);
  if (!language) return text;
  const tokens = readTokens(language, text);
  let masked = '';
  let kept = 0;
  for (let at = 0; at < tokens.count; at++) {
    const length = longestTerm(language, at);
    if (length === 0) continue;
    const follows = kept > 0 && tokens.joined[at] === 1 && tokens.ends[at - 1] === kept;
    if (!follows) masked += text.slice(kept, tokens.starts[at]) + maskWord;
    at += length - 1;
    kept = tokens.ends[at] as number;
  }
  return kept === 0 ? text : masked + text.slice(kept);
}

/** The same in a plain text's words, of which those that are masked give way to the one word. */
export function maskWords(lexicon: Lexicon, words: PlainWords, lang: string): void {
  const language = languageOf(lexicon, lang);
  if (!language) return;
  language.tokens = numberWords(words, language.vocabulary, language.tokens);
  const { count, joined } = language.tokens;
  let kept = 0;
  /** The word behind the last term. */
  let behind = -1;
  for (let at = 0; at < count; ) {
    const length = longestTerm(language, at);
    if (length === 0) words.hashes[kept++] = words.hashes[at] as number;
    else if (at !== behind || joined[at] === 0) words.hashes[kept++] = maskHash;
    at += Math.max(length, 1);
    if (length > 0) behind = at;
  }
  words.count = kept;
}

function languageOf({ langs }: Lexicon, lang: string): LexiconOfLanguage | undefined {
  return langs.get(lang) ?? langs.get(lang.split('-')[0] as string);
}

function readTokens(language: LexiconOfLanguage, text: string): Tokens {
  language.tokens = tokenise(text, language.vocabulary, language.tokens);
  return language.tokens;
}

function buildLanguage(terms: AxisTerm[], lang: string): LexiconOfLanguage {
  const split = terms
    .map((term) => ({ term, words: wordsOf(term.term) }))
    .filter(({ words }) => words.length > 0);
  const persons = [...personNounsOf(lang), ...split.flatMap(({ term, words }) => personsOf(term, words))];
  const context = terms.flatMap(({ sense: { notBefore = [], notAfter = [] } }) => [
    ...notBefore,
    ...notAfter,
  ]);
  const vocabulary = buildVocabulary([
    ...new Set([...split.flatMap(({ words }) => words), ...persons, ...context.map(foldWord)]),
  ]);
  const numbers = new Map(vocabulary.words.map((word, number) => [word, number]));
  const numberOf = (word: string) => numbers.get(foldWord(word)) as number;
  const language = {
    vocabulary,
    first: new Int32Array(vocabulary.words.length),
    next: new Map(),
    named: [undefined],
    tokens: emptyTokens(),
    persons: new Uint8Array(vocabulary.words.length),
  };
  for (const person of persons) language.persons[numberOf(person)] = 1;
  for (const { term, words } of split)
    addTerm(language, term, words.map(numberOf), toSense(term.sense, numberOf));
  return language;
}

/** The last word of a term that stands for people is a word for a person: "shop assistants". */
function personsOf({ axis, weak, term }: AxisTerm, words: string[]): string[] {
  const isNoun =
    axis === 'profession' || axis === 'gender' || /(?:person|people|adults?|citizens?)$/.test(term);
  const last = words.at(-1);
  return isNoun && !weak && last !== undefined && last.length > 3 ? [last] : [];
}

function toSense(sense: TermSense, numberOf: (word: string) => number): Sense | undefined {
  if (Object.keys(sense).length === 0) return undefined;
  const { notBefore = [], notAfter = [] } = sense;
  return { ...sense, notBefore: new Set(notBefore.map(numberOf)), notAfter: new Set(notAfter.map(numberOf)) };
}

function wordsOf(term: string): string[] {
  return term
    .split(/[\s\-'’]+/)
    .map(foldWord)
    .filter((word) => word !== '')
    .flatMap(splitWord);
}

function addTerm(
  language: LexiconOfLanguage,
  { axis, group, weak }: AxisTerm,
  words: number[],
  sense: Sense | undefined,
): void {
  let node = 0;
  for (const word of words) node = step(language, node, word) || grow(language, node, word);
  const named = language.named[node] ?? [];
  // "Deaf" and "deaf" fold to one word and have senses of their own.
  if (named.some((other) => other.axis === axis && other.group === group && !other.sense && !sense)) return;
  language.named[node] = [...named, { axis, group, weak, sense }];
}

function step({ first, next, vocabulary }: LexiconOfLanguage, node: number, word: number): number {
  if (node === 0) return first[word] as number;
  return next.get(node * vocabulary.words.length + word) ?? 0;
}

function grow({ first, next, named, vocabulary }: LexiconOfLanguage, node: number, word: number): number {
  const grown = named.push(undefined) - 1;
  if (node === 0) first[word] = grown;
  else next.set(node * vocabulary.words.length + word, grown);
  return grown;
}

/** How many words the longest term has that begins with the word `at`; 0 where none does. */
function longestTerm(language: LexiconOfLanguage, at: number): number {
  const { named, tokens, first } = language;
  let node = first[tokens.numbers[at] as number] as number;
  if (node === 0) return 0;
  let longest = named[node] ? 1 : 0;
  for (let end = at + 1; end < tokens.count && tokens.joined[end] === 1; end++) {
    node = step(language, node, tokens.numbers[end] as number);
    if (node === 0) break;
    if (named[node]) longest = end - at + 1;
  }
  return longest;
}

function longestPerAxis(language: LexiconOfLanguage, text: string, at: number): TermMatch[] {
  const { named, tokens } = language;
  const found: TermMatch[] = [];
  const start = tokens.starts[at] as number;
  let node = 0;
  for (let end = at; end < tokens.count; end++) {
    if (end > at && tokens.joined[end] === 0) break;
    node = step(language, node, tokens.numbers[end] as number);
    if (node === 0) break;
    const terms = named[node];
    if (!terms) continue;
    const place = { language, text, at, end };
    for (const term of terms) keepLongest(found, matchOf(term, place, start, tokens.ends[end] as number));
  }
  return found;
}

function matchOf(
  { axis, group, weak, sense }: Named,
  place: Occurrence,
  start: number,
  end: number,
): TermMatch | undefined {
  const meant = sense ? readSense(sense, place) : 'yes';
  return meant === 'no' ? undefined : { start, end, axis, group, weak: weak || meant === 'perhaps' };
}

function keepLongest(found: TermMatch[], match: TermMatch | undefined): void {
  if (!match) return;
  const known = found.findIndex(({ axis }) => axis === match.axis);
  if (known === -1) found.push(match);
  else if (match.end > (found[known] as TermMatch).end || !match.weak) found[known] = match;
}

type Occurrence = { language: LexiconOfLanguage; text: string; at: number; end: number };

/** Whether a term that has other senses names the group here. */
function readSense(sense: Sense, { language, text, at, end }: Occurrence): 'yes' | 'perhaps' | 'no' {
  const { tokens } = language;
  const start = tokens.starts[at] as number;
  const isCapital = text.charAt(start) !== text.charAt(start).toLowerCase();
  const begins = isCapital && beginsSentence(text, start);
  if (sense.capital && !isCapital) return 'no';
  if (sense.lower && isCapital && !begins) return 'no';
  const next = joinedWord(tokens, end + 1, end + 1);
  if (sense.notBefore.has(next)) return 'no';
  if (at > 0 && sense.notAfter.has(joinedWord(tokens, at - 1, at))) return 'no';
  const isPerson =
    language.persons[next] === 1 || language.persons[joinedWord(tokens, end + 2, end + 2)] === 1;
  if (begins && (sense.start === 'never' || (sense.start === 'person' && !isPerson))) return 'no';
  return sense.person && !isPerson ? 'perhaps' : 'yes';
}

/** The number of a word, 0 where punctuation stands between or there is none. */
function joinedWord(tokens: Tokens, at: number, joint: number): number {
  return at < tokens.count && joint < tokens.count && tokens.joined[joint] === 1
    ? (tokens.numbers[at] as number)
    : 0;
}

function beginsSentence(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 8), at).replace(/[\s"'“‘(]+$/, '');
  return before === '' || /[.!?:]$/.test(before);
}
