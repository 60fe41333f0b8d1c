import { compact, compactWords, countEqual } from '../../sample/minhash/compact-signature.ts';
import type { Entry } from '../check.ts';
import type { OpenShelf } from '../shelf.ts';
import { emptyFamilyNumbers, type FamilyNumbers, familyNumber, renumber } from './family-numbers.ts';
import { addRest, emptyRests, type Rests, restOf, restWords } from './rests.ts';

/**
 * What is kept of every document: 68 bytes in one row of numbers, and 80 more of its signature, which go to a shelf
 * once there are many, so that millions fit into memory. Rows stand in blocks, which never move.
 */
export type Documents = {
  count: number;
  blocks: Uint32Array[];
  rests: Rests;
  paths: Names;
  families: FamilyNumbers;
};

type Names = { names: string[]; numbers: Map<string, number> };

/** Words of the compact signature that stand in the row, first in it: the bands, which every pair is judged by first. */
export const headWords = compactWords - restWords;
const exactAt = headWords;
const pathAt = headWords + 2;
/** The line, and in the highest bit the role. */
const lineAt = headWords + 3;
const familyAt = headWords + 4;
const rowWords = headWords + 5;

const subjectBit = 0x8000_0000;

const blockShift = 12;
const blockRows = 1 << blockShift;
const blockMask = blockRows - 1;

export type DocumentFacts = Pick<Entry, 'path' | 'line' | 'role'> & {
  family: string | undefined;
  signature: Uint32Array;
  /** 64 bits that two documents share which repeat one another to the word. */
  exact: readonly [number, number];
};

/** @param openShelf where signatures go once there are many; without it all stay in memory. */
export function emptyDocuments(openShelf?: OpenShelf): Documents {
  return {
    count: 0,
    blocks: [],
    rests: emptyRests(openShelf),
    paths: { names: [], numbers: new Map() },
    families: emptyFamilyNumbers(),
  };
}

const signed = new Uint32Array(compactWords);

export function addDocument(documents: Documents, facts: DocumentFacts): void {
  const { family, line, role } = facts;
  compact(facts.signature, signed, 0);
  const { block, at } = newRow(documents);
  addSignature(documents, block, at);
  block[at + exactAt] = facts.exact[0];
  block[at + exactAt + 1] = facts.exact[1];
  block[at + pathAt] = numberOf(documents.paths, facts.path);
  block[at + lineAt] = role === 'subject' ? line | subjectBit : line;
  block[at + familyAt] = family === undefined ? 0 : familyNumber(documents.families, family);
}

export function mergeDocuments(into: Documents, from: Documents): void {
  const paths = from.paths.names.map((name) => numberOf(into.paths, name));
  const families = renumber(into.families, from.families);
  for (let doc = 0; doc < from.count; doc++) {
    const source = blockOf(from, doc);
    const start = rowAt(doc);
    copySignature(from, doc, signed);
    const { block, at } = newRow(into);
    block.set(source.subarray(start, start + rowWords), at);
    addSignature(into, block, at);
    block[at + pathAt] = paths[source[start + pathAt] as number] as number;
    block[at + familyAt] = families[source[start + familyAt] as number] as number;
  }
}

/** A word of the compact signature. */
export function wordOf(documents: Documents, doc: number, word: number): number {
  if (word < headWords) return cellOf(documents, doc, word);
  const { page, at } = restOf(documents.rests, doc);
  return page[at + word - headWords] as number;
}

/** Writes the compact signature into `into` from `at`. */
export function copySignature(documents: Documents, doc: number, into: Uint32Array, at = 0): void {
  const block = blockOf(documents, doc);
  const start = rowAt(doc);
  for (let word = 0; word < headWords; word++) into[at + word] = block[start + word] as number;
  const rest = restOf(documents.rests, doc);
  for (let word = 0; word < restWords; word++)
    into[at + headWords + word] = rest.page[rest.at + word] as number;
}

/**
 * Writes the compact signatures of many documents one behind the other: at first only words that lie in different lines of
 * the memory, so that a processor waits for those of many documents at once.
 */
export function copySignatures(documents: Documents, docs: Uint32Array, into: Uint32Array): void {
  for (let i = 0; i < docs.length; i++) {
    const doc = docs[i] as number;
    into[i * compactWords] = cellOf(documents, doc, 0);
    const { page, at } = restOf(documents.rests, doc);
    into[i * compactWords + headWords] = page[at] as number;
    into[i * compactWords + compactWords - 1] = page[at + restWords - 1] as number;
  }
  for (let i = 0; i < docs.length; i++) copySignature(documents, docs[i] as number, into, i * compactWords);
}

