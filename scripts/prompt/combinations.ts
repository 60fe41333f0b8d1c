import { maxPermutationSize, permute, randomAt, seedOf, shuffle } from '../sample/random.ts';
import type { SlotValue } from './spec.ts';

export type Slot = [name: string, values: SlotValue[]];

/** `combined` slots are run through in every combination; a value of a `drawn` slot comes with each of them. */
export type Slots = { combined: Slot[]; drawn: Slot[] };

/** Combines slots while their combinations can be counted exactly; what is beyond is drawn. */
export function splitSlots(slots: Slot[], drawn: Slot[] = []): Slots {
  const combined: Slot[] = [];
  const beyond: Slot[] = [];
  for (const slot of slots) {
    const fits = sizeOf([...combined, slot]) <= maxPermutationSize;
    (fits ? combined : beyond).push(slot);
  }
  return { combined, drawn: [...beyond, ...drawn] };
}

/** How many combinations the slots give. */
export function sizeOf(combined: Slot[]): number {
  return combined.reduce((product, [, values]) => product * values.length, 1);
}

/** The values that come at that place, from 0, of a seeded order in which every combination comes up once. */
export function combinationAt(
  index: number,
  { combined, drawn }: Slots,
  seed: number,
): Record<string, SlotValue> {
  const number = permute(index, sizeOf(combined), seed);
  return { ...digitsOf(number, combined), ...drawValues(number, drawn, seed) };
}

/**
 * The same for the versions of families, where two that share most of their values read as copies: early places
 * share few values, most of them none or one. As in an orthogonal array (Rao, 1947), each digit
 * of the place is shifted by multiples of the digits before it, which keeps every combination unique.
 */
export function spreadCombinationAt(
  index: number,
  { combined, drawn }: Slots,
  seed: number,
): Record<string, SlotValue> {
  // The smallest slot turns first, so that all slots differ until it has run out.
  const slots = combined.toSorted(([, a], [, b]) => a.length - b.length);
  const digits: number[] = [];
  const values: Record<string, SlotValue> = {};
  let rest = index;
  for (const [place, [name, choices]] of slots.entries()) {
    const digit = rest % choices.length;
    rest = Math.floor(rest / choices.length);
    const shift = digits.reduce((sum, earlier, at) => sum + earlier * (at === 0 ? 1 : place + at - 1), 0);
    digits.push(digit);
    const order = shuffle(choices, seed ^ seedOf(name));
    values[name] = order[(digit + shift) % choices.length] as SlotValue;
  }
  return { ...values, ...drawValues(index, drawn, seed) };
}

/** The slots are the digits of a number in mixed radix. */
function digitsOf(number: number, slots: Slot[]): Record<string, SlotValue> {
  let rest = number;
  const values: Record<string, SlotValue> = {};
  for (const [name, choices] of slots) {
    values[name] = choices[rest % choices.length] as SlotValue;
    rest = Math.floor(rest / choices.length);
  }
  return values;
}

function drawValues(number: number, slots: Slot[], seed: number): Record<string, SlotValue> {
  return Object.fromEntries(
    slots.map(([name, choices]) => {
      const drawn = randomAt(number, seed ^ seedOf(name)) % choices.length;
      return [name, choices[drawn] as SlotValue];
    }),
  );
}
