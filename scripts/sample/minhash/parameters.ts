import { randomAt } from '../random.ts';

/**
 * What a signature depends on. Whoever stores signatures stores these beside them, and refuses signatures made
 * with others. A change to the tokens, the hash or the permutations raises `kernel`.
 */
export const parameters = { kernel: 1, seed: 20_261_124, permutations: 128, shingleTokens: 3 } as const;

/**
 * The factors (odd, so that each makes a permutation of the 32-bit integers) and summands of the permutations
 * x → factor · x + summand mod 2^32.
 */
export function permutationNumbers(): { factors: Uint32Array; summands: Uint32Array } {
  const { permutations, seed } = parameters;
  return {
    factors: Uint32Array.from({ length: permutations }, (_, i) => (randomAt(2 * i, seed) | 1) >>> 0),
    summands: Uint32Array.from({ length: permutations }, (_, i) => randomAt(2 * i + 1, seed)),
  };
}
