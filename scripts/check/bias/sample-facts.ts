import type { Axes } from '../../sample/axis.ts';
import { findTerms, type TermMatch } from '../../sample/find-terms.ts';
import { hasLanguage, type Lexicon } from '../../sample/lexicon.ts';
import { maskWord } from '../../sample/mask-terms.ts';
import type { Content, Sample, Stance } from '../../sample/sample.ts';
import { type Attributes, attributeWordsOf } from './attributes.ts';
import { functionWordsOf } from './function-words.ts';
import { type Part, partsOf } from './learned-text.ts';
import { flagsOfWord, meaningful, readWord, type SpokenWord } from './spoken-word.ts';
import { valenceOf } from './valence.ts';
import type { Ratings } from './word-ratings.ts';
import { createWordTable, type TextWords, type WordTable, wordsOfText } from './word-table.ts';

/** What reading needs besides the text. */
export type Reader = {
  axes: Axes;
  lexicon: Lexicon;
  ratings: Ratings;
  attributes: Attributes;
  /** Language → what that language's words mean; filled as languages come up. */
  words: Map<string, LanguageWords>;
};

type LanguageWords = { table: WordTable<SpokenWord>; recent: Map<string, TextFacts> };

/**
 * What a text says, kept for the last few texts: versions of a family mostly read the same once their terms are masked.
 */
type TextFacts = {
  read: TextWords<SpokenWord>;
  valence: number;
  said: Pick<GroupFacts, 'words' | 'categories'> | undefined;
};

const mostRecent = 16;

/** Valence in ten-thousandths: sums of whole numbers do not depend on their order. */
export const valenceUnit = 10_000;

/** What a sample says of one group. */
export type GroupFacts = {
  /** Content words of what a model learns from, each once. */
  words: ReadonlySet<string>;
  /** Attribute categories among them. */
  categories: ReadonlySet<string>;
  /** Valence of what is learned, asked and rejected, in ten-thousandths; undefined where there is no such part. */
  learned: number | undefined;
  asked: number | undefined;
  rejected: number | undefined;
};

/** What a sample says on one axis, as measured: labels only confirm words that could mean something else. */
export type SampleFacts = {
  axis: string;
  /** Group → what is said of it. */
  groups: Map<string, GroupFacts>;
  /** The learned text with the terms of the axis masked, for comparing versions. */
  masked: string;
  stance: Stance | undefined;
  /** The groups that the labels claim. */
  declared: readonly string[];
};

export function createReader(parts: Omit<Reader, 'words'>): Reader {
  return { ...parts, words: new Map() };
}

/** Facts on the sample's axis; undefined where its language has no lexicon. */
export function factsOfSample(reader: Reader, sample: Sample): SampleFacts | undefined {
  if (!hasLanguage(reader.lexicon, sample.lang)) return undefined;
  const parts = readParts(reader, partsOf(sample), sample.lang);
  const { axis, stance, groups } = sample;
  return factsOnAxis({ reader, parts, lang: sample.lang, axis, stance, declared: groups });
}

/** Facts of foreign content, which names no axis, on every axis that its text names a group of. */
export function factsOfContent(reader: Reader, content: Content, lang: string): SampleFacts[] {
  const parts = readParts(reader, partsOf(content), lang);
  const named = new Set(
    parts.flatMap(({ matches }) => matches.filter(({ weak }) => !weak).map(({ axis }) => axis)),
  );
  return [...named]
    .sort()
    .map((axis) => factsOnAxis({ reader, parts, lang, axis, stance: undefined, declared: [] }));
}

type ReadPart = Part & { matches: TermMatch[] };

function readParts({ lexicon }: Reader, parts: Part[], lang: string): ReadPart[] {
  return parts.map((part) => ({ ...part, matches: findTerms(lexicon, part.text, lang) }));
}

type OnAxis = {
  reader: Reader;
  parts: ReadPart[];
  lang: string;
  axis: string;
  stance: Stance | undefined;
  declared: readonly string[];
};

function factsOnAxis({ reader, parts, lang, axis, stance, declared }: OnAxis): SampleFacts {
  const language = languageOf(reader, lang);
  const pieces = parts.flatMap((part) => cutPart(part, axis, declared));
  const named = [...new Set(pieces.flatMap(({ groups }) => groups))].sort();
  // With one group all is said of it; with several, a sentence is about those it names, or named last.
  const spoken = named.length > 1 ? assign(pieces) : pieces;
  const about = (group: string) =>
    named.length > 1 ? spoken.filter((piece) => piece.groups.includes(group)) : spoken;
  const groups = new Map(named.map((group) => [group, factsOfGroup(about(group), language)]));
  const learned = pieces.filter(({ use }) => use === 'learned');
  return { axis, groups, masked: learned.map(({ text }) => text).join(' '), stance, declared };
}

