/**
 * What is known of the words of texts so far: the same few thousand come up all the time. They are looked up by hash
 * straight from the text, so that reading a known word makes no string.
 */
export type WordTable<Word> = {
  /** What a word means, as it stands between spaces. */
  read: (part: string) => Word;
  /** What a word is, in bits: they lie together, where the words themselves lie all over memory. */
  flagsOf: (word: Word) => number;
  parts: string[];
  words: Word[];
  flags: number[];
  hashes: Int32Array;
  /** Place in `parts`, counted from 1; 0 is empty. */
  places: Int32Array;
};

/** A power of two, four times what prose needs. */
const size = 1 << 15;
/** More different words than this are no prose: the table begins anew. */
const mostWords = size / 2;

const fnvOffset = 0x811c9dc5;
const fnvPrime = 0x01000193;

/** A text's words in order, and the flags of each. */
export type TextWords<Word> = { words: Word[]; flags: number[] };

export function createWordTable<Word>(
  read: WordTable<Word>['read'],
  flagsOf: WordTable<Word>['flagsOf'],
): WordTable<Word> {
  const columns = { hashes: new Int32Array(size), places: new Int32Array(size) };
  return { read, flagsOf, parts: [], words: [], flags: [], ...columns };
}

/** The words of a text, cut at white space. */
export function wordsOfText<Word>(text: string, table: WordTable<Word>): TextWords<Word> {
  const words: Word[] = [];
  const flags: number[] = [];
  let start = -1;
  let hash = fnvOffset;
  for (let at = 0; at <= text.length; at++) {
    const unit = at < text.length ? text.charCodeAt(at) : space;
    if (!separates(unit)) {
      if (start < 0) start = at;
      hash = Math.imul(hash ^ unit, fnvPrime);
    } else if (start >= 0) {
      const place = placeOf(table, text, start, at, hash | 0);
      words.push(table.words[place] as Word);
      flags.push(table.flags[place] as number);
      start = -1;
      hash = fnvOffset;
    }
  }
  return { words, flags };
}

const space = 0x20;

function separates(unit: number): boolean {
  return unit < 0x80
    ? unit === space || (unit >= 0x09 && unit <= 0x0d)
    : /\s/.test(String.fromCharCode(unit));
}

function placeOf<Word>(
  table: WordTable<Word>,
  text: string,
  start: number,
  end: number,
  hash: number,
): number {
  const { hashes, places, parts, words, flags } = table;
  let slot = hash & (size - 1);
  for (let place = places[slot] as number; place !== 0; place = places[slot] as number) {
    if (hashes[slot] === hash && isSame(parts[place - 1] as string, text, start, end)) return place - 1;
    slot = (slot + 1) & (size - 1);
  }
  const part = text.slice(start, end);
  const word = table.read(part);
  if (parts.length === mostWords) {
    places.fill(0);
    parts.length = 0;
    words.length = 0;
    flags.length = 0;
    slot = hash & (size - 1);
  }
  places[slot] = parts.push(part);
  words.push(word);
  hashes[slot] = hash;
  return flags.push(table.flagsOf(word)) - 1;
}

/** Equal hashes are not equal words. */
function isSame(part: string, text: string, start: number, end: number): boolean {
  if (part.length !== end - start) return false;
  for (let at = 0; at < part.length; at++)
    if (part.charCodeAt(at) !== text.charCodeAt(start + at)) return false;
  return true;
}
