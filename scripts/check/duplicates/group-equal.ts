/** Items in the order of their keys, equal keys in the order of the items, and the keys in that order. */
export type Sorted = { items: Uint32Array; keys: Uint32Array };

/** Sorts items by 32-bit keys: a radix sort, three passes of 11 bits. */
export function sortByKey(keyOf: (item: number) => number, items: Uint32Array): Sorted {
  let from: Sorted = { items: items.slice(), keys: items.map(keyOf) };
  let to: Sorted = { items: new Uint32Array(items.length), keys: new Uint32Array(items.length) };
  for (const shift of [0, 11, 22]) {
    sortByDigit(from, to, shift);
    [from, to] = [to, from];
  }
  return from;
}

/** Items without most of those whose key no other has: what is left is sorted sooner, and groups of equal keys are whole. */
export function mayRepeat(keyOf: (item: number) => number, items: Uint32Array): Uint32Array {
  const bits = Math.ceil(Math.log2(items.length * 4 + 1));
  /** By a hash of the key: 1 where one item has it, 2 where more do. */
  const having = new Uint8Array(2 ** bits);
  const slots = new Uint32Array(items.length);
  for (let i = 0; i < items.length; i++) {
    const slot = Math.imul(keyOf(items[i] as number), 0x9e37_79b1) >>> (32 - bits);
    slots[i] = slot;
    having[slot] = having[slot] === 0 ? 1 : 2;
  }
  let count = 0;
  for (let i = 0; i < items.length; i++) {
    // What is kept takes the place of slots that have been looked at.
    if (having[slots[i] as number] === 2) slots[count++] = items[i] as number;
  }
  return slots.subarray(0, count);
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

/** Calls back with every run of two or more neighbours of equal key. */
export function eachRun({ items, keys }: Sorted, visit: (run: Uint32Array) => void): void {
  let start = 0;
  for (let end = 1; end <= items.length; end++) {
    if (end < items.length && keys[end] === keys[start]) continue;
    if (end - start > 1) visit(items.subarray(start, end));
    start = end;
  }
}
