import { builds, foldUnit, marks, roleOf, separates } from './fold-text.ts';
import type { PlainWords } from './minhash/plain-words.ts';

/** Words by number, from 1; looked up by hash straight from the text, so that reading allocates nothing. */
export type Vocabulary = { words: string[]; hashes: Int32Array; numbers: Int32Array; mask: number };

/** A text's words as columns, reused from text to text. */
export type Tokens = {
  count: number;
  /** UTF-16 offsets. */
  starts: Int32Array;
  ends: Int32Array;
  /** Number in the vocabulary, 0 for a word that is not in it. */
  numbers: Int32Array;
  /** 1 where nothing but spaces, a hyphen or an apostrophe stands between the word and the one before. */
  joined: Uint8Array;
};

const fnvOffset = 0x811c9dc5;
const fnvPrime = 0x01000193;

/** @param words folded (`foldWord`), each once. */
export function buildVocabulary(words: readonly string[]): Vocabulary {
  let size = 64;
  while (size < words.length * 4) size *= 2;
  const vocabulary = {
    words: ['', ...words],
    hashes: new Int32Array(size),
    numbers: new Int32Array(size),
    mask: size - 1,
  };
  words.forEach((word, index) => {
    const hash = hashWord(word);
    let slot = hash & vocabulary.mask;
    while (vocabulary.numbers[slot] !== 0) slot = (slot + 1) & vocabulary.mask;
    vocabulary.hashes[slot] = hash;
    vocabulary.numbers[slot] = index + 1;
  });
  return vocabulary;
}

/** 32-bit FNV-1a over a folded word's code units. */
export function hashWord(word: string): number {
  let hash = fnvOffset;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), fnvPrime);
  return hash | 0;
}

export function emptyTokens(): Tokens {
  return columns(256);
}

function columns(length: number): Tokens {
  return {
    count: 0,
    starts: new Int32Array(length),
    ends: new Int32Array(length),
    numbers: new Int32Array(length),
    joined: new Uint8Array(length),
  };
}

/**
 * Cuts a text into words (letters and digits; an apostrophe or a hyphen separates) and numbers them. In scripts
 * without spaces each letter is a word, joined to the next.
 */
export function tokenise(text: string, vocabulary: Vocabulary, reused: Tokens): Tokens {
  // A letter that stands for itself is a word.
  const room = text.length + 1;
  const tokens = reused.starts.length < room ? columns(room * 2) : reused;
  let count = 0;
  let joins = false;
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    const first = roleOf(unit);
    if (first === separates || first === marks) {
      joins = joins && isJoint(unit);
      at += 1;
      continue;
    }
    const start = at;
    let hash = fnvOffset;
    let role = first;
    do {
      if (role !== marks) hash = Math.imul(hash ^ foldUnit(text.charCodeAt(at)), fnvPrime);
      at += 1;
      role = at < text.length ? roleOf(text.charCodeAt(at)) : separates;
    } while (role === marks || (role === builds && first === builds));
    tokens.starts[count] = start;
    tokens.ends[count] = at;
    tokens.numbers[count] = numberOf(vocabulary, hash | 0, text, start, at);
    tokens.joined[count] = joins ? 1 : 0;
    count += 1;
    joins = true;
  }
  tokens.count = count;
  return tokens;
}

/** Numbers the words of a plain text, of which only the numbers and the joints are told. */
export function numberWords(words: PlainWords, vocabulary: Vocabulary, reused: Tokens): Tokens {
  const tokens = reused.starts.length < words.count ? columns(words.count * 2) : reused;
  for (let at = 0; at < words.count; at++) {
    tokens.numbers[at] = numberOfPlain(vocabulary, words, at);
    tokens.joined[at] = words.joined[at] as number;
  }
  tokens.count = words.count;
  return tokens;
}

/** Space, tab, line feed, hyphen, non-breaking space and hyphen, straight and curly apostrophe. */
function isJoint(unit: number): boolean {
  return (
    unit === 0x20 ||
    unit === 0x2d ||
    unit === 0x27 ||
    unit === 0x2019 ||
    unit === 0x0a ||
    unit === 0x09 ||
    unit === 0xa0 ||
    unit === 0x2010 ||
    unit === 0x2011
  );
}

function numberOf(vocabulary: Vocabulary, hash: number, text: string, start: number, end: number): number {
  const { hashes, numbers, words, mask } = vocabulary;
  let slot = hash & mask;
  for (;;) {
    const number = numbers[slot] as number;
    if (number === 0) return 0;
    if (hashes[slot] === hash && isSame(words[number] as string, text, start, end)) return number;
    slot = (slot + 1) & mask;
  }
}

/** Equal hashes are not equal words: compares letter by letter. */
function isSame(word: string, text: string, start: number, end: number): boolean {
  let at = 0;
  for (let i = start; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (roleOf(unit) === marks) continue;
    if (word.charCodeAt(at) !== foldUnit(unit)) return false;
    at += 1;
  }
  return at === word.length;
}

/** The hash of a plain word is the same as over what its letters fold to. */
function numberOfPlain({ hashes, numbers, words, mask }: Vocabulary, plain: PlainWords, at: number): number {
  const hash = (plain.hashes[at] as number) | 0;
  let slot = hash & mask;
  for (;;) {
    const number = numbers[slot] as number;
    if (number === 0) return 0;
    if (hashes[slot] === hash && isPlain(words[number] as string, plain, at)) return number;
    slot = (slot + 1) & mask;
  }
}

function isPlain(word: string, { bytes, starts, ends }: PlainWords, at: number): boolean {
  const start = starts[at] as number;
  if (word.length !== (ends[at] as number) - start) return false;
  // In ASCII this bit makes a capital small, and changes neither a small letter nor a digit.
  for (let i = 0; i < word.length; i++)
    if (word.charCodeAt(i) !== ((bytes[start + i] as number) | 0x20)) return false;
  return true;
}
