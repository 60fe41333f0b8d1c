/** The hashes of the shingles of many documents, without repeats, one behind the other: four bytes a hash. */
export type HashSets = {
  blocks: Uint32Array[];
  used: number;
  /** By document: the block, the place in it, and how many hashes there are, 0 of an unknown document. */
  numbers: Uint32Array;
  starts: Uint32Array;
  lengths: Uint32Array;
};

/** 4 MB; a longer text than fits gets a block of its own. */
const blockHashes = 1 << 20;

export function emptyHashSets(documents: number): HashSets {
  return {
    blocks: [],
    used: blockHashes,
    numbers: new Uint32Array(documents),
    starts: new Uint32Array(documents),
    lengths: new Uint32Array(documents),
  };
}

export function hasSet({ lengths }: HashSets, document: number): boolean {
  return lengths[document] !== 0;
}

/** Keeps the hashes of a document's shingles, each once. Sorts what it is given. */
export function addSet(sets: HashSets, document: number, hashes: Uint32Array): void {
  hashes.sort();
  if (sets.used + hashes.length > blockHashes) {
    sets.blocks.push(new Uint32Array(Math.max(blockHashes, hashes.length)));
    sets.used = 0;
  }
  const block = sets.blocks.at(-1) as Uint32Array;
  const start = sets.used;
  for (let i = 0; i < hashes.length; i++) {
    // 0 stands for an empty slot where sets are compared; a hash that is 0 counts as 1.
    const hash = (hashes[i] as number) || 1;
    if (sets.used === start || hash !== block[sets.used - 1]) block[sets.used++] = hash;
  }
  sets.numbers[document] = sets.blocks.length - 1;
  sets.starts[document] = start;
  sets.lengths[document] = sets.used - start;
}

export function blockOfSet({ blocks, numbers }: HashSets, document: number): Uint32Array {
  return blocks[numbers[document] as number] as Uint32Array;
}
