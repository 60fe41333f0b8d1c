import type { Levels } from './levels.ts';
import type { Keys } from './own-keys.ts';

/** For each key the newest members of a group that have it, and how many keys each shares with one that is looked up. */
export type KeyLists = {
  /**
   * Rows of `rowRoom` members, in each those of a few keys: the newest in place of the oldest. In the low bits a member's
   * number, less than `maxMembers`, in the others bits of the key that it stands there for.
   */
  cells: Uint32Array;
  /** How many members each row was given, at most 255. */
  given: Uint8Array;
  /** Keys shared, by member, at most 255. */
  shared: Uint8Array;
  /** Members that share any. */
  met: Uint32Array;
  /** What they share, in their order. */
  counts: Uint8Array;
};

const memberBits = 17;
/** Of a larger group the newest members take the numbers of the oldest. */
export const maxMembers = 1 << memberBits;
const memberMask = maxMembers - 1;
/** A key that more members have says little: the newest are enough. */
const rowRoom = 8;
/** A row that was given more members holds those of a key that many have. */
const maxRare = 16;
/** Keys of a member, as a rule. */
const usualKeys = 64;
/** Members that a row is to hold, as a rule, of as many keys. */
const usualInRow = 4;
/** 32 MiB. */
const maxRows = 1 << 20;

export function emptyKeyLists(): KeyLists {
  return {
    cells: new Uint32Array(0),
    given: new Uint8Array(0),
    shared: new Uint8Array(0),
    met: new Uint32Array(0),
    counts: new Uint8Array(0),
  };
}

/** Makes ready for a group of so many members. */
export function clearLists(lists: KeyLists, members: number): void {
  const rows = Math.min(maxRows, 2 ** Math.ceil(Math.log2((members * usualKeys) / usualInRow)));
  if (lists.cells.length < rows * rowRoom) lists.cells = new Uint32Array(rows * rowRoom);
  lists.given = new Uint8Array(rows);
  if (lists.shared.length >= members) return;
  lists.shared = new Uint8Array(members);
  lists.met = new Uint32Array(members);
  lists.counts = new Uint8Array(members);
}

export function enterKeys({ cells, given }: KeyLists, member: number, { keys, count }: Keys): void {
  const mask = given.length - 1;
  for (let i = 0; i < count; i++) {
    const key = keys[i] as number;
    const row = key & mask;
    const before = given[row] as number;
    cells[row * rowRoom + (before % rowRoom)] = tagOf(key) | member;
    // 248 is divisible by the room of a row.
    given[row] = before === 255 ? 248 : before + 1;
  }
}

/**
 * Looks up keys: those that few members have, or those that many have. The members that share the most, at most `wanted`,
 * stand at the beginning of `met` afterwards, as many as returned.
 */
export function mostShared(
  lists: KeyLists,
  keys: Keys,
  { which, wanted, levels }: { which: 'rare' | 'common'; wanted: number; levels: Levels },
): number {
  const { shared, met, counts } = lists;
  const metCount =
    which === 'rare' ? countShared(lists, keys, 0, maxRare) : countShared(lists, keys, maxRare + 1, 255);
  for (let i = 0; i < metCount; i++) {
    const member = met[i] as number;
    counts[i] = shared[member] as number;
    shared[member] = 0;
  }
  if (metCount <= wanted) return metCount;
  const least = levels.reachedBy(wanted, counts, metCount);
  let above = 0;
  for (let i = 0; i < metCount; i++) if ((counts[i] as number) > least) moveToFront(lists, i, above++);
  let close = above;
  for (let i = above; i < metCount && close < wanted; i++)
    if ((counts[i] as number) === least) moveToFront(lists, i, close++);
  return close;
}

function moveToFront({ met, counts }: KeyLists, from: number, to: number): void {
  const [member, count] = [met[from] as number, counts[from] as number];
  met[from] = met[to] as number;
  counts[from] = counts[to] as number;
  met[to] = member;
  counts[to] = count;
}

/** Counts by the rows that were given so many members, from `least` to `most`. */
function countShared(
  { cells, given, shared, met }: KeyLists,
  { keys, count }: Keys,
  least: number,
  most: number,
): number {
  const mask = given.length - 1;
  let metCount = 0;
  for (let i = 0; i < count; i++) {
    const key = keys[i] as number;
    const row = key & mask;
    const size = given[row] as number;
    if (size < least || size > most) continue;
    const tag = tagOf(key);
    const start = row * rowRoom;
    const end = start + Math.min(size, rowRoom);
    for (let at = start; at < end; at++) {
      const cell = cells[at] as number;
      if ((cell ^ tag) >>> memberBits !== 0) continue;
      const member = cell & memberMask;
      const before = shared[member] as number;
      if (before === 0) met[metCount++] = member;
      if (before < 255) shared[member] = before + 1;
    }
  }
  return metCount;
}

/** The highest bits; the lowest say the row. */
function tagOf(key: number): number {
  return key & ~memberMask;
}
