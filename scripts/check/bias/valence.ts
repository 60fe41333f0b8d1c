import { boosters, idioms, negations } from './valence-words.ts';

/** Word or emoticon → its mean rating, −4 to 4. */
export type Ratings = ReadonlyMap<string, number>;

/** Empirical constants of VADER (Hutto and Gilbert, 2014): what capitals add, how a negation turns, what "but" does. */
const capitals = 0.733;
const negated = -0.74;
const beforeBut = 0.5;
const afterBut = 1.5;
/** Where the sum of ratings is half saturated, squared. */
const alpha = 15;

type Words = { words: string[]; lower: string[]; mixedCase: boolean };

/**
 * VADER's compound valence of a text, −1 to 1 to four places; 0 where no word is rated. Emoji, which the
 * original spells out, have no rating here.
 */
export function valenceOf(text: string, ratings: Ratings): number {
  const read = readWords(text);
  const scores = read.words.map((_, at) => scoreOf(read, at, ratings));
  weighBut(scores, read.lower);
  const sum = scores.reduce((total, score) => total + score, 0);
  return compound(sum, emphasisOf(text));
}

function readWords(text: string): Words {
  const words = text.split(/\s+/);
  const lower: string[] = [];
  let kept = 0;
  let shouted = 0;
  for (const part of words) {
    if (part === '') continue;
    const word = strip(part);
    const small = word.toLowerCase();
    if (small !== word && word === word.toUpperCase()) shouted += 1;
    words[kept++] = word;
    lower.push(small);
  }
  words.length = kept;
  return { words, lower, mixedCase: shouted > 0 && shouted < kept };
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

function isShouted(word: string): boolean {
  return word !== word.toLowerCase() && word === word.toUpperCase();
}

function scoreOf(read: Words, at: number, ratings: Ratings): number {
  const { lower } = read;
  const word = lower[at] as string;
  const rating = ratings.get(word);
  if (rating === undefined || boosters.has(word) || (word === 'kind' && lower[at + 1] === 'of')) return 0;
  let score = rateNo(read, at, rating, ratings);
  if (read.mixedCase && isShouted(read.words[at] as string)) score += score > 0 ? capitals : -capitals;
  for (let back = 1; back <= 3 && back <= at; back++) {
    if (ratings.has(lower[at - back] as string)) continue;
    score += boostOf(read, at - back, score) * (1 - 0.05 * (back - 1));
    score *= negationOf(lower, at, back);
    if (back === 3) score = rateIdioms(lower, at, score);
  }
  return score * leastOf(lower, at, ratings);
}

/** "No" before a rated word is a negation; elsewhere it has a rating of its own. */
function rateNo({ lower }: Words, at: number, rating: number, ratings: Ratings): number {
  const next = lower[at + 1];
  const own = lower[at] === 'no' && next !== undefined && ratings.has(next) ? 0 : rating;
  const before = lower[at - 1];
  const isDenied =
    before === 'no' ||
    (at > 1 && lower[at - 2] === 'no') ||
    (at > 2 && lower[at - 3] === 'no' && (before === 'or' || before === 'nor'));
  return isDenied ? rating * negated : own;
}

function boostOf({ words, lower, mixedCase }: Words, at: number, score: number): number {
  const boost = boosters.get(lower[at] as string);
  if (boost === undefined) return 0;
  const signed = score < 0 ? -boost : boost;
  if (!mixedCase || !isShouted(words[at] as string)) return signed;
  return score > 0 ? signed + capitals : signed - capitals;
}

/** What the word `back` places before does to the score: a factor. */
function negationOf(lower: string[], at: number, back: number): number {
  const word = lower[at - back] as string;
  const between = lower.slice(at - back + 1, at);
  const hasSo = between.some((each) => each === 'so' || each === 'this');
  if (back === 2 && word === 'never' && hasSo) return 1.25;
  const nextIsSo = lower[at - 1] === 'so' || lower[at - 1] === 'this';
  if (back === 3 && (nextIsSo || (word === 'never' && hasSo))) return 1.25;
  if (back > 1 && word === 'without' && between.includes('doubt')) return 1;
  return negations.has(word) || word.includes("n't") ? negated : 1;
}

function rateIdioms(lower: string[], at: number, score: number): number {
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
function leastOf(lower: string[], at: number, ratings: Ratings): number {
  if (lower[at - 1] !== 'least' || ratings.has('least')) return 1;
  const before = lower[at - 2];
  return at > 1 && (before === 'at' || before === 'very') ? 1 : negated;
}

/**
 * What stands before the first "but" counts half, what stands behind it half as much again. Equal scores share
 * the place of their first: so does the original, and its published values hang on it.
 */
function weighBut(scores: number[], lower: string[]): void {
  const but = lower.indexOf('but');
  if (but === -1) return;
  for (let at = 0; at < scores.length; at++) {
    const first = scores.indexOf(scores[at] as number);
    if (first < but) scores[first] = (scores[first] as number) * beforeBut;
    else if (first > but) scores[first] = (scores[first] as number) * afterBut;
  }
}

/** What exclamation and question marks add. */
function emphasisOf(text: string): number {
  const exclamations = Math.min(4, text.split('!').length - 1);
  const questions = text.split('?').length - 1;
  const asked = questions > 3 ? 0.96 : questions * 0.18;
  return exclamations * 0.292 + (questions > 1 ? asked : 0);
}

function compound(sum: number, emphasis: number): number {
  const total = sum > 0 ? sum + emphasis : sum < 0 ? sum - emphasis : sum;
  const squashed = total / Math.sqrt(total * total + alpha);
  return Math.round(Math.max(-1, Math.min(1, squashed)) * 10_000) / 10_000 || 0;
}
