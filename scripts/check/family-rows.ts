import { hashText } from '../sample/hash-text.ts';
import type { Sample } from '../sample/sample.ts';

/**
 * What is kept of every version of a family: 28 bytes in one row of numbers, so that millions fit into memory. Rows
 * stand in blocks, which never move.
 */
export type FamilyRows = { count: number; blocks: Uint32Array[]; paths: string[] };

/** Where the parts of a row stand; the family's 80 bits are first. */
const pathAt = 3;
const lineAt = 4;
const axisAt = 5;
const variantAt = 6;
const rowWords = 7;

const blockShift = 12;
const blockRows = 1 << blockShift;

/** One version, as its row tells it: axis and variant by 32 bits of their hashes. */
export type Version = { path: string; line: number; axis: number; variant: number };

export function emptyFamilyRows(): FamilyRows {
  return { count: 0, blocks: [], paths: [] };
}

export function addVersion(rows: FamilyRows, path: string, line: number, sample: Sample): void {
  if (!sample.family) return;
  const { id, variant } = sample.family;
  // Six digits to the base 36 fit into 32 bits; the id has sixteen behind its "f_".
  const family = [id.slice(2, 8), id.slice(8, 14), id.slice(14)].map((part) => Number.parseInt(part, 36));
  newRow(rows, [...family, pathNumber(rows, path), line, hashText(sample.axis), hashText(variant)]);
}

export function mergeFamilyRows(into: FamilyRows, from: FamilyRows): void {
  for (let row = 0; row < from.count; row += 1) {
    const words = [...wordsOf(from, row)];
    words[pathAt] = pathNumber(into, from.paths[words[pathAt] as number] as string);
    newRow(into, words);
  }
}

/** The versions of each family that has more than one, in no order. */
export function* groupVersions(rows: FamilyRows): Generator<Version[]> {
  const { heads, next } = chain(rows);
  for (let head of heads) {
    const found = new Map<string, Version[]>();
    for (; head !== 0; head = next[head - 1] as number) {
      const words = wordsOf(rows, head - 1);
      const family = `${words[0]} ${words[1]} ${words[2]}`;
      const known = found.get(family);
      if (known) known.push(toVersion(rows, words));
      else found.set(family, [toVersion(rows, words)]);
    }
    for (const versions of found.values()) if (versions.length > 1) yield versions;
  }
}

/** Rows whose families fall into one place of a table, as linked lists; rows count from 1, and 0 ends a list. */
function chain(rows: FamilyRows): { heads: Uint32Array; next: Uint32Array } {
  let size = 64;
  while (size < rows.count) size *= 2;
  const heads = new Uint32Array(size);
  const next = new Uint32Array(rows.count);
  for (let row = 0; row < rows.count; row += 1) {
    const [one = 0, two = 0, three = 0] = wordsOf(rows, row);
    const hash = Math.imul(one ^ Math.imul(two, 0x9e3779b1) ^ Math.imul(three, 0x85ebca6b), 0xc2b2ae35);
    const place = (hash ^ (hash >>> 15)) & (size - 1);
    next[row] = heads[place] as number;
    heads[place] = row + 1;
  }
  return { heads, next };
}

function toVersion({ paths }: FamilyRows, words: Uint32Array): Version {
  return {
    path: paths[words[pathAt] as number] as string,
    line: words[lineAt] as number,
    axis: words[axisAt] as number,
    variant: words[variantAt] as number,
  };
}

function wordsOf({ blocks }: FamilyRows, row: number): Uint32Array {
  const at = (row & (blockRows - 1)) * rowWords;
  return (blocks[row >>> blockShift] as Uint32Array).subarray(at, at + rowWords);
}

function newRow(rows: FamilyRows, words: readonly number[]): void {
  if ((rows.count & (blockRows - 1)) === 0) rows.blocks.push(new Uint32Array(blockRows * rowWords));
  rows.count += 1;
  wordsOf(rows, rows.count - 1).set(words);
}

/** Files come one after another: the path asked for is the last one nearly always. */
function pathNumber({ paths }: FamilyRows, path: string): number {
  const known = paths.lastIndexOf(path);
  return known < 0 ? paths.push(path) - 1 : known;
}
