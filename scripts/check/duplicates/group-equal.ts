/** Items in the order of their keys, equal keys in the order of the items, and the keys in that order. */
export type Sorted = { items: Uint32Array; keys: Uint32Array };

export type KeyOf = (item: number) => number;

/** Sorts items by 32-bit keys: a radix sort, three passes of 11 bits. */
export function sortByKey(keyOf: KeyOf, items: Uint32Array): Sorted {
  const from = { items: items.slice(), keys: items.map(keyOf) };
  return sortIn(from, { items: new Uint32Array(items.length), keys: new Uint32Array(items.length) });
}

/** Sorts what is in one room with the help of another, and returns the one of the two that the order stands in. */
function sortIn(from: Sorted, to: Sorted): Sorted {
  sortByDigit(from, to, 0);
  sortByDigit(to, from, 11);
  sortByDigit(from, to, 22);
  return to;
}

function sortByDigit(from: Sorted, to: Sorted, shift: number): void {
  const starts = new Uint32Array(2049);
  for (let i = 0; i < from.keys.length; i++) {
    const next = (((from.keys[i] as number) >>> shift) & 2047) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let digit = 1; digit < starts.length; digit++)
    starts[digit] = (starts[digit] as number) + (starts[digit - 1] as number);
  for (let i = 0; i < from.keys.length; i++) {
    const key = from.keys[i] as number;
    const digit = (key >>> shift) & 2047;
    const place = starts[digit] as number;
    starts[digit] = place + 1;
    to.items[place] = from.items[i] as number;
    to.keys[place] = key;
  }
}

/** Gets items of equal keys, those from `start` to before `end`: of millions of groups each as an array costs seconds. */
export type VisitGroup = (items: Uint32Array, start: number, end: number) => void;

/** Calls back with every run of two or more neighbours of equal key. */
export function eachRun({ items, keys }: Sorted, visit: VisitGroup): void {
  let start = 0;
  for (let end = 1; end <= items.length; end++) {
    if (end < items.length && keys[end] === keys[start]) continue;
    if (end - start > 1) visit(items, start, end);
    start = end;
  }
}

/** Items that are sorted at a time. */
const usualPart = 1 << 18;

/** @param setOf Item → a number of the set it is in, 0 where it is in none: groups within one set may be left out. */
export type EachGroup = (keyOf: KeyOf, items: Uint32Array, visit: VisitGroup, setOf?: Uint32Array) => void;

/**
 * Calls back with every group of two or more items of equal 32-bit keys, the keys ascending, the items of each in their
 * order. One part of the range of keys is sorted after the other, in room that is used again: so millions of items take
 * four bytes each beside it. A group is good until the next one.
 */
export function createGrouping(partItems = usualPart): EachGroup {
  let keys = new Uint32Array(0);
  let rooms = makeRooms(0);
  const visitPart = (count: number, visit: VisitGroup, setOf: Uint32Array | undefined) => {
    const left = keepRepeated(rooms, count, setOf);
    eachRun(sortIn(firstOf(rooms.first, left), firstOf(rooms.second, left)), visit);
  };
  return (keyOf, items, visit, setOf) => {
    const bits = Math.max(0, Math.ceil(Math.log2(items.length / partItems)));
    if (bits === 0) {
      if (rooms.size < items.length) rooms = makeRooms(items.length);
      rooms.first.items.set(items);
      for (let i = 0; i < items.length; i++) rooms.first.keys[i] = keyOf(items[i] as number);
      visitPart(items.length, visit, setOf);
      return;
    }
    if (keys.length < items.length) keys = new Uint32Array(items.length);
    for (let i = 0; i < items.length; i++) keys[i] = keyOf(items[i] as number);
    const sizes = sizesOfParts(keys, items.length, bits);
    const largest = Math.max(...sizes);
    if (rooms.size < largest) rooms = makeRooms(largest);
    for (let part = 0; part < sizes.length; part++)
      visitPart(gather({ items, keys, part, bits }, rooms.first), visit, setOf);
  };
}

/** How many items fall into each part of the range of keys: by the first bits. */
function sizesOfParts(keys: Uint32Array, count: number, bits: number): Uint32Array {
  const sizes = new Uint32Array(2 ** bits);
  for (let i = 0; i < count; i++) {
    const part = (keys[i] as number) >>> (32 - bits);
    sizes[part] = (sizes[part] as number) + 1;
  }
  return sizes;
}

type Part = { items: Uint32Array; keys: Uint32Array; part: number; bits: number };

function gather({ items, keys, part, bits }: Part, into: Sorted): number {
  let count = 0;
  for (let i = 0; i < items.length; i++) {
    const key = keys[i] as number;
    if (key >>> (32 - bits) !== part) continue;
    into.items[count] = items[i] as number;
    into.keys[count] = key;
    count += 1;
  }
  return count;
}

type Rooms = { size: number; first: Sorted; second: Sorted; having: Uint32Array };

function makeRooms(size: number): Rooms {
  const room = () => ({ items: new Uint32Array(size), keys: new Uint32Array(size) });
  const having = new Uint32Array(2 ** Math.ceil(Math.log2(size * 2 + 1)));
  return { size, first: room(), second: room(), having };
}

function firstOf({ items, keys }: Sorted, count: number): Sorted {
  return { items: items.subarray(0, count), keys: keys.subarray(0, count) };
}

/** What the slot of a key says of the items that have it, where it does not say in which set all of them are. */
const [none, single, several] = [0, 0xffff_fffe, 0xffff_ffff];

/**
 * Leaves out most items whose key no other has, or none outside of their set, in place: what is left is sorted sooner, and
 * the other groups of equal keys are whole.
 * @returns how many are left.
 */
function keepRepeated({ first: { items, keys }, having }: Rooms, count: number, setOf?: Uint32Array): number {
  const bits = Math.log2(having.length);
  const slotOf = (key: number) => (bits === 0 ? 0 : Math.imul(key, 0x9e37_79b1) >>> (32 - bits));
  having.fill(none);
  for (let i = 0; i < count; i++) {
    const slot = slotOf(keys[i] as number);
    const set = setOf?.[items[i] as number] || single;
    const known = having[slot] as number;
    if (known === none) having[slot] = set;
    else if (known !== set || set === single) having[slot] = several;
  }
  let left = 0;
  for (let i = 0; i < count; i++) {
    if (having[slotOf(keys[i] as number)] !== several) continue;
    items[left] = items[i] as number;
    keys[left] = keys[i] as number;
    left += 1;
  }
  return left;
}
