// Keeps the hashes of the shingles of many texts as sets, and counts how many of them two have in common.
// scripts/sample/minhash/shingle-sets.ts says the same in TypeScript.

import { growTo, room } from './memory';

/** Where the sets end; behind them the table of one set, in buckets of four hashes, 0 where nothing stands. */
let setsEnd: usize = room;
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
  growAmply(incoming + (<usize>count << 2));
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
  growAmply(table + tableBytes(count));
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
function growAmply(end: usize): void {
  const size = <usize>memory.size() << 16;
  if (end > size) growTo(max(end, size + max(1 << 22, size >> 3)));
}
