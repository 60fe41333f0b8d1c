// Shingles and signs a text of UTF-8 bytes, 16 permutations at a time in 128-bit vectors (AssemblyScript).
// scripts/sample/minhash/hash-shingles.ts and script-signer.ts say the same in TypeScript, bit for bit.
//
// Memory: the text from `textAt`, the factors and summands of the permutations, the signature; the hashes of the
// shingles behind the text's room, which the caller sizes with `reserve`; behind them the words.

import { growTo, room as text } from './memory';

// FNV-1a, and the multipliers of MurmurHash3.
const offsetBasis: u32 = 0x811c9dc5;
const prime: u32 = 0x01000193;
const c1: u32 = 0xcc9e2d51;
const c2: u32 = 0x1b873593;
const c3: u32 = 0x85ebca6b;
const c4: u32 = 0xc2b2ae35;

const factors: usize = memory.data(512, 16);
const summands: usize = memory.data(512, 16);
const signature: usize = memory.data(512, 16);
/** Byte of raw text → its lower case, 0 where it parts two tokens. */
const fold: usize = memory.data(256, 16);

let hashes: usize = 0;

export function factorsAt(): usize {
  return factors;
}

export function summandsAt(): usize {
  return summands;
}

export function signatureAt(): usize {
  return signature;
}

export function textAt(): usize {
  return text;
}

export function hashesAt(): usize {
  return hashes;
}

/** Makes room for texts of that many bytes. Must be called before the first text. */
export function reserve(bytes: i32): void {
  hashes = (text + <usize>bytes + 31) & ~15;
  growTo(hashes + ((<usize>bytes + 4) << 2));
  for (let byte: u32 = 0; byte < 256; byte++) {
    const lower = byte >= 0x41 && byte <= 0x5a ? byte + 0x20 : byte;
    const keeps = (lower >= 0x61 && lower <= 0x7a) || (lower >= 0x30 && lower <= 0x39);
    store<u8>(fold + byte, keeps ? lower : 0);
  }
}

/**
 * Hashes the shingles of `length` bytes of raw text: ASCII, and punctuation of U+2000 to U+203F. Returns how many there are,
 * or 0 where the text holds anything else or no token: then it must be normalised first.
 */
export function shingleRaw(length: i32): i32 {
  let before: u32 = 0;
  let last: u32 = 0;
  let tokens: i32 = 0;
  let token: u32 = offsetBasis;
  let open = false;
  const end = text + <usize>length;
  for (let at = text; at < end; at++) {
    const byte = <u32>load<u8>(at);
    const kept = <u32>load<u8>(fold + byte);
    if (kept) {
      token = (token ^ kept) * prime;
      open = true;
      continue;
    }
    if (byte >= 0x80) {
      // U+2017 and U+203E decompose to a space and a mark, which is part of a token.
      if (byte != 0xe2 || load<u8>(at, 1) != 0x80) return 0;
      const third = load<u8>(at, 2);
      if (third == 0x97 || third == 0xbe) return 0;
      at += 2;
    }
    if (!open) continue;
    tokens += 1;
    if (tokens >= 3) putShingle(tokens - 3, before, last, token);
    before = last;
    last = token;
    token = offsetBasis;
    open = false;
  }
  if (open) {
    tokens += 1;
    if (tokens >= 3) putShingle(tokens - 3, before, last, token);
    before = last;
    last = token;
  }
  return tokens == 0 ? 0 : finish(tokens, before, last);
}

/** Hashes the shingles of `length` bytes of normalised tokens with a space between two, and returns how many there are. */
export function shingleTokens(length: i32): i32 {
  let before: u32 = 0;
  let last: u32 = 0;
  let tokens: i32 = 0;
  let token: u32 = offsetBasis;
  const end = text + <usize>length;
  for (let at = text; at <= end; at++) {
    const byte = at < end ? <u32>load<u8>(at) : 0x20;
    if (byte != 0x20) {
      token = (token ^ byte) * prime;
      continue;
    }
    tokens += 1;
    if (tokens >= 3) putShingle(tokens - 3, before, last, token);
    before = last;
    last = token;
    token = offsetBasis;
  }
  return finish(tokens, before, last);
}

/** Fills the signature from the first `count` hashes. */
export function sign(count: i32): void {
  const end = hashes + ((<usize>count) << 2);
  for (let group: usize = 0; group < 512; group += 64) {
    const f0 = v128.load(factors + group);
    const f1 = v128.load(factors + group, 16);
    const f2 = v128.load(factors + group, 32);
    const f3 = v128.load(factors + group, 48);
    const s0 = v128.load(summands + group);
    const s1 = v128.load(summands + group, 16);
    const s2 = v128.load(summands + group, 32);
    const s3 = v128.load(summands + group, 48);
    let m0 = i32x4.splat(-1);
    let m1 = m0;
    let m2 = m0;
    let m3 = m0;
    for (let at = hashes; at < end; at += 4) {
      const hash = v128.load32_splat(at);
      m0 = i32x4.min_u(m0, i32x4.add(i32x4.mul(hash, f0), s0));
      m1 = i32x4.min_u(m1, i32x4.add(i32x4.mul(hash, f1), s1));
      m2 = i32x4.min_u(m2, i32x4.add(i32x4.mul(hash, f2), s2));
      m3 = i32x4.min_u(m3, i32x4.add(i32x4.mul(hash, f3), s3));
    }
    v128.store(signature + group, m0);
    v128.store(signature + group, m1, 16);
    v128.store(signature + group, m2, 32);
    v128.store(signature + group, m3, 48);
  }
}

