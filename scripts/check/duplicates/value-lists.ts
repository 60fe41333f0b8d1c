import type { Levels } from './levels.ts';

/**
 * For each place of a signature and each value of its numbers the members of a group that have it, and how many values
 * each member shares with the one that is looked up.
 */
export type ValueLists = {
  /** Rows of `listRoom` members: the newest in place of the oldest. */
  lists: Uint32Array;
  lengths: Uint32Array;
  /** Values shared, by member. */
  shared: Uint8Array;
  /** Members that share any. */
  met: Uint32Array;
  /** What they share, in their order. */
  counts: Uint8Array;
  metCount: number;
};

/** Of the members that have a value the newest so many are looked up: what more of them have says little. */
const listRoom = 256;
const values = 256;

export function emptyValueLists(places: number): ValueLists {
  return {
    lists: new Uint32Array(places * values * listRoom),
    lengths: new Uint32Array(places * values),
    shared: new Uint8Array(0),
    met: new Uint32Array(0),
    counts: new Uint8Array(0),
    metCount: 0,
  };
}

export function clearLists(lists: ValueLists, members: number): void {
  lists.lengths.fill(0);
  lists.shared = new Uint8Array(members);
  lists.met = new Uint32Array(members);
  lists.counts = new Uint8Array(members);
  lists.metCount = 0;
}

/** Enters a member under the first `count` of its values, each given as its place × 256 + the value. */
export function enterValues(
  { lists, lengths }: ValueLists,
  member: number,
  own: Uint32Array,
  count: number,
): void {
  for (let i = 0; i < count; i++) {
    const list = own[i] as number;
    const length = lengths[list] as number;
    lists[list * listRoom + (length % listRoom)] = member;
    lengths[list] = length + 1;
  }
}

/**
 * Looks up the first `count` values of `own`. The members that share the most, at most `wanted`, stand at the
 * beginning of `met` afterwards, as many as returned.
 */
export function mostShared(
  lists: ValueLists,
  own: Uint32Array,
  count: number,
  { wanted, levels }: { wanted: number; levels: Levels },
): number {
  const { shared, met, counts } = lists;
  const metCount = countShared(lists, own, count);
  lists.metCount = metCount;
  if (metCount <= wanted) return metCount;
  for (let i = 0; i < metCount; i++) counts[i] = shared[met[i] as number] as number;
  const least = levels.reachedBy(wanted, counts, metCount);
  let above = 0;
  for (let i = 0; i < metCount; i++) if ((counts[i] as number) > least) moveToFront(lists, i, above++);
  let close = above;
  for (let i = above; i < metCount && close < wanted; i++)
    if ((counts[i] as number) === least) moveToFront(lists, i, close++);
  return close;
}

function moveToFront({ met, counts }: ValueLists, from: number, to: number): void {
  const [member, count] = [met[from] as number, counts[from] as number];
  met[from] = met[to] as number;
  counts[from] = counts[to] as number;
  met[to] = member;
  counts[to] = count;
}

/** Makes ready for the next look-up. */
export function forgetShared({ shared, met, metCount }: ValueLists): void {
  for (let i = 0; i < metCount; i++) shared[met[i] as number] = 0;
}

function countShared({ lists, lengths, shared, met }: ValueLists, own: Uint32Array, count: number): number {
  let metCount = 0;
  for (let i = 0; i < count; i++) {
    const list = own[i] as number;
    const start = list * listRoom;
    const end = start + Math.min(lengths[list] as number, listRoom);
    for (let at = start; at < end; at++) {
      const member = lists[at] as number;
      const before = shared[member] as number;
      if (before === 0) met[metCount++] = member;
      shared[member] = before + 1;
    }
  }
  return metCount;
}
