import { parameters, permutationNumbers } from './parameters.ts';
import type { SignableWords } from './plain-words.ts';
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
  let words: SignableWords;
  /** Of the hashes, by how many there are: to make one costs as much as to hash a text. */
  let views: Uint32Array[];
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
      views[count] ??= new Uint32Array(memory.buffer, kernel.hashesAt(), count);
      return views[count];
    },
    readWords(raw) {
      const count = kernel.readWords(put(raw));
      words.count = count;
      return count === 0 ? undefined : words;
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
    views = [];
    kernel.reserveWords(bytes);
    text = new Uint8Array(memory.buffer, kernel.textAt(), bytes);
    signature = new Uint32Array(memory.buffer, kernel.signatureAt(), parameters.permutations);
    words = wordsIn(kernel, text, signature);
  }
}

/** The kernel's columns of words, of which there are none yet. */
function wordsIn(kernel: Kernel, bytes: Uint8Array, signature: Uint32Array): SignableWords {
  const { buffer } = kernel.memory;
  const room = bytes.length >> 1;
  return {
    count: 0,
    bytes,
    hashes: new Uint32Array(buffer, kernel.wordHashesAt(), room),
    starts: new Uint32Array(buffer, kernel.wordStartsAt(), room),
    ends: new Uint32Array(buffer, kernel.wordEndsAt(), room),
    joined: new Uint8Array(buffer, kernel.wordJoinsAt(), room),
    sign() {
      kernel.sign(kernel.shingleWords(this.count));
      return signature;
    },
    shingles() {
      return new Uint32Array(buffer, kernel.hashesAt(), kernel.shingleWords(this.count));
    },
  };
}
