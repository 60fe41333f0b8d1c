import { parameters, permutationNumbers } from './parameters.ts';
import type { Signer } from './signer.ts';
import { type Kernel, startKernel } from './start-kernel.ts';
import { tokenText } from './tokens.ts';

/** UTF-8 bytes of the longest text that needs no more memory: a line of the dataset has at most 64 KiB. */
const usualBytes = 65_536 * 3;

/** The signer in WebAssembly; undefined where the machine lacks its 128-bit vectors. */
export function createKernelSigner(): Signer | undefined {
  const kernel = startKernel();
  return kernel && toSigner(kernel);
}

function toSigner(kernel: Kernel): Signer {
  const { memory } = kernel;
  const encoder = new TextEncoder();
  let room = usualBytes;
  let text: Uint8Array;
  let signature: Uint32Array;
  reserve(usualBytes);
  const { factors, summands } = permutationNumbers();
  new Uint32Array(memory.buffer, kernel.factorsAt(), parameters.permutations).set(factors);
  new Uint32Array(memory.buffer, kernel.summandsAt(), parameters.permutations).set(summands);
  return {
    kernel: 'wasm',
    sign(raw) {
      kernel.sign(shingle(raw));
      return signature;
    },
    hashes(raw) {
      const count = shingle(raw);
      return new Uint32Array(memory.buffer, kernel.hashesAt(), count);
    },
  };

  function shingle(raw: string): number {
    return kernel.shingleRaw(put(raw)) || kernel.shingleTokens(put(tokenText(raw)));
  }

  function put(words: string): number {
    // A UTF-16 code unit becomes at most three bytes.
    if (words.length * 3 > room) reserve(words.length * 3);
    return encoder.encodeInto(words, text).written;
  }

  function reserve(bytes: number): void {
    kernel.reserve(bytes);
    room = bytes;
    text = new Uint8Array(memory.buffer, kernel.textAt(), bytes);
    signature = new Uint32Array(memory.buffer, kernel.signatureAt(), parameters.permutations);
  }
}
