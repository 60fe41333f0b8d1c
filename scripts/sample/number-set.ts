/** A set of whole numbers below 2^53 in a typed array: 8 to 16 bytes each, where a Set of strings takes a hundred. */
export type NumberSet = { size: number; slots: Float64Array };

const empty = -1;
const smallest = 16;

export function emptyNumberSet(): NumberSet {
  return { size: 0, slots: new Float64Array(smallest).fill(empty) };
}

/** Adds a number in place; false where the set has it already. */
export function addNumber(set: NumberSet, number: number): boolean {
  if (!insert(set.slots, number)) return false;
  set.size += 1;
  if (set.size * 4 > set.slots.length * 3) grow(set);
  return true;
}

export function addNumbers(into: NumberSet, from: NumberSet): void {
  for (const number of from.slots) if (number !== empty) addNumber(into, number);
}

function insert(slots: Float64Array, number: number): boolean {
  const mask = slots.length - 1;
  let slot = number & mask;
  while (slots[slot] !== empty) {
    if (slots[slot] === number) return false;
    slot = (slot + 1) & mask;
  }
  slots[slot] = number;
  return true;
}

function grow(set: NumberSet): void {
  const slots = new Float64Array(set.slots.length * 2).fill(empty);
  for (const number of set.slots) if (number !== empty) insert(slots, number);
  set.slots = slots;
}
