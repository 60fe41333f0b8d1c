import {
  type Lexicon,
  type LexiconOfLanguage,
  languageOf,
  type Named,
  readTokens,
  type Sense,
  step,
} from './lexicon.ts';
import type { Tokens } from './vocabulary.ts';

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
