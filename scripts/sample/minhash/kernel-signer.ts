import { kernelModule } from './kernel-module.ts';
import { parameters, permutationNumbers } from './parameters.ts';
import type { Signer } from './signer.ts';
import { tokenText } from './tokens.ts';

/** What this file needs of the global that every engine has; Node's types do not describe it. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: unknown };
};

/** What `kernel/minhash.ts` exports. */
type Kernel = {
  memory: { buffer: ArrayBuffer };
  factorsAt(): number;
  summandsAt(): number;
  signatureAt(): number;
  textAt(): number;
  hashesAt(): number;
  reserve(bytes: number): void;
  shingleRaw(length: number): number;
  shingleTokens(length: number): number;
  sign(count: number): void;
};

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
      return new Uint32Array(memory.buffer, kernel.hashesAt(), count).slice();
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

function startKernel(): Kernel | undefined {
  const bytes = Uint8Array.from(atob(kernelModule), (character) => character.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return undefined;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), {
    env: { abort: () => undefined },
  });
  return exports as Kernel;
}
