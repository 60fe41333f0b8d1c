import { type HashedText, mix } from './word-hashes.ts';

/** How many words in a row of a benchmark make a finding by themselves. */
export const gramWords = 8;
/** Sentences of fewer words than this are nobody's in particular. */
export const minSentenceWords = 4;
/** Longer sentences are left to the n-grams. */
export const maxSentenceWords = 40;

export type FingerprintKind = 'gram' | 'sentence';

/** Takes a fingerprint (40 bits) of the words `start..end` without the word `without` (-1 for none); true ends the walk. */
type Visit = (
  fingerprint: number,
  kind: FingerprintKind,
  start: number,
  end: number,
  without: number,
) => boolean;

/** Odd, so that multiplication loses nothing modulo 2^32. */
const base1 = 0x9e3779b1;
const base2 = 0x85ebca77;

const state = { prefix1: new Int32Array(1_024), prefix2: new Int32Array(1_024) };
const power1 = powers(base1);
const power2 = powers(base2);

function powers(base: number): Int32Array {
  const all = new Int32Array(maxSentenceWords + 2);
  all[0] = 1;
  for (let index = 1; index < all.length; index += 1) all[index] = Math.imul(all[index - 1] as number, base);
  return all;
}

/**
 * Every run of eight words, every whole sentence, and every sentence without one of its words: two sentences that
 * differ in one word, changed, added or left out, have a fingerprint in common. Polynomials of the words' hashes, so
 * that each costs a few multiplications.
 */
export function visitFingerprints(text: HashedText, salt: number, visit: Visit): void {
  sumUp(text, salt);
  for (let start = 0; start + gramWords <= text.count; start += 1) {
    const end = start + gramWords;
    if (visit(fingerprint(start, end, -1, 'gram'), 'gram', start, end, -1)) return;
  }
  for (let start = 0; start < text.count; ) {
    let end = start + 1;
    while (end < text.count && text.begins[end] === 0) end += 1;
    if (visitSentence(start, end, visit)) return;
    start = end;
  }
}

function visitSentence(start: number, end: number, visit: Visit): boolean {
  const words = end - start;
  if (words < minSentenceWords - 1 || words > maxSentenceWords) return false;
  for (let without = start - 1; without < end; without += 1) {
    const left = without < start ? -1 : without;
    if (visit(fingerprint(start, end, left, 'sentence'), 'sentence', start, end, left)) return true;
  }
  return false;
}

function sumUp({ count, hashes }: HashedText, salt: number): void {
  if (state.prefix1.length <= count) {
    state.prefix1 = new Int32Array(count * 2);
    state.prefix2 = new Int32Array(count * 2);
  }
  const { prefix1, prefix2 } = state;
  prefix1[0] = 0;
  prefix2[0] = 0;
  for (let at = 0; at < count; at += 1) {
    const word = mix((hashes[at] as number) ^ salt);
    prefix1[at + 1] = (Math.imul(prefix1[at] as number, base1) + word) | 0;
    prefix2[at + 1] = (Math.imul(prefix2[at] as number, base2) + mix(word)) | 0;
  }
}

function fingerprint(start: number, end: number, without: number, kind: FingerprintKind): number {
  const length = (kind === 'gram' ? 0x100 : 0) + end - start - (without < 0 ? 0 : 1);
  const one = mix(polynomial(state.prefix1, power1, start, end, without) ^ length);
  const two = mix(polynomial(state.prefix2, power2, start, end, without) + length);
  return (one >>> 0) + (two & 0xff) * 0x1_0000_0000;
}

function polynomial(
  prefix: Int32Array,
  power: Int32Array,
  start: number,
  end: number,
  without: number,
): number {
  if (without < 0) return between(prefix, power, start, end);
  const before = between(prefix, power, start, without);
  const after = between(prefix, power, without + 1, end);
  return (Math.imul(before, power[end - without - 1] as number) + after) | 0;
}

/** The polynomial of the words `start..end` alone. */
function between(prefix: Int32Array, power: Int32Array, start: number, end: number): number {
  return ((prefix[end] as number) - Math.imul(prefix[start] as number, power[end - start] as number)) | 0;
}
