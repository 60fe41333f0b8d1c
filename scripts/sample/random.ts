/** The step of SplitMix's counter: 2^32 divided by the golden ratio (Steele, Lea, Flood, 2014). */
const goldenStep = 0x9e37_79b9;

/**
 * A 32-bit hash of text, to seed from: FNV-1a (Fowler, Noll, Vo; offset basis 2166136261, prime 16777619).
 */
export function seedOf(text: string): number {
  let hash = 2_166_136_261;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 16_777_619);
  }
  return mix32(hash);
}

/** A bijection of 32-bit integers that spreads every bit: MurmurHash3's finaliser (Appleby, public domain). */
function mix32(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85eb_ca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The 32-bit number at that place of a seeded sequence: SplitMix's counter, mixed. `index` is at most 2^53. */
export function randomAt(index: number, seed: number): number {
  const high = Math.floor(index / 2 ** 32);
  return mix32(mix32(Math.imul((index | 0) + 1, goldenStep) ^ seed) + Math.imul(high, goldenStep));
}

/** The largest size that `permute` takes: the Feistel network's square stays within exact integers. */
export const maxPermutationSize = 2 ** 52;

/**
 * A seeded permutation of 0..size-1 that is never written out: a Feistel network (Luby and Rackoff, 1988) over
 * the smallest square of a power of two that holds `size`, walked on until it lands inside (Black and Rogaway,
 * "Ciphers with Arbitrary Finite Domains", 2002: cycle walking).
 */
export function permute(index: number, size: number, seed: number): number {
  const halfBits = Math.max(1, Math.ceil(Math.log2(Math.max(2, size)) / 2));
  const half = 2 ** halfBits;
  let walked = index;
  do {
    walked = feistel(walked, half, seed);
  } while (walked >= size);
  return walked;
}

/** Four rounds are too few for halves of one or two bits, where an order would come up again and again. */
const rounds = 8;

function feistel(value: number, half: number, seed: number): number {
  let left = Math.floor(value / half);
  let right = value % half;
  for (let round = 0; round < rounds; round++) {
    const next = (left + (randomAt(right * rounds + round, seed) % half)) % half;
    left = right;
    right = next;
  }
  return left * half + right;
}

/** The items in a seeded order: Fisher and Yates's shuffle (Knuth, volume 2, algorithm P). */
export function shuffle<Item>(items: readonly Item[], seed: number): Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const other = randomAt(last, seed) % (last + 1);
    [order[last], order[other]] = [order[other] as Item, order[last] as Item];
  }
  return order;
}
