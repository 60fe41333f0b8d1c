import type { Axes } from './axis.ts';
import { type AxisTerm, termsOfAxis } from './axis-terms.ts';
import { foldWord, splitWord } from './fold-text.ts';
import { buildVocabulary, emptyTokens, type Tokens, tokenise, type Vocabulary } from './vocabulary.ts';

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

type Named = { axis: string; group: string; weak: boolean; capital: boolean };

/** A trie over words: `node * words + word` leads to the next node; a node names groups or none. */
type LexiconOfLanguage = {
  vocabulary: Vocabulary;
  next: Map<number, number>;
  first: Int32Array;
  named: (Named[] | undefined)[];
  tokens: Tokens;
};

/** What stands in place of an identity term once it is masked. */
export const maskWord = 'someone';

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
        buildLanguage([...axes.values()].flatMap((axis) => termsOfAxis(axis, lang))),
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
  const reached = new Map<string, number>();
  for (let at = 0; at < tokens.count; at++) {
    for (const match of longestPerAxis(language, text, at)) {
      if (match.start < (reached.get(match.axis) ?? 0)) continue;
      reached.set(match.axis, match.end);
      matches.push(match);
    }
  }
  return matches;
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

function languageOf({ langs }: Lexicon, lang: string): LexiconOfLanguage | undefined {
  return langs.get(lang) ?? langs.get(lang.split('-')[0] as string);
}

function readTokens(language: LexiconOfLanguage, text: string): Tokens {
  language.tokens = tokenise(text, language.vocabulary, language.tokens);
  return language.tokens;
}

function buildLanguage(terms: AxisTerm[]): LexiconOfLanguage {
  const split = terms
    .map((term) => ({ term, words: wordsOf(term.term) }))
    .filter(({ words }) => words.length > 0);
  const vocabulary = buildVocabulary([...new Set(split.flatMap(({ words }) => words))]);
  const numbers = new Map(vocabulary.words.map((word, number) => [word, number]));
  const first = new Int32Array(vocabulary.words.length);
  const language = { vocabulary, first, next: new Map(), named: [undefined], tokens: emptyTokens() };
  for (const { term, words } of split)
    addTerm(
      language,
      term,
      words.map((word) => numbers.get(word) as number),
    );
  return language;
}

function wordsOf(term: string): string[] {
  return term
    .split(/[\s\-'’]+/)
    .map(foldWord)
    .filter((word) => word !== '')
    .flatMap(splitWord);
}

function addTerm(language: LexiconOfLanguage, { term, axis, group, weak }: AxisTerm, words: number[]): void {
  let node = 0;
  for (const word of words) node = step(language, node, word) || grow(language, node, word);
  // "Polish" and "polish" differ by their case alone; in a longer term the other words tell.
  const capital = words.length === 1 && /^\p{Lu}/u.test(term);
  const named = language.named[node] ?? [];
  if (named.some((other) => other.axis === axis && other.group === group && other.capital === capital))
    return;
  language.named[node] = [...named, { axis, group, weak, capital }];
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
  const { named, tokens } = language;
  let node = 0;
  let longest = 0;
  for (let end = at; end < tokens.count; end++) {
    if (end > at && tokens.joined[end] === 0) break;
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
    for (const { axis, group, weak, capital } of named[node] ?? []) {
      if (capital && !isCapital(text, start)) continue;
      const match = { start, end: tokens.ends[end] as number, axis, group, weak };
      const shorter = found.findIndex((other) => other.axis === axis);
      if (shorter === -1) found.push(match);
      else found[shorter] = match;
    }
  }
  return found;
}

function isCapital(text: string, at: number): boolean {
  const char = text.charAt(at);
  return char !== char.toLowerCase();
}
