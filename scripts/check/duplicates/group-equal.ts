/**
 * Sorts 0..keys.length-1 by 32-bit keys, equal keys in their own order: a radix sort, three passes of 11 bits. `items`
 * gives another selection and order to start from.
 */
export function sortByKey(keyOf: (item: number) => number, items: Uint32Array): Uint32Array {
  const keys = items.map(keyOf);
  let order = Uint32Array.from(items);
  let sortedKeys: Uint32Array = keys;
  let spare = new Uint32Array(items.length);
  let spareKeys = new Uint32Array(items.length);
  for (const shift of [0, 11, 22]) {
    const starts = countDigits(sortedKeys, shift);
    for (let i = 0; i < order.length; i++) {
      const key = sortedKeys[i] as number;
      const digit = (key >>> shift) & 2047;
      const to = starts[digit] as number;
      starts[digit] = to + 1;
      spare[to] = order[i] as number;
      spareKeys[to] = key;
    }
    [order, spare] = [spare, order];
    [sortedKeys, spareKeys] = [spareKeys, sortedKeys as Uint32Array<ArrayBuffer>];
  }
  return order;
}

function countDigits(keys: Uint32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(2048);
  for (let i = 0; i < keys.length; i++) {
    const digit = ((keys[i] as number) >>> shift) & 2047;
    starts[digit] = (starts[digit] as number) + 1;
  }
  let sum = 0;
  for (let digit = 0; digit < starts.length; digit++) {
    const count = starts[digit] as number;
    starts[digit] = sum;
    sum += count;
  }
  return starts;
}

/** Calls back with every run of two or more neighbours of equal key among sorted items. */
export function eachRun(
  sorted: Uint32Array,
  keyOf: (item: number) => number,
  visit: (run: Uint32Array) => void,
): void {
  let start = 0;
  for (let end = 1; end <= sorted.length; end++) {
    if (end < sorted.length && keyOf(sorted[end] as number) === keyOf(sorted[start] as number)) continue;
    if (end - start > 1) visit(sorted.subarray(start, end));
    start = end;
  }
}
