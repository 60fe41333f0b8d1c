import { compact, compactWords } from '../../sample/minhash/compact-signature.ts';
import type { Entry } from '../check.ts';

/**
 * What is kept of every document: 152 bytes in one row of numbers, so that millions fit into memory. Rows stand in
 * blocks, which never move.
 */
export type Documents = { count: number; blocks: Uint32Array[]; paths: Names; families: Names };

type Names = { names: string[]; numbers: Map<string, number> };

/** Where the parts of a row stand; its compact signature is first. */
const exactAt = compactWords;
const pathAt = compactWords + 2;
const lineAt = compactWords + 3;
const familyAt = compactWords + 4;
const roleAt = compactWords + 5;
const rowWords = compactWords + 6;

const blockShift = 12;
const blockRows = 1 << blockShift;
const blockMask = blockRows - 1;

export type DocumentFacts = Pick<Entry, 'path' | 'line' | 'role'> & {
  family: string | undefined;
  signature: Uint32Array;
  /** 64 bits that two documents share which repeat one another to the word. */
  exact: readonly [number, number];
};

export function emptyDocuments(): Documents {
  return {
    count: 0,
    blocks: [],
    paths: { names: [], numbers: new Map() },
    families: { names: [], numbers: new Map() },
  };
}

export function addDocument(documents: Documents, facts: DocumentFacts): void {
  const { block, at } = newRow(documents);
  compact(facts.signature, block, at);
  block[at + exactAt] = facts.exact[0];
  block[at + exactAt + 1] = facts.exact[1];
  block[at + pathAt] = numberOf(documents.paths, facts.path);
  block[at + lineAt] = facts.line;
  block[at + familyAt] = facts.family === undefined ? 0 : numberOf(documents.families, facts.family) + 1;
  block[at + roleAt] = facts.role === 'reference' ? 0 : 1;
}

export function mergeDocuments(into: Documents, from: Documents): void {
  const paths = from.paths.names.map((name) => numberOf(into.paths, name));
  const families = from.families.names.map((name) => numberOf(into.families, name));
  for (let doc = 0; doc < from.count; doc++) {
    const source = blockOf(from, doc);
    const start = rowAt(doc);
    const { block, at } = newRow(into);
    block.set(source.subarray(start, start + rowWords), at);
    block[at + pathAt] = paths[source[start + pathAt] as number] as number;
    const family = source[start + familyAt] as number;
    block[at + familyAt] = family === 0 ? 0 : (families[family - 1] as number) + 1;
  }
}

/** The block that a document's row stands in, from `rowAt(doc)` on: its signature first. */
export function blockOf({ blocks }: Documents, doc: number): Uint32Array {
  return blocks[doc >>> blockShift] as Uint32Array;
}

export function rowAt(doc: number): number {
  return (doc & blockMask) * rowWords;
}

export function wordOf(documents: Documents, doc: number, word: number): number {
  return blockOf(documents, doc)[rowAt(doc) + word] as number;
}

export function exactWordOf(documents: Documents, doc: number, word: 0 | 1): number {
  return wordOf(documents, doc, exactAt + word);
}

/** A number that the versions of a family share; 0 for a document that is in none. */
export function familyOf(documents: Documents, doc: number): number {
  return wordOf(documents, doc, familyAt);
}

export function isSubject(documents: Documents, doc: number): boolean {
  return wordOf(documents, doc, roleAt) === 1;
}

export function placeOf(documents: Documents, doc: number): Pick<Entry, 'path' | 'line' | 'role'> {
  return {
    path: documents.paths.names[wordOf(documents, doc, pathAt)] as string,
    line: wordOf(documents, doc, lineAt),
    role: isSubject(documents, doc) ? 'subject' : 'reference',
  };
}

/** The documents, oldest first: references before subjects, then by path and line. */
export function byAge(documents: Documents): Uint32Array {
  const { names } = documents.paths;
  const pathRanks = new Uint32Array(names.length);
  [...names.keys()]
    .sort((a, b) => ((names[a] as string) < (names[b] as string) ? -1 : 1))
    .forEach((path, rank) => {
      pathRanks[path] = rank;
    });
  const order = Uint32Array.from({ length: documents.count }, (_, doc) => doc);
  const compare = (a: number, b: number) =>
    wordOf(documents, a, roleAt) - wordOf(documents, b, roleAt) ||
    (pathRanks[wordOf(documents, a, pathAt)] as number) -
      (pathRanks[wordOf(documents, b, pathAt)] as number) ||
    wordOf(documents, a, lineAt) - wordOf(documents, b, lineAt);
  // Files come in order more often than not, and looking is cheaper than sorting.
  const sorted = order.every((doc) => doc === 0 || compare(doc - 1, doc) <= 0);
  return sorted ? order : order.sort(compare);
}

function newRow(documents: Documents): { block: Uint32Array; at: number } {
  const doc = documents.count;
  if ((doc & blockMask) === 0) documents.blocks.push(new Uint32Array(blockRows * rowWords));
  documents.count += 1;
  return { block: blockOf(documents, doc), at: rowAt(doc) };
}

function numberOf({ names, numbers }: Names, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, names.length);
  return names.push(name) - 1;
}
