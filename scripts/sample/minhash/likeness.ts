import { blockOfSet, type HashSets, lengthOf, startOf } from './hash-sets.ts';

/** The Jaccard similarity of one document's set of hashes with those of many others. */
export type Likeness = {
  /** Takes the set that the next ones are compared with. */
  hold(document: number): void;
  /** Similarity with the set held, 0..1; 0 as soon as it is certain that it is less than `atLeast`. */
  with(document: number, atLeast: number): number;
};

/** 32 bits each, a bit for some hashes: of 60 held and 60 others one is taken for held by mistake. */
const bitWords = 128;

export function createLikeness(sets: HashSets): Likeness {
  /** Open addressing; 0 where nothing stands. */
  let table = new Uint32Array(1024);
  const bits = new Uint32Array(bitWords);
  let size = 0;
  return {
    hold(document) {
      size = lengthOf(sets, document);
      if (size * 4 > table.length) table = new Uint32Array(2 ** Math.ceil(Math.log2(size * 8)));
      else table.fill(0);
      const start = startOf(sets, document);
      bits.fill(0);
      enter(table, bits, blockOfSet(sets, document), start, start + size);
    },
    with(document, atLeast) {
      const length = lengthOf(sets, document);
      // Of sets of a and b members with a similarity of J, J / (1 + J) × (a + b) are common.
      const mayMiss = Math.floor(length - (atLeast / (1 + atLeast)) * (size + length) + 1e-9);
      const start = startOf(sets, document);
      const block = blockOfSet(sets, document);
      if (length - countBits(bits, block, start, start + length) > mayMiss) return 0;
      const missed = countMissing(table, block, start, start + length);
      if (missed > mayMiss) return 0;
      return size + length === 0 ? 1 : (length - missed) / (size + missed);
    },
  };
}

function enter(table: Uint32Array, bits: Uint32Array, block: Uint32Array, start: number, end: number): void {
  const mask = table.length - 1;
  for (let i = start; i < end; i++) {
    const hash = block[i] as number;
    let at = hash & mask;
    while (table[at] !== 0) at = (at + 1) & mask;
    table[at] = hash;
    const word = (hash >>> 5) & (bitWords - 1);
    bits[word] = (bits[word] as number) | (1 << (hash & 31));
  }
}

/** How many have their bit set: no fewer than those that are held. No branch that could be mispredicted. */
function countBits(bits: Uint32Array, block: Uint32Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) {
    const hash = block[i] as number;
    sum += ((bits[(hash >>> 5) & (bitWords - 1)] as number) >>> (hash & 31)) & 1;
  }
  return sum;
}

function countMissing(table: Uint32Array, block: Uint32Array, start: number, end: number): number {
  const mask = table.length - 1;
  let missing = 0;
  for (let i = start; i < end; i++) {
    const hash = block[i] as number;
    let at = hash & mask;
    let found = table[at] as number;
    while (found !== hash && found !== 0) {
      at = (at + 1) & mask;
      found = table[at] as number;
    }
    if (found === 0) missing += 1;
  }
  return missing;
}