function finish(tokens: i32, before: u32, last: u32): i32 {
  if (tokens >= 3) return tokens - 2;
  if (tokens == 1) putShingle(0, last, 0, 0);
  else putShingle(0, before, last, 0);
  return 1;
}

function putShingle(index: i32, a: u32, b: u32, c: u32): void {
  let hash = a * c1;
  hash = (rotl<u32>(hash, 15) + b) * c2;
  hash = (rotl<u32>(hash, 13) + c) * c1;
  hash = (hash ^ (hash >> 16)) * c3;
  hash = (hash ^ (hash >> 13)) * c4;
  store<u32>(hashes + ((<usize>index) << 2), hash ^ (hash >> 16));
}

/** Words of the text as columns, behind the hashes: the hash of each, where it begins and ends, and whether it is joined. */
let wordHashes: usize = 0;
let wordStarts: usize = 0;
let wordEnds: usize = 0;
let wordJoins: usize = 0;
/** How many words have room: a word and the byte that parts it from the next are two bytes. */
let wordRoom: usize = 0;

export function wordHashesAt(): usize {
  return wordHashes;
}

export function wordStartsAt(): usize {
  return wordStarts;
}

export function wordEndsAt(): usize {
  return wordEnds;
}

export function wordJoinsAt(): usize {
  return wordJoins;
}

/** Makes room for the words of texts of that many bytes. Must be called after `reserve` with as many. */
export function reserveWords(bytes: i32): void {
  wordRoom = (((<usize>bytes) >> 1) + 16) & ~15;
  wordHashes = (hashes + ((<usize>bytes + 4) << 2) + 15) & ~15;
  wordStarts = wordHashes + (wordRoom << 2);
  wordEnds = wordStarts + (wordRoom << 2);
  wordJoins = wordEnds + (wordRoom << 2);
  growTo(wordJoins + wordRoom);
}

/**
 * Reads the words of `length` bytes of raw text, of which `shingleRaw` could hash the shingles, into the columns. Returns how
 * many there are, or 0 where the text holds anything else, an invisible character or no word. A word is joined where
 * nothing but spaces, hyphens and apostrophes stand between it and the one before.
 */
export function readWords(length: i32): i32 {
  let words: usize = 0;
  let joins = false;
  const end = text + <usize>length;
  let at = text;
  while (at < end) {
    const byte = <u32>load<u8>(at);
    let kept = <u32>load<u8>(fold + byte);
    if (kept == 0) {
      if (byte < 0x80) {
        joins = joins && isJoint(byte);
        at += 1;
        continue;
      }
      if (byte != 0xe2 || load<u8>(at, 1) != 0x80) return 0;
      const third = <u32>load<u8>(at, 2);
      if (third == 0x97 || third == 0xbe || isInvisible(third)) return 0;
      // The hyphens U+2010 and U+2011, and the apostrophe U+2019.
      joins = joins && (third == 0x90 || third == 0x91 || third == 0x99);
      at += 3;
      continue;
    }
    const start = at;
    let hash: u32 = offsetBasis;
    do {
      hash = (hash ^ kept) * prime;
      at += 1;
      kept = at < end ? <u32>load<u8>(fold + <u32>load<u8>(at)) : 0;
    } while (kept);
    const word = words << 2;
    store<u32>(wordHashes + word, hash);
    store<u32>(wordStarts + word, <u32>(start - text));
    store<u32>(wordEnds + word, <u32>(at - text));
    store<u8>(wordJoins + words, joins ? 1 : 0);
    words += 1;
    joins = true;
  }
  return <i32>words;
}

/** Hashes the shingles of the first `count` words of the column of hashes, at least one, and returns how many there are. */
export function shingleWords(count: i32): i32 {
  if (count < 3) {
    const first = load<u32>(wordHashes);
    return finish(count, first, count == 1 ? first : load<u32>(wordHashes, 4));
  }
  let before = load<u32>(wordHashes);
  let last = load<u32>(wordHashes, 4);
  for (let word: i32 = 2; word < count; word++) {
    const hash = load<u32>(wordHashes + (<usize>word << 2));
    putShingle(word - 2, before, last, hash);
    before = last;
    last = hash;
  }
  return count - 2;
}

/** Tab, line feed, space, apostrophe and hyphen. */
function isJoint(byte: u32): boolean {
  return byte == 0x20 || byte == 0x2d || byte == 0x27 || byte == 0x0a || byte == 0x09;
}

/** Of U+2000 to U+203F by its third byte: the characters of width zero and the marks of direction. */
function isInvisible(third: u32): boolean {
  return (third >= 0x8b && third <= 0x8f) || (third >= 0xaa && third <= 0xae);
}
