import { type Kernel, startKernel } from './start-kernel.ts';

/** The hashes of the shingles of many documents, each hash once, and the likeness of two of them. 0 counts as 1. */
export type ShingleSets = {
  has(document: number): boolean;
  /** Keeps the hashes of a document that has none yet. */
  add(document: number, hashes: Uint32Array): void;
  /** Takes the document that the next ones are compared with. */
  hold(document: number): void;
  /** The Jaccard similarity with the one held, 0..1. */
  similarity(document: number): number;
};

/** The fastest that this machine can run. */
export function createShingleSets(documents: number): ShingleSets {
  const kernel = startKernel();
  return kernel ? createKernelSets(kernel, documents) : createScriptSets();
}

/** Four bytes a hash, one document's behind the other's, in the memory of the WebAssembly kernel. */
export function createKernelSets(kernel: Kernel, documents: number): ShingleSets {
  const starts = new Uint32Array(documents);
  const lengths = new Uint32Array(documents);
  let words = new Uint32Array(kernel.memory.buffer);
  let heldLength = 0;
  return {
    has: (document) => lengths[document] !== 0,
    add(document, hashes) {
      starts[document] = kernel.setsEndAt();
      const at = kernel.roomForSet(hashes.length);
      // Memory that has grown leaves its views empty.
      if (words.length === 0) words = new Uint32Array(kernel.memory.buffer);
      words.set(hashes, at >>> 2);
      lengths[document] = kernel.addSet(hashes.length);
    },
    hold(document) {
      heldLength = lengths[document] as number;
      kernel.holdSet(starts[document] as number, heldLength);
    },
    similarity(document) {
      const length = lengths[document] as number;
      const common = kernel.countCommon(starts[document] as number, length);
      return jaccardOf(common, length + heldLength);
    },
  };
}

export function createScriptSets(): ShingleSets {
  const sets = new Map<number, Set<number>>();
  let held: ReadonlySet<number> = new Set();
  return {
    has: (document) => sets.has(document),
    add: (document, hashes) => sets.set(document, new Set(hashes.map((hash) => hash || 1))),
    hold(document) {
      held = sets.get(document) ?? new Set();
    },
    similarity(document) {
      const set = sets.get(document) ?? new Set();
      let common = 0;
      for (const hash of set) if (held.has(hash)) common += 1;
      return jaccardOf(common, set.size + held.size);
    },
  };
}

/** Two empty sets are equal. */
function jaccardOf(common: number, bothSizes: number): number {
  return bothSizes === 0 ? 1 : common / (bothSizes - common);
}
