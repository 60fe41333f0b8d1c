import { hashShingles } from './hash-shingles.ts';
import { parameters, permutationNumbers } from './parameters.ts';
import type { Signer } from './signer.ts';
import { tokenText } from './tokens.ts';

/** The signer without WebAssembly: bit for bit the kernel's signatures, at a tenth of its speed. */
export function createScriptSigner(): Signer {
  const { factors, summands } = permutationNumbers();
  const encoder = new TextEncoder();
  const signature = new Uint32Array(parameters.permutations);
  let hashes = new Uint32Array(4096);
  return {
    kernel: 'script',
    sign(text) {
      const count = hash(text);
      for (let i = 0; i < signature.length; i++)
        signature[i] = lowest(hashes, count, factors[i] as number, summands[i] as number);
      return signature;
    },
    hashes(text) {
      const count = hash(text);
      return hashes.subarray(0, count);
    },
    readWords: () => undefined,
  };

  function hash(text: string): number {
    const bytes = encoder.encode(tokenText(text));
    if (hashes.length <= bytes.length) hashes = new Uint32Array(bytes.length * 2);
    return hashShingles(bytes, bytes.length, hashes);
  }
}

function lowest(hashes: Uint32Array, count: number, factor: number, summand: number): number {
  let least = 0xffff_ffff;
  for (let i = 0; i < count; i++) {
    const permuted = (Math.imul(hashes[i] as number, factor) + summand) >>> 0;
    if (permuted < least) least = permuted;
  }
  return least;
}