/** In how many of the first 48 of 128 numbers two signatures agree: without a look at the shelf. */
export function headsAgree(documents: Documents, a: number, b: number): number {
  return countEqual(blockOf(documents, a), rowAt(a), blockOf(documents, b), rowAt(b), headWords);
}

const restOfFirst = new Uint32Array(restWords);

/** In how many of the other 80 numbers they agree. */
export function restsAgree(documents: Documents, a: number, b: number): number {
  const { page, at } = restOf(documents.rests, a);
  // Copied, because the next look may take the page's place.
  for (let word = 0; word < restWords; word++) restOfFirst[word] = page[at + word] as number;
  const other = restOf(documents.rests, b);
  return countEqual(restOfFirst, 0, other.page, other.at, restWords);
}

/** In how many of 128 numbers two signatures agree. */
export function signaturesAgree(documents: Documents, a: number, b: number): number {
  return headsAgree(documents, a, b) + restsAgree(documents, a, b);
}

export function exactWordOf(documents: Documents, doc: number, word: 0 | 1): number {
  return cellOf(documents, doc, exactAt + word);
}

/** A number that the versions of a family share, from 1 to `families.count`; 0 for a document that is in none. */
export function familyOf(documents: Documents, doc: number): number {
  return cellOf(documents, doc, familyAt);
}

export function isSubject(documents: Documents, doc: number): boolean {
  return cellOf(documents, doc, lineAt) >= subjectBit;
}

export function placeOf(documents: Documents, doc: number): Pick<Entry, 'path' | 'line' | 'role'> {
  return {
    path: documents.paths.names[cellOf(documents, doc, pathAt)] as string,
    line: lineOf(documents, doc),
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
  const order = upTo(documents.count);
  const compare = (a: number, b: number) =>
    Number(isSubject(documents, a)) - Number(isSubject(documents, b)) ||
    (pathRanks[cellOf(documents, a, pathAt)] as number) -
      (pathRanks[cellOf(documents, b, pathAt)] as number) ||
    lineOf(documents, a) - lineOf(documents, b);
  // Files come in order more often than not, and looking is cheaper than sorting.
  const sorted = order.every((doc) => doc === 0 || compare(doc - 1, doc) <= 0);
  return sorted ? order : order.sort(compare);
}

/** How many references there are: in an order of age they stand before all subjects. */
export function countReferences(documents: Documents, order: Uint32Array): number {
  let [least, most] = [0, order.length];
  while (least < most) {
    const middle = (least + most) >>> 1;
    if (isSubject(documents, order[middle] as number)) most = middle;
    else least = middle + 1;
  }
  return least;
}

/** The places in an order of age, from the oldest on. */
export function ranksOf(order: Uint32Array): Uint32Array {
  return upTo(order.length);
}

/** `Uint32Array.from` would make a list of them first. */
function upTo(count: number): Uint32Array {
  const numbers = new Uint32Array(count);
  for (let number = 0; number < count; number++) numbers[number] = number;
  return numbers;
}

function lineOf(documents: Documents, doc: number): number {
  return (cellOf(documents, doc, lineAt) & ~subjectBit) >>> 0;
}

function blockOf({ blocks }: Documents, doc: number): Uint32Array {
  return blocks[doc >>> blockShift] as Uint32Array;
}

function rowAt(doc: number): number {
  return (doc & blockMask) * rowWords;
}

function cellOf(documents: Documents, doc: number, word: number): number {
  return blockOf(documents, doc)[rowAt(doc) + word] as number;
}

function newRow(documents: Documents): { block: Uint32Array; at: number } {
  const doc = documents.count;
  if ((doc & blockMask) === 0) documents.blocks.push(new Uint32Array(blockRows * rowWords));
  documents.count += 1;
  return { block: blockOf(documents, doc), at: rowAt(doc) };
}

/** Puts the signature at hand where the newest row's belongs. */
function addSignature({ rests }: Documents, block: Uint32Array, at: number): void {
  block.set(signed.subarray(0, headWords), at);
  addRest(rests, signed.subarray(headWords));
}

function numberOf({ names, numbers }: Names, name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, names.length);
  return names.push(name) - 1;
}
