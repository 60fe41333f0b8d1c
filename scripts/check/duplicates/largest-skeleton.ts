import { compactWords } from '../../sample/minhash/compact-signature.ts';
import { copySignature, type Documents } from './documents.ts';

/** Numbers of a signature, 8 bits each. */
const positions = compactWords * 4;
/** Families looked at for what they have in common; a template that matters is as frequent among some of them. */
const maxDrawn = 20_000;
/** Numbers that lead to families of one skeleton, the most frequent first. */
const triedSeeds = 8;
/** Of the families that share a seed, how many must agree in a number for it to come from the skeleton. */
const agreeing = 0.6;
/**
 * So many numbers come from a skeleton. Where it makes up a fifth of a text's shingles, its least hash is small enough to
 * stand in six texts of ten in 15 of 128 numbers; where a common opening makes up a twentieth, in three or four.
 */
const minNumbers = 13;
/** A family that has half of those numbers follows it: each agrees by chance once in 256 times. */
const following = 0.5;

/**
 * The families that one skeleton made, slots and all: the words between many slots are too few to make two texts alike,
 * yet all texts have them. Seen in the signatures alone, where a number that most share is the hash of a shared shingle.
 * @param least families below which a skeleton is of no interest
 */
export function largestSkeleton(
  documents: Documents,
  order: Uint32Array,
  ranks: Uint32Array,
  least: number,
): number[] {
  const numbersOf = createReader(documents, order);
  const step = Math.ceil(ranks.length / maxDrawn);
  const drawn = ranks.filter((_, index) => index % step === 0);
  const modes = modesOf(drawn, numbersOf);
  const seeds = modes
    .filter(({ count }) => count * step > least)
    .sort((a, b) => b.count - a.count || a.position - b.position)
    .slice(0, triedSeeds);
  let largest: number[] = [];
  for (const { position, value } of seeds) {
    const group = drawn.filter((rank) => numbersOf(rank)[position] === value);
    const shared = modesOf(group, numbersOf).filter(({ count }) => count >= agreeing * group.length);
    if (shared.length < minNumbers) continue;
    const members = [...ranks.filter((rank) => follows(numbersOf(rank), shared))];
    if (members.length > largest.length) largest = members;
  }
  return largest;
}

/** The most frequent value of one number of the signatures. */
type Mode = { position: number; value: number; count: number };

function follows(numbers: Uint8Array, shared: readonly Mode[]): boolean {
  const equal = shared.filter(({ position, value }) => numbers[position] === value).length;
  return equal >= following * shared.length;
}

function modesOf(ranks: Uint32Array, numbersOf: (rank: number) => Uint8Array): Mode[] {
  const counts = new Uint32Array(positions * 256);
  for (const rank of ranks) {
    const numbers = numbersOf(rank);
    for (let position = 0; position < positions; position++) {
      const cell = position * 256 + (numbers[position] as number);
      counts[cell] = (counts[cell] as number) + 1;
    }
  }
  return Array.from({ length: positions }, (_, position) => {
    const own = counts.subarray(position * 256, (position + 1) * 256);
    const count = own.reduce((most, each) => Math.max(most, each), 0);
    return { position, value: own.indexOf(count), count };
  });
}

/** Reads a signature into the same bytes each time. */
function createReader(documents: Documents, order: Uint32Array): (rank: number) => Uint8Array {
  const words = new Uint32Array(compactWords);
  const numbers = new Uint8Array(words.buffer);
  return (rank) => {
    copySignature(documents, order[rank] as number, words);
    return numbers;
  };
}
