// Shingles and signs a text of UTF-8 bytes, 16 permutations at a time in 128-bit vectors (AssemblyScript).
// scripts/sample/minhash/hash-shingles.ts and script-signer.ts say the same in TypeScript, bit for bit.
//
// A second instance compares compact signatures (compact-signature.ts) of texts of one template, which stand in columns
// where the text would. scripts/sample/minhash/signature-columns.ts says the same in TypeScript. A third keeps the hashes of
// many texts there as sets, and says how many of them two have in common: scripts/sample/minhash/shingle-sets.ts.
//
// Memory: the text from `textAt`, the factors and summands of the permutations, the signature; the hashes of the
// shingles behind the text's room, which the caller sizes with `reserve`.

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
/** Room for 64 signatures to be entered and looked up, and that of their template, the centre. */
const incoming: usize = memory.data(64 * 128, 16);
const incomingFamilies: usize = memory.data(64 * 4, 16);
/** Between the rounds of a transposition. */
const woven: usize = memory.data(512, 16);
const centre: usize = memory.data(128, 16);
/** Each such number 16 times, and from where on its column stands in the first tile. */
const told: usize = memory.data(128 * 32, 16);
/** How many of the numbers told each of the 64 signatures of a tile has. */
const shared: usize = memory.data(64, 16);
/** Up to 24 signatures found most alike: place, and equal numbers in the highest byte; and scores. Room to move them on. */
const alike: usize = memory.data(208, 16);
const scores: usize = memory.data(64, 16);
const text: usize = (__heap_base + 15) & ~15;

let hashes: usize = 0;
let toldEnd: usize = 0;
/** Of each signature in the columns a bit for each number that is not the centre's, and its family. */
let marks: usize = 0;
let families: usize = 0;

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
  const end = hashes + ((<usize>bytes + 4) << 2);
  const pages = <i32>((end + 0xffff) >>> 16);
  if (pages > memory.size()) memory.grow(pages - memory.size());
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

export function incomingAt(): usize {
  return incoming;
}

export function incomingFamiliesAt(): usize {
  return incomingFamilies;
}

export function centreAt(): usize {
  return centre;
}

export function alikeAt(): usize {
  return alike;
}

/**
 * Makes room for so many compact signatures, in tiles of 64: all the first numbers of a tile, then all the second ones, and
 * so on, a cache line each.
 */
export function reserveColumns(signatures: i32): void {
  const room = (<usize>signatures + 63) & ~63;
  marks = text + room * 128;
  families = marks + room * 16;
  const pages = <i32>((families + room * 4 + 0xffff) >>> 16);
  if (pages > memory.size()) memory.grow(pages - memory.size());
}

/** Must be called when `centre` and what comes in have been written: puts the 64 signatures into the columns of that tile. */
export function enterTile(tile: i32): void {
  const columns = text + (<usize>tile << 13);
  for (let number: usize = 0; number < 128; number += 16)
    for (let row: usize = 0; row < 64; row += 16)
      transpose(incoming + (row << 7) + number, columns + (number << 6) + row);
  for (let row: usize = 0; row < 64; row++) {
    const place = (<usize>tile << 6) + row;
    markOwn(incoming + (row << 7), marks + (place << 4));
    store<u32>(families + (place << 2), load<u32>(incomingFamilies + (row << 2)));
  }
}

/** Writes 16 numbers of 16 rows, 128 bytes apart, as 16 columns, 64 bytes apart. */
function transpose(rows: usize, columns: usize): void {
  interleave(rows, 128, woven, 16);
  interleave(woven, 16, woven + 256, 16);
  interleave(woven + 256, 16, woven, 16);
  interleave(woven, 16, columns, 64);
}

