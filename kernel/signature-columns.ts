// Finds, among compact signatures (compact-signature.ts) of texts of one template, those most like another one.
// scripts/sample/minhash/signature-columns.ts says the same in TypeScript.

import { growTo, room } from './memory';

/** Room for 64 signatures to be entered and looked up, and that of their template, the centre. */
const incoming: usize = memory.data(64 * 128, 16);
const incomingFamilies: usize = memory.data(64 * 4, 16);
/** Between the rounds of a transposition. */
const woven: usize = memory.data(512, 16);
const centre: usize = memory.data(128, 16);
/** Of the signature looked up each number that is not the centre's: 16 times, and where its column stands in the first tile. */
const told: usize = memory.data(128 * 32, 16);
/** How many of the numbers told each of the 64 signatures of a tile has. */
const shared: usize = memory.data(64, 16);
/** Up to 24 signatures found most alike: place, and equal numbers in the highest byte; and scores. Room to move them on. */
const alike: usize = memory.data(208, 16);
const scores: usize = memory.data(64, 16);

let toldEnd: usize = 0;
/** Of each signature in the columns a bit for each number that is not the centre's, and its family. */
let marks: usize = 0;
let families: usize = 0;

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
  const rows = (<usize>signatures + 63) & ~63;
  marks = room + rows * 128;
  families = marks + rows * 16;
  growTo(families + rows * 4);
}

/** Must be called when `centre` and what comes in have been written: puts the 64 signatures into the columns of that tile. */
export function enterTile(tile: i32): void {
  const columns = room + (<usize>tile << 13);
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
      store<u32>(toldEnd, <u32>(room + (place << 6)), 16);
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
