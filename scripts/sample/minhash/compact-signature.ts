import { parameters } from './parameters.ts';

/**
 * A signature cut to the low 8 bits of each number, four in a word ("b-bit minwise hashing", Li and König, 2010):
 * 128 bytes a text. A word is a band of four rows, so that the words serve as the keys of locality-sensitive
 * hashing too.
 */
export const compactWords = parameters.permutations / 4;

/** Writes the compact form of a signature into `into` from `at`. */
export function compact(signature: Uint32Array, into: Uint32Array, at: number): void {
  for (let word = 0; word < compactWords; word++) {
    const from = word * 4;
    into[at + word] =
      ((signature[from] as number) & 0xff) |
      (((signature[from + 1] as number) & 0xff) << 8) |
      (((signature[from + 2] as number) & 0xff) << 16) |
      ((signature[from + 3] as number) << 24);
  }
}

/** How many of `words` × 4 numbers are equal in two compact signatures. */
export function countEqual(
  a: Uint32Array,
  aAt: number,
  b: Uint32Array,
  bAt: number,
  words: number = compactWords,
): number {
  let equal = 0;
  for (let word = 0; word < words; word++) {
    const differs = (a[aAt + word] as number) ^ (b[bAt + word] as number);
    // 0x80 in each byte that is zero in `differs`; multiplying adds the four bytes up in the highest.
    const zeros = ~(((differs & 0x7f7f_7f7f) + 0x7f7f_7f7f) | differs | 0x7f7f_7f7f);
    equal += Math.imul(zeros >>> 7, 0x0101_0101) >>> 24;
  }
  return equal;
}

/** How many equal numbers a similarity leads to one to expect: numbers of different origin agree once in 256 times. */
export function expectedEqual(similarity: number): number {
  return parameters.permutations * (similarity + (1 - similarity) / 256);
}
