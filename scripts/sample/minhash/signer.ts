import type { SignableWords } from './plain-words.ts';

/** Makes MinHash signatures (Broder, 1997) of the shingles of texts. */
export type Signer = {
  /** What computes: the WebAssembly kernel, or plain script where its instructions are missing. */
  kernel: 'wasm' | 'script';
  /** For each permutation the least number among the text's shingles. The array is overwritten by the next call. */
  sign(text: string): Uint32Array;
  /** The hashes of the text's shingles in order, repeated ones too. The array is overwritten by the next call. */
  hashes(text: string): Uint32Array;
  /**
   * The words of a text that can be signed word by word without being normalised; undefined of any other. The columns are
   * overwritten by the next call.
   */
  readWords(text: string): SignableWords | undefined;
};
