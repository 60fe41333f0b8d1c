/** The hashes of the shingles of many documents, without repeats, one behind the other: four bytes a hash. */
export type HashSets = {
  /** Where repeats are looked for; empty between two documents. */
  table: Uint32Array;
  blocks: Uint32Array[];
  used: number;
  /** Three numbers a document: the block, the place in it, and how many hashes there are, 0 of an unknown document. */
  places: Uint32Array;
};

/** 4 MB; a longer text than fits gets a block of its own. */
const blockHashes = 1 << 20;

export function emptyHashSets(documents: number): HashSets {
  return {
    table: new Uint32Array(1024),
    blocks: [],
    used: blockHashes,
    places: new Uint32Array(documents * 3),
  };
}

export function hasSet(sets: HashSets, document: number): boolean {
  return lengthOf(sets, document) !== 0;
}

/** Keeps the hashes of a document's shingles, each once. */
export function addSet(sets: HashSets, document: number, hashes: Uint32Array): void {
  if (sets.used + hashes.length > blockHashes) {
    sets.blocks.push(new Uint32Array(Math.max(blockHashes, hashes.length)));
    sets.used = 0;
  }
  if (hashes.length * 4 > sets.table.length)
    sets.table = new Uint32Array(2 ** Math.ceil(Math.log2(hashes.length * 8)));
  const block = sets.blocks.at(-1) as Uint32Array;
  const end = putDistinct(sets.table, hashes, block, sets.used);
  sets.places.set([sets.blocks.length - 1, sets.used, end - sets.used], document * 3);
  sets.used = end;
}

/** Writes each hash once into `block` from `start`, and returns where they end. */
function putDistinct(table: Uint32Array, hashes: Uint32Array, block: Uint32Array, start: number): number {
  const mask = table.length - 1;
  let end = start;
  for (let i = 0; i < hashes.length; i++) {
    // 0 stands for an empty slot, here and where sets are compared; a hash that is 0 counts as 1.
    const hash = (hashes[i] as number) || 1;
    let at = hash & mask;
    while (table[at] !== 0 && table[at] !== hash) at = (at + 1) & mask;
    if (table[at] === hash) continue;
    table[at] = hash;
    block[end++] = hash;
  }
  table.fill(0);
  return end;
}

/** The block that a document's hashes stand in, from `startOf` on. */
export function blockOfSet({ blocks, places }: HashSets, document: number): Uint32Array {
  return blocks[places[document * 3] as number] as Uint32Array;
}

export function startOf({ places }: HashSets, document: number): number {
  return places[document * 3 + 1] as number;
}

export function lengthOf({ places }: HashSets, document: number): number {
  return places[document * 3 + 2] as number;
}
