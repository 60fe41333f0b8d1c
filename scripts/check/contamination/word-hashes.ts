import { builds, foldUnit, roleOf, separates } from '../../sample/fold-text.ts';

/** A text as the hashes of its words, folded (no case, no accents), cut into sentences. Reused from text to text. */
export type HashedText = {
  count: number;
  hashes: Int32Array;
  /** UTF-16 offset of each word. */
  starts: Int32Array;
  /** 1 where a sentence begins. */
  begins: Uint8Array;
};

export function emptyHashedText(): HashedText {
  return columns(256);
}

function columns(length: number): HashedText {
  return {
    count: 0,
    hashes: new Int32Array(length),
    starts: new Int32Array(length),
    begins: new Uint8Array(length),
  };
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo). */
const fnvOffset = 0x811c9dc5;
const fnvPrime = 0x01000193;

/** Cuts a text into words and sentences: . ! ? and their like, and line feeds, end one. */
export function hashWords(text: string, reused: HashedText): HashedText {
  const room = (text.length >> 1) + 1;
  const into = reused.hashes.length < room ? columns(room * 2) : reused;
  let count = 0;
  let begins = 1;
  let at = 0;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if (roleOf(unit) !== builds) {
      if (endsSentence(unit)) begins = 1;
      at += 1;
      continue;
    }
    into.starts[count] = at;
    into.begins[count] = begins;
    let hash = fnvOffset;
    let role = builds;
    while (role !== separates) {
      if (role === builds) hash = Math.imul(hash ^ foldUnit(text.charCodeAt(at)), fnvPrime);
      at += 1;
      role = at < text.length ? roleOf(text.charCodeAt(at)) : separates;
    }
    into.hashes[count] = mix(hash);
    count += 1;
    begins = 0;
  }
  into.count = count;
  return into;
}

function endsSentence(unit: number): boolean {
  return (
    unit === 0x2e || unit === 0x21 || unit === 0x3f || unit === 0x0a || unit === 0x2026 || unit === 0x3002
  );
}

/** MurmurHash3's 32-bit finaliser (Austin Appleby, public domain): every bit of the input stirs every bit. */
export function mix(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
