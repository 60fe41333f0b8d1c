import { compactWords, countEqual } from './compact-signature.ts';
import { startKernel } from './start-kernel.ts';

/** Compact signatures in rows, one of which is compared with many at a time. */
export type SignatureRows = {
  /** Makes room for so many rows: what stood there may be gone. */
  reserve(rows: number): void;
  put(row: number, signature: Uint32Array): void;
  /**
   * Counts in how many of 128 numbers each of the first `count` rows of a list agrees with `row`; at most 128 rows. The
   * array is overwritten by the next call.
   */
  countEqual(row: number, others: Uint32Array, count: number): Uint8Array;
};

export const maxCompared = 128;

/** The fastest that this machine can run. */
export function createSignatureRows(): SignatureRows {
  return createKernelRows() ?? createScriptRows();
}

export function createKernelRows(): SignatureRows | undefined {
  const kernel = startKernel();
  if (!kernel) return undefined;
  let words: Uint32Array;
  let list: Uint32Array;
  let equals: Uint8Array;
  const reserve = (rows: number) => {
    kernel.reserveRows(rows);
    const { buffer } = kernel.memory;
    words = new Uint32Array(buffer, kernel.textAt(), rows * compactWords);
    list = new Uint32Array(buffer, kernel.rowListAt(), maxCompared);
    equals = new Uint8Array(buffer, kernel.equalsAt(), maxCompared);
  };
  reserve(0);
  return {
    reserve,
    put: (row, signature) => words.set(signature, row * compactWords),
    countEqual(row, others, count) {
      for (let i = 0; i < count; i++) list[i] = others[i] as number;
      kernel.countEqual(row, count);
      return equals;
    },
  };
}

export function createScriptRows(): SignatureRows {
  let words = new Uint32Array(0);
  const equals = new Uint8Array(maxCompared);
  return {
    reserve(rows) {
      if (words.length < rows * compactWords) words = new Uint32Array(rows * compactWords);
    },
    put: (row, signature) => words.set(signature, row * compactWords),
    countEqual(row, others, count) {
      for (let i = 0; i < count; i++)
        equals[i] = countEqual(words, row * compactWords, words, (others[i] as number) * compactWords);
      return equals;
    },
  };
}