/** Of 16 vectors interleaves each of the first half with its fellow of the second: four times over that transposes them. */
function interleave(from: usize, step: usize, to: usize, toStep: usize): void {
  for (let i = 0; i < 8; i++) {
    const first = v128.load(from);
    const second = v128.load(from + 8 * step);
    const low = v128.shuffle<i8>(first, second, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
    const high = v128.shuffle<i8>(first, second, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
    v128.store(to, low);
    v128.store(to + toStep, high);
    from += step;
    to += 2 * toStep;
  }
}

/** Writes a bit for each number of a signature that is not the centre's. */
function markOwn(own: usize, into: usize): void {
  for (let number: usize = 0; number < 128; number += 16) {
    const same = i8x16.eq(v128.load(own + number), v128.load(centre + number));
    store<u16>(into + (number >> 3), <u16>~i8x16.bitmask(same));
  }
}

/** Prepares the numbers of a signature that are not the centre's for the look through the columns. */
function tell(own: usize, ownMarks: usize): void {
  toldEnd = told;
  for (let number: usize = 0; number < 128; number += 16) {
    for (let differing = <u32>load<u16>(ownMarks + (number >> 3)); differing != 0; differing &= differing - 1) {
      const place = number + <usize>ctz<u32>(differing);
      v128.store(toldEnd, v128.load8_splat(own + place));
      store<u32>(toldEnd, <u32>(text + (place << 6)), 16);
      toldEnd += 32;
    }
  }
}

/**
 * Finds for the signature in that place of the columns, 2^24 at most and of the tile entered last, the `wanted`, 24 at most, of
 * those before it that are most like it and agree with it in `minEqual` numbers or more; of equals the first. Those of its
 * family, unless that is 0, are passed over. Returns how many were found.
 *
 * A number that two texts share beside their template tells three times as much as one that both have from it, which is the
 * ratio of their log-likelihoods where seven tenths are the template's and J is .7, not .6: that makes the score.
 */
export function findAlike(place: i32, minEqual: i32, wanted: i32): i32 {
  const family = load<u32>(families + (<usize>place << 2));
  const ownMarks = marks + (<usize>place << 4);
  tell(incoming + ((<usize>place & 63) << 7), ownMarks);
  v128.store(scores, i8x16.splat(0));
  v128.store(scores, i8x16.splat(0), 16);
  const low = load<u64>(ownMarks);
  const high = load<u64>(ownMarks, 8);
  const ownNumbers = <i32>((toldEnd - told) >> 5);
  let enough = enoughShared(ownNumbers, minEqual);
  let leastScore = 0;
  let found = 0;
  for (let start = 0; start < place; start += 64) {
    let s0 = i8x16.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    const tile = <usize>start << 7;
    for (let at = told; at < toldEnd; at += 32) {
      const number = v128.load(at);
      const column = <usize>load<u32>(at, 16) + tile;
      // Equal bytes are -1 each.
      s0 = i8x16.sub(s0, i8x16.eq(number, v128.load(column)));
      s1 = i8x16.sub(s1, i8x16.eq(number, v128.load(column, 16)));
      s2 = i8x16.sub(s2, i8x16.eq(number, v128.load(column, 32)));
      s3 = i8x16.sub(s3, i8x16.eq(number, v128.load(column, 48)));
    }
    const all = i8x16.splat(<i8>enough);
    let close =
      <u64>i8x16.bitmask(i8x16.ge_u(s0, all)) |
      (<u64>i8x16.bitmask(i8x16.ge_u(s1, all)) << 16) |
      (<u64>i8x16.bitmask(i8x16.ge_u(s2, all)) << 32) |
      (<u64>i8x16.bitmask(i8x16.ge_u(s3, all)) << 48);
    if (place - start < 64) close &= (<u64>1 << (place - start)) - 1;
    if (close == 0) continue;
    v128.store(shared, s0);
    v128.store(shared, s1, 16);
    v128.store(shared, s2, 32);
    v128.store(shared, s3, 48);
    for (; close != 0; close &= close - 1) {
      const at = <usize>ctz<u64>(close);
      const common = <i32>load<u8>(shared + at);
      if (common < enough) continue;
      const other = start + <i32>at;
      const its = marks + (<usize>other << 4);
      const both = 128 - <i32>(popcnt<u64>(low | load<u64>(its)) + popcnt<u64>(high | load<u64>(its, 8)));
      const score = (3 * common + both) >> 1;
      if (score < leastScore || common + both < minEqual) continue;
      if (family != 0 && load<u32>(families + (<usize>other << 2)) == family) continue;
      insertAlike(((common + both) << 24) | other, score);
      if (found < wanted) found += 1;
      if (found < wanted) continue;
      leastScore = <i32>load<u8>(scores + wanted - 1) + 1;
      enough = max(enough, enoughForScore(ownNumbers, leastScore));
    }
  }
  return found;
}

/** Puts a signature behind those found that score as much or more, and moves on the others. */
function insertAlike(signature: i32, score: i32): void {
  const all = i8x16.splat(<i8>score);
  const better =
    i8x16.bitmask(i8x16.ge_u(v128.load(scores), all)) |
    (i8x16.bitmask(i8x16.ge_u(v128.load(scores, 16), all)) << 16);
  const before = <usize>popcnt<i32>(better);
  const at = alike + (before << 2);
  const a0 = v128.load(at);
  const a1 = v128.load(at, 16);
  const a2 = v128.load(at, 32);
  const a3 = v128.load(at, 48);
  const a4 = v128.load(at, 64);
  const a5 = v128.load(at, 80);
  v128.store(at, a0, 4);
  v128.store(at, a1, 20);
  v128.store(at, a2, 36);
  v128.store(at, a3, 52);
  v128.store(at, a4, 68);
  v128.store(at, a5, 84);
  store<u32>(at, signature);
  const itsScore = scores + before;
  const s0 = v128.load(itsScore);
  const s1 = v128.load(itsScore, 16);
  v128.store(itsScore, s0, 1);
  v128.store(itsScore, s1, 17);
  store<u8>(itsScore, score);
}

/**
 * How many of its own numbers a signature must share to have a chance of that score. Less its own numbers and six, which a text
 * hardly lacks that is not the same, 128 can be the template's in both: 3 × shared + 122 − own ≥ 2 × score.
 */
function enoughForScore(ownNumbers: i32, score: i32): i32 {
  return (2 * score - 122 + ownNumbers + 2) / 3;
}

/**
 * How many of its own numbers a signature must share to be looked at: half as many as one expects of a text like it in
 * `equal` numbers. Two texts with a similarity J, of which the template has a share F, have F × 2 / (1 + J) of what they
 * hold together from it: of 128 numbers n own ones leave 128 − n to F, and with J = equal / 128 the numbers that agree and are
 * not the template's come to equal − (128 − n) × (1 + J) / 2.
 */
function enoughShared(ownNumbers: i32, equal: i32): i32 {
  return max(0, equal - ((128 - ownNumbers) * (128 + equal)) / 256) / 2;
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
  const pages = <i32>((wordJoins + wordRoom + 0xffff) >>> 16);
  if (pages > memory.size()) memory.grow(pages - memory.size());
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

/** Where the sets end; behind them the table of one set, in buckets of four hashes, 0 where nothing stands. */
let setsEnd: usize = text;
let table: usize = 0;
let bucketMask: u32 = 0;
/** Whether a hash had to be put into the bucket behind its own. */
let overflows = false;

/** Where the next set will begin. */
export function setsEndAt(): usize {
  return setsEnd;
}

/** Makes room for a set of so many hashes, and returns where they are to be written, before `addSet`. */
export function roomForSet(count: i32): usize {
  table = (setsEnd + (<usize>count << 2) + 15) & ~15;
  const incoming = table + tableBytes(count);
  growTo(incoming + (<usize>count << 2));
  return incoming;
}

/** Keeps those of the `count` hashes written that are not yet in the set, and returns how many. 0 counts as 1. */
export function addSet(count: i32): i32 {
  clearTable(count);
  const incoming = table + tableBytes(count);
  const start = setsEnd;
  for (let i: usize = 0; i < <usize>count; i++) {
    const hash = max<u32>(load<u32>(incoming + (i << 2)), 1);
    if (!putInTable(hash)) continue;
    store<u32>(setsEnd, hash);
    setsEnd += 4;
  }
  return <i32>((setsEnd - start) >> 2);
}

/** Takes the set of `count` hashes from `start` as the one that others are compared with. */
export function holdSet(start: usize, count: i32): void {
  table = (setsEnd + 15) & ~15;
  growTo(table + tableBytes(count));
  clearTable(count);
  for (let i: usize = 0; i < <usize>count; i++) putInTable(load<u32>(start + (i << 2)));
}

/** How many of the `count` hashes from `start` are in the set held. */
export function countCommon(start: usize, count: i32): i32 {
  const end = start + (<usize>count << 2);
  let sums = i32x4.splat(0);
  for (let at = start; at < end; at += 4) {
    const bucket = table + (<usize>(load<u32>(at) & bucketMask) << 4);
    // Equal hashes are -1 each.
    sums = i32x4.sub(sums, i32x4.eq(v128.load32_splat(at), v128.load(bucket)));
  }
  const common =
    i32x4.extract_lane(sums, 0) +
    i32x4.extract_lane(sums, 1) +
    i32x4.extract_lane(sums, 2) +
    i32x4.extract_lane(sums, 3);
  return overflows ? common + countOverflown(start, end) : common;
}

/** How many of the hashes are in the set held, but not in their own bucket. */
function countOverflown(start: usize, end: usize): i32 {
  let common = 0;
  for (let at = start; at < end; at += 4) {
    const wanted = v128.load32_splat(at);
    let bucket = load<u32>(at) & bucketMask;
    let found = v128.load(table + (<usize>bucket << 4));
    if (v128.any_true(i32x4.eq(found, wanted))) continue;
    while (i32x4.all_true(found)) {
      bucket = (bucket + 1) & bucketMask;
      found = v128.load(table + (<usize>bucket << 4));
      if (!v128.any_true(i32x4.eq(found, wanted))) continue;
      common += 1;
      break;
    }
  }
  return common;
}

/** Twice as many buckets as hashes, 128 at least, in a power of two; 16 bytes each. */
function tableBytes(count: i32): usize {
  return <usize>32 << (32 - clz<u32>(max(count, 64) - 1));
}

function clearTable(count: i32): void {
  const bytes = tableBytes(count);
  bucketMask = <u32>(bytes >> 4) - 1;
  overflows = false;
  memory.fill(table, 0, bytes);
}

/** Returns whether the hash is new. */
function putInTable(hash: u32): bool {
  const wanted = i32x4.splat(hash);
  for (let bucket = hash & bucketMask; ; bucket = (bucket + 1) & bucketMask) {
    const at = table + (<usize>bucket << 4);
    const found = v128.load(at);
    if (v128.any_true(i32x4.eq(found, wanted))) return false;
    const free = i32x4.bitmask(i32x4.eq(found, i32x4.splat(0)));
    if (free == 0) {
      overflows = true;
      continue;
    }
    store<u32>(at + (<usize>ctz<i32>(free) << 2), hash);
    return true;
  }
}

/** By 4 MiB at least and by an eighth, so that millions of sets do not grow the memory as often. */
function growTo(end: usize): void {
  const pages = <i32>((end + 0xffff) >>> 16) - memory.size();
  if (pages > 0) memory.grow(max(pages, max(64, memory.size() >> 3)));
}
