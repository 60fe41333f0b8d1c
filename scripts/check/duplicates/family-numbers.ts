/**
 * Families by numbers from 1 on: 12 bytes of each id and 4 to 8 of a table to find it by, where a Map of strings takes
 * over a hundred. Ids are kept whole: whoever chooses one that only hashes like another's would hide what repeats it.
 */
export type FamilyNumbers = { count: number; ids: Uint32Array; slots: Uint32Array };

const idWords = 3;
const smallest = 64;

export function emptyFamilyNumbers(): FamilyNumbers {
  return { count: 0, ids: new Uint32Array(smallest * idWords), slots: new Uint32Array(smallest * 2) };
}

export function familyNumber(numbers: FamilyNumbers, id: string): number {
  // Six digits to the base 36 fit into 32 bits; the schema gives an id sixteen behind its "f_".
  return numberOf(numbers, digits(id, 2, 8), digits(id, 8, 14), digits(id, 14, 18));
}

/** A stretch of digits and small letters as a number to the base 36; `Number.parseInt` would have it cut out first. */
function digits(id: string, start: number, end: number): number {
  let number = 0;
  for (let at = start; at < end; at++) {
    const unit = id.charCodeAt(at);
    number = number * 36 + (unit < 0x61 ? unit - 0x30 : unit - 0x57);
  }
  return number;
}

/** For each number of `from`, 0 included, the one that the same family has in `into`. */
export function renumber(into: FamilyNumbers, from: FamilyNumbers): Uint32Array {
  const renumbered = new Uint32Array(from.count + 1);
  for (let number = 1; number <= from.count; number++) {
    const [one = 0, two = 0, three = 0] = from.ids.subarray((number - 1) * idWords);
    renumbered[number] = numberOf(into, one, two, three);
  }
  return renumbered;
}

function numberOf(numbers: FamilyNumbers, one: number, two: number, three: number): number {
  const { slots, ids, count } = numbers;
  const mask = slots.length - 1;
  let slot = hash(one, two, three) & mask;
  for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
    const number = slots[slot] as number;
    const at = (number - 1) * idWords;
    if (ids[at] === one && ids[at + 1] === two && ids[at + 2] === three) return number;
  }
  if ((count + 1) * idWords > ids.length) {
    grow(numbers);
    return numberOf(numbers, one, two, three);
  }
  const at = count * idWords;
  ids[at] = one;
  ids[at + 1] = two;
  ids[at + 2] = three;
  numbers.count = count + 1;
  slots[slot] = numbers.count;
  return numbers.count;
}

function grow(numbers: FamilyNumbers): void {
  const ids = new Uint32Array(numbers.ids.length * 2);
  ids.set(numbers.ids);
  const slots = new Uint32Array(numbers.slots.length * 2);
  const mask = slots.length - 1;
  for (let number = 1; number <= numbers.count; number++) {
    const at = (number - 1) * idWords;
    let slot = hash(ids[at] as number, ids[at + 1] as number, ids[at + 2] as number) & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = number;
  }
  numbers.ids = ids;
  numbers.slots = slots;
}

function hash(one: number, two: number, three: number): number {
  const mixed = Math.imul(one ^ Math.imul(two, 0x9e37_79b1) ^ Math.imul(three, 0x85eb_ca6b), 0xc2b2_ae35);
  return mixed ^ (mixed >>> 15);
}