function languageOf({ words, attributes, ratings }: Reader, lang: string): LanguageWords {
  const base = lang.split('-')[0] as string;
  const known = words.get(base);
  if (known) return known;
  const meant = { attributes: attributeWordsOf(attributes, base), functionWords: functionWordsOf(base) };
  const table = createWordTable((part) => readWord(part, meant, ratings), flagsOfWord);
  const language = { table, recent: new Map() };
  words.set(base, language);
  return language;
}

/** A sentence with the terms of the axis masked, and the groups it names. */
type Piece = { use: Part['use']; text: string; groups: string[] };

const sentenceEnd = /[.!?]+["'”’)\]]*\s+|\n+/g;

function cutPart({ use, text, matches }: ReadPart, axis: string, declared: readonly string[]): Piece[] {
  const ours = matches.filter((match) => match.axis === axis);
  if (ours.length === 0) return [{ use, text, groups: [] }];
  const counted = ours.filter(({ weak, group }) => !weak || declared.includes(group));
  if (new Set(counted.map(({ group }) => group)).size < 2) {
    const groups = counted[0] ? [counted[0].group] : [];
    return [{ use, text: mask(text, ours, 0, text.length), groups }];
  }
  const pieces: Piece[] = [];
  let start = 0;
  for (const end of sentenceEnds(text)) {
    const inside = counted.filter((match) => match.start >= start && match.start < end);
    const groups = [...new Set(inside.map(({ group }) => group))];
    pieces.push({ use, text: mask(text, ours, start, end), groups });
    start = end;
  }
  return pieces;
}

function sentenceEnds(text: string): number[] {
  const ends = [...text.matchAll(sentenceEnd)].map(({ index, 0: end }) => index + end.length);
  return ends.at(-1) === text.length ? ends : [...ends, text.length];
}

function mask(text: string, matches: readonly TermMatch[], from: number, to: number): string {
  let masked = '';
  let kept = from;
  for (const { start, end } of matches) {
    if (start < kept || end > to) continue;
    masked += text.slice(kept, start) + maskWord;
    kept = end;
  }
  return masked + text.slice(kept, to);
}

/** A sentence that names no group is about the groups named last, at the beginning about those named first. */
function assign(pieces: Piece[]): Piece[] {
  let current = pieces.find(({ groups }) => groups.length > 0)?.groups ?? [];
  return pieces.map((piece) => {
    if (piece.groups.length > 0) current = piece.groups;
    return { ...piece, groups: current };
  });
}

function factsOfGroup(pieces: readonly Piece[], language: LanguageWords): GroupFacts {
  const learned = textOf(pieces, 'learned');
  const { words, categories } = saidIn(learned, language);
  return {
    words,
    categories,
    learned: rate(learned, language),
    asked: rate(textOf(pieces, 'asked'), language),
    rejected: rate(textOf(pieces, 'rejected'), language),
  };
}

function saidIn(text: string, language: LanguageWords): Pick<GroupFacts, 'words' | 'categories'> {
  const facts = readText(text, language);
  facts.said ??= collect(facts.read);
  return facts.said;
}

function collect(read: TextWords<SpokenWord>): Pick<GroupFacts, 'words' | 'categories'> {
  const words = new Set<string>();
  const categories = new Set<string>();
  for (let at = 0; at < read.flags.length; at++) {
    if (((read.flags[at] as number) & meaningful) === 0) continue;
    for (const { word, categories: ids } of (read.words[at] as SpokenWord).meanings) {
      words.add(word);
      for (const id of ids) categories.add(id);
    }
  }
  return { words, categories };
}

function readText(text: string, { table, recent }: LanguageWords): TextFacts {
  const known = recent.get(text);
  if (known) return known;
  const read = wordsOfText(text, table);
  const facts = { read, valence: Math.round(valenceOf(text, read) * valenceUnit), said: undefined };
  if (recent.size === mostRecent) recent.clear();
  recent.set(text, facts);
  return facts;
}

function textOf(pieces: readonly Piece[], use: Part['use']): string {
  let text = '';
  for (const piece of pieces) if (piece.use === use) text += text === '' ? piece.text : ` ${piece.text}`;
  return text;
}

function rate(text: string, language: LanguageWords): number | undefined {
  return text === '' ? undefined : readText(text, language).valence;
}
