import { boosters, idioms } from './valence-words.ts';
import { but, type RatedWord, rated, shouted } from './word-ratings.ts';
import type { TextWords } from './word-table.ts';

/** Empirical constants of VADER (Hutto and Gilbert, 2014): what capitals add, how a negation turns, what "but" does. */
const capitals = 0.733;
const negated = -0.74;
const beforeBut = 0.5;
const afterBut = 1.5;
/** Where the sum of ratings is half saturated, squared. */
const alpha = 15;

/** A text's words as read; `mixedCase` where some are shouted and some are not. */
type Words = { read: readonly RatedWord[]; mixedCase: boolean };

/**
 * VADER's compound valence of a text, −1 to 1 to four places; 0 where no word is rated. Emoji, which the
 * original spells out, have no rating here.
 * @param words the text's, cut at white space.
 */
export function valenceOf(text: string, { words, flags }: TextWords<RatedWord>): number {
  let all = 0;
  let shouts = 0;
  for (const each of flags) {
    all |= each;
    if (each & shouted) shouts += 1;
  }
  // Most texts are judged by a word or two, and many by none.
  if ((all & rated) === 0) return 0;
  const read = { read: words, mixedCase: shouts > 0 && shouts < flags.length };
  const scores = new Float64Array(flags.length);
  for (let at = 0; at < flags.length; at++) if ((flags[at] as number) & rated) scores[at] = scoreOf(read, at);
  if (all & but)
    weighBut(
      scores,
      flags.findIndex((each) => each & but),
    );
  let sum = 0;
  for (const score of scores) sum += score;
  return compound(sum, emphasisOf(text));
}

function scoreOf(words: Words, at: number): number {
  const { read, mixedCase } = words;
  const { lower, rating = 0, boost, isShouted } = read[at] as RatedWord;
  if (boost !== undefined || (lower === 'kind' && read[at + 1]?.lower === 'of')) return 0;
  let score = rateNo(read, at, rating);
  if (mixedCase && isShouted) score += score > 0 ? capitals : -capitals;
  for (let back = 1; back <= 3 && back <= at; back++) {
    if ((read[at - back] as RatedWord).rating !== undefined) continue;
    score += boostOf(words, at - back, score) * (1 - 0.05 * (back - 1));
    score *= negationOf(read, at, back);
    if (back === 3) score = rateIdioms(read, at, score);
  }
  return score * leastOf(read, at);
}

/** "No" before a rated word is a negation; elsewhere it has a rating of its own. */
function rateNo(read: readonly RatedWord[], at: number, rating: number): number {
  const own = read[at]?.lower === 'no' && read[at + 1]?.rating !== undefined ? 0 : rating;
  const before = read[at - 1]?.lower;
  const isDenied =
    before === 'no' ||
    read[at - 2]?.lower === 'no' ||
    (read[at - 3]?.lower === 'no' && (before === 'or' || before === 'nor'));
  return isDenied ? rating * negated : own;
}

function boostOf({ read, mixedCase }: Words, at: number, score: number): number {
  const { boost, isShouted } = read[at] as RatedWord;
  if (boost === undefined) return 0;
  const signed = score < 0 ? -boost : boost;
  if (!mixedCase || !isShouted) return signed;
  return score > 0 ? signed + capitals : signed - capitals;
}

/** What the word `back` places before does to the score: a factor. */
function negationOf(read: readonly RatedWord[], at: number, back: number): number {
  const { lower: word, negates } = read[at - back] as RatedWord;
  const nextIsSo = saysSo(read[at - 1]);
  if (back > 1 && (negates || nextIsSo)) {
    const between = read.slice(at - back + 1, at);
    const hasSo = between.some(saysSo);
    if (word === 'never' && hasSo) return 1.25;
    if (back === 3 && nextIsSo) return 1.25;
    if (word === 'without' && between.some(({ lower }) => lower === 'doubt')) return 1;
  }
  return negates ? negated : 1;
}

function saysSo(word: RatedWord | undefined): boolean {
  return word?.lower === 'so' || word?.lower === 'this';
}

function rateIdioms(read: readonly RatedWord[], at: number, score: number): number {
  let from = at - 3;
  while (from < at + 3 && !read[from]?.tellsPhrase) from += 1;
  return from === at + 3 ? score : rateAround(read, at, score);
}

function rateAround(read: readonly RatedWord[], at: number, score: number): number {
  const lower = read.slice(0, at + 3).map((word) => word.lower);
  const phrase = (from: number, to: number) => lower.slice(at + from, at + to + 1).join(' ');
  const behind = [phrase(-1, 0), phrase(-2, 0), phrase(-2, -1), phrase(-3, -1), phrase(-3, -2)];
  const idiom = behind.find((each) => idioms.has(each));
  let rated = idiom === undefined ? score : (idioms.get(idiom) as number);
  if (at + 1 < lower.length) rated = idioms.get(phrase(0, 1)) ?? rated;
  if (at + 2 < lower.length) rated = idioms.get(phrase(0, 2)) ?? rated;
  const degrees = [phrase(-3, -1), phrase(-3, -2), phrase(-2, -1)];
  return degrees.reduce((total, each) => total + (boosters.get(each) ?? 0), rated);
}

/** "Least" turns a rating round, except in "at least" and "very least". */
function leastOf(read: readonly RatedWord[], at: number): number {
  const last = read[at - 1];
  if (last?.lower !== 'least' || last.rating !== undefined) return 1;
  const before = read[at - 2]?.lower;
  return at > 1 && (before === 'at' || before === 'very') ? 1 : negated;
}

/**
 * What stands before the first "but" counts half, what stands behind it half as much again. Equal scores share
 * the place of their first: so does the original, and its published values hang on it.
 */
function weighBut(scores: Float64Array, but: number): void {
  for (let at = 0; at < scores.length; at++) {
    const first = scores.indexOf(scores[at] as number);
    if (first < but) scores[first] = (scores[first] as number) * beforeBut;
    else if (first > but) scores[first] = (scores[first] as number) * afterBut;
  }
}

/** What exclamation and question marks add. */
function emphasisOf(text: string): number {
  const exclamations = Math.min(4, countOf('!', text));
  const questions = countOf('?', text);
  const asked = questions > 3 ? 0.96 : questions * 0.18;
  return exclamations * 0.292 + (questions > 1 ? asked : 0);
}

function countOf(mark: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) count += 1;
  return count;
}

function compound(sum: number, emphasis: number): number {
  const total = sum > 0 ? sum + emphasis : sum < 0 ? sum - emphasis : sum;
  const squashed = total / Math.sqrt(total * total + alpha);
  return Math.round(Math.max(-1, Math.min(1, squashed)) * 10_000) / 10_000 || 0;
}
