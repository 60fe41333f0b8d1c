import type { Axes, TermSense } from './axis.ts';
import { type AxisTerm, termsOfAxis } from './axis-terms.ts';
import { foldWord, splitWord } from './fold-text.ts';
import { personNounsOf } from './person-nouns.ts';
import { buildVocabulary, emptyTokens, type Tokens, tokenise, type Vocabulary } from './vocabulary.ts';

/** The terms of every axis, per language, ready to be found in one pass. */
export type Lexicon = { langs: ReadonlyMap<string, LexiconOfLanguage> };

export type Named = { axis: string; group: string; weak: boolean; sense: Sense | undefined };

/** A term's sense with its words as numbers of the vocabulary. */
export type Sense = Omit<TermSense, 'notBefore' | 'notAfter'> & {
  notBefore: Set<number>;
  notAfter: Set<number>;
};

/** A trie over words: `node * words + word` leads to the next node; a node names groups or none. */
export type LexiconOfLanguage = {
  vocabulary: Vocabulary;
  next: Map<number, number>;
  first: Int32Array;
  named: (Named[] | undefined)[];
  tokens: Tokens;
  /** 1 for a word for a person, by its number. */
  persons: Uint8Array;
};

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

/** What a language's own code gives, or that of the language it is a variety of. */
export function languageOf({ langs }: Lexicon, lang: string): LexiconOfLanguage | undefined {
  return langs.get(lang) ?? langs.get(lang.split('-')[0] as string);
}

/** The words of a text, in room that the next text uses again. */
export function readTokens(language: LexiconOfLanguage, text: string): Tokens {
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

/** The node that a word leads to, 0 where no term goes on. */
export function step({ first, next, vocabulary }: LexiconOfLanguage, node: number, word: number): number {
  if (node === 0) return first[word] as number;
  return next.get(node * vocabulary.words.length + word) ?? 0;
}

function grow({ first, next, named, vocabulary }: LexiconOfLanguage, node: number, word: number): number {
  const grown = named.push(undefined) - 1;
  if (node === 0) first[word] = grown;
  else next.set(node * vocabulary.words.length + word, grown);
  return grown;
}
