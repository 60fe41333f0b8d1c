import { hashText } from '../sample/hash-text.ts';
import type { Sample } from '../sample/sample.ts';
import type { OpenShelf, Shelf } from './shelf.ts';

/**
 * What is kept of every version of a family: 28 bytes in one row of numbers. Rows stand in blocks, which go to a shelf
 * once there are many, so that millions take no more memory than the first ones.
 */
export type FamilyRows = {
  count: number;
  paths: string[];
  /** Full blocks in memory, the first ones. */
  blocks: Uint32Array[];
  /** The block that is being filled. */
  last: Uint32Array;
  openShelf: OpenShelf | undefined;
  residentBlocks: number;
  shelf: Shelf | undefined;
};

/** Where the parts of a row stand; the family's 80 bits are first. */
const pathAt = 3;
const lineAt = 4;
const axisAt = 5;
const variantAt = 6;
const rowWords = 7;

const blockRows = 4_096;
const blockWords = blockRows * rowWords;
/** 7 MB: 262,144 versions are judged without a shelf. */
const defaultResidentBlocks = 64;
/** Rows that are grouped at a time; what falls in between is read over. */
const partRows = 1 << 17;

/** One version, as its row tells it: axis and variant by 32 bits of their hashes. */
export type Version = { path: string; line: number; axis: number; variant: number };

/** @param openShelf where rows go once there are many; without it all stay in memory. */
export function emptyFamilyRows(
  openShelf?: OpenShelf,
  residentBlocks: number = defaultResidentBlocks,
): FamilyRows {
  const last = new Uint32Array(blockWords);
  return { count: 0, paths: [], blocks: [], last, openShelf, residentBlocks, shelf: undefined };
}

export function addVersion(rows: FamilyRows, path: string, line: number, sample: Sample): void {
  if (!sample.family) return;
  const { id, variant } = sample.family;
  // Six digits to the base 36 fit into 32 bits; the id has sixteen behind its "f_".
  const family = [id.slice(2, 8), id.slice(8, 14), id.slice(14)].map((part) => Number.parseInt(part, 36));
  addRow(rows, [...family, pathNumber(rows, path), line, hashText(sample.axis), hashText(variant)]);
}

export function mergeFamilyRows(into: FamilyRows, from: FamilyRows): void {
  for (const row of eachRow(from)) {
    const words = [...row];
    words[pathAt] = pathNumber(into, from.paths[words[pathAt] as number] as string);
    addRow(into, words);
  }
}

/** The versions of each family that has more than one, in no order. */
export function* groupVersions(rows: FamilyRows): Generator<Version[]> {
  const parts = Math.max(1, Math.ceil(rows.count / partRows));
  const sizes = new Uint32Array(parts);
  for (const row of eachRow(rows)) {
    const part = hashOf(row) % parts;
    sizes[part] = (sizes[part] as number) + 1;
  }
  const gathered = new Uint32Array(Math.max(...sizes) * rowWords);
  for (let part = 0; part < parts; part += 1) {
    let end = 0;
    for (const row of eachRow(rows)) {
      if (hashOf(row) % parts !== part) continue;
      gathered.set(row, end);
      end += rowWords;
    }
    yield* groupPart(rows, gathered.subarray(0, end));
  }
}

function* groupPart({ paths }: FamilyRows, part: Uint32Array): Generator<Version[]> {
  const { heads, next } = chain(part);
  for (let head of heads) {
    const found = new Map<string, Version[]>();
    for (; head !== 0; head = next[head - 1] as number) {
      const row = part.subarray((head - 1) * rowWords, head * rowWords);
      const family = `${row[0]} ${row[1]} ${row[2]}`;
      const known = found.get(family);
      if (known) known.push(toVersion(paths, row));
      else found.set(family, [toVersion(paths, row)]);
    }
    for (const versions of found.values()) if (versions.length > 1) yield versions;
  }
}

/** Rows whose families fall into one place of a table, as linked lists; rows count from 1, and 0 ends a list. */
function chain(part: Uint32Array): { heads: Uint32Array; next: Uint32Array } {
  const count = part.length / rowWords;
  let size = 64;
  while (size < count) size *= 2;
  const heads = new Uint32Array(size);
  const next = new Uint32Array(count);
  for (let row = 0; row < count; row += 1) {
    const place = (hashOf(part, row * rowWords) >>> 8) & (size - 1);
    next[row] = heads[place] as number;
    heads[place] = row + 1;
  }
  return { heads, next };
}

function hashOf(words: Uint32Array, at = 0): number {
  const [one, two, three] = [words[at] as number, words[at + 1] as number, words[at + 2] as number];
  const hash = Math.imul(one ^ Math.imul(two, 0x9e3779b1) ^ Math.imul(three, 0x85ebca6b), 0xc2b2ae35);
  return (hash ^ (hash >>> 15)) >>> 0;
}

function toVersion(paths: readonly string[], row: Uint32Array): Version {
  return {
    path: paths[row[pathAt] as number] as string,
    line: row[lineAt] as number,
    axis: row[axisAt] as number,
    variant: row[variantAt] as number,
  };
}

/** Each row in turn; it is good until the next one is asked for. */
function* eachRow(rows: FamilyRows): Generator<Uint32Array> {
  let left = rows.count;
  for (const block of eachBlock(rows)) {
    const words = Math.min(left, blockRows) * rowWords;
    for (let at = 0; at < words; at += rowWords) yield block.subarray(at, at + rowWords);
    left -= blockRows;
  }
}

function* eachBlock({ count, blocks, last, shelf }: FamilyRows): Generator<Uint32Array> {
  yield* blocks;
  const full = Math.floor(count / blockRows);
  const read = new Uint32Array(shelf ? blockWords : 0);
  for (let block = blocks.length; block < full; block += 1) {
    shelf?.read((block - blocks.length) * blockWords, read);
    yield read;
  }
  if (count % blockRows > 0) yield last;
}

function addRow(rows: FamilyRows, words: readonly number[]): void {
  const row = rows.count % blockRows;
  rows.last.set(words, row * rowWords);
  rows.count += 1;
  if (row === blockRows - 1) putAway(rows);
}

function putAway(rows: FamilyRows): void {
  const { blocks, last, openShelf, residentBlocks } = rows;
  if (blocks.length < residentBlocks || !openShelf) {
    blocks.push(last);
    rows.last = new Uint32Array(blockWords);
    return;
  }
  rows.shelf ??= openShelf();
  rows.shelf.append(last);
}

/** Files come one after another: the path asked for is the last one nearly always. */
function pathNumber({ paths }: FamilyRows, path: string): number {
  const known = paths.lastIndexOf(path);
  return known < 0 ? paths.push(path) - 1 : known;
}
