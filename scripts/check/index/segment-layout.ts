import { UserError } from '../../errors.ts';
import { parameters } from '../../sample/minhash/parameters.ts';
import { hashBits, indexBands } from './band-hashes.ts';
import { checksum } from './checksum.ts';

/**
 * A segment is two files that are never changed.
 *
 * `.bands`: a head; for each band a directory of 2^bucketBits + 1 entries of 8 bytes, where a bucket's block begins
 * behind the directories and how many hashes stand before it; the blocks: hashes that begin with the bucket's number,
 * sorted, their differences Rice-coded, and a checksum, which an empty bucket has too.
 *
 * `.refs`: a head; for each band the documents' numbers in the order of their hashes; for each document 20 bytes
 * (object, offset, length, line, checksum); the objects' paths as a JSON array.
 */
export type SegmentLayout = {
  documents: number;
  /** The first bits of a hash, which name its bucket. */
  bucketBits: number;
  /** Low bits of a difference that are stored as they are. */
  riceBits: number;
  /** Hashes in each band: a crowd of equal hashes is cut. */
  entries: number[];
};

export const headBytes = 128;
export const directoryEntryBytes = 8;
export const documentBytes = 20;
/** At the end of every block. */
export const checksumBytes = 4;
export const formatVersion = 3;

/** 256 hashes a bucket on average: about 450 bytes to read for a look-up. */
const bucketEntries = 256;

/**
 * Hashes that a bucket may hold. Chance fills one with some hundreds; texts made to meet in one could fill it with any
 * number, and then those beyond are left out of the band: each has eleven others to be found by.
 */
export const maxBucketEntries = 65_536;

export function planLayout(documents: number, entries: number[]): SegmentLayout {
  const bucketBits = Math.max(0, Math.round(Math.log2(Math.max(1, documents) / bucketEntries)));
  const meanGap = 2 ** hashBits / Math.max(1, documents);
  // The best parameter is near log2 of the mean times ln 2 (Gallager and Van Voorhis, 1975).
  const riceBits = Math.max(0, Math.min(hashBits - bucketBits, Math.floor(Math.log2(meanGap * Math.LN2))));
  return { documents, bucketBits, riceBits, entries };
}

export function bucketsOf({ bucketBits }: SegmentLayout): number {
  return 2 ** bucketBits;
}

/** Where a band's entry for a bucket stands in the `.bands` file. */
export function directoryEntryAt(layout: SegmentLayout, band: number, bucket: number): number {
  return headBytes + (band * (bucketsOf(layout) + 1) + bucket) * directoryEntryBytes;
}

export function blocksAt(layout: SegmentLayout): number {
  return directoryEntryAt(layout, indexBands, 0);
}

/** Bytes of a document's number. */
export function numberBytes({ documents }: SegmentLayout): number {
  return Math.max(1, Math.ceil(Math.log2(Math.max(2, documents)) / 8));
}

/** Where the number stands of the document whose hash is the `rank`-th of a band. */
export function referenceAt(layout: SegmentLayout, band: number, rank: number): number {
  const before = layout.entries.slice(0, band).reduce((sum, count) => sum + count, 0);
  return headBytes + (before + rank) * numberBytes(layout);
}

export function documentAt(layout: SegmentLayout, document: number): number {
  return referenceAt(layout, indexBands, 0) + document * documentBytes;
}

export type FileKind = 'bands' | 'refs';

const magic: Record<FileKind, string> = { bands: 'EVHBANDS', refs: 'EVHREFS\n' };

export function formatHead(kind: FileKind, layout: SegmentLayout): Uint8Array {
  const head = new Uint8Array(headBytes);
  const view = new DataView(head.buffer);
  new TextEncoder().encodeInto(magic[kind], head);
  const { kernel, seed, permutations, shingleTokens } = parameters;
  const numbers = [formatVersion, kernel, seed, permutations, shingleTokens, indexBands, hashBits];
  const own = [layout.documents, layout.bucketBits, layout.riceBits, ...layout.entries];
  for (const [index, number] of [...numbers, ...own].entries()) view.setUint32(8 + index * 4, number, true);
  view.setUint32(headBytes - 4, checksum(head.subarray(0, headBytes - 4)), true);
  return head;
}

/** @throws UserError where the head is damaged, or made with other parameters than ours. */
export function parseHead(kind: FileKind, head: Uint8Array, name: string): SegmentLayout {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  if (head.length < headBytes || new TextDecoder().decode(head.subarray(0, 8)) !== magic[kind])
    throw badSegment(name, 'it is not a segment of an index');
  if (view.getUint32(headBytes - 4, true) !== checksum(head.subarray(0, headBytes - 4)))
    throw badSegment(name, 'its head is damaged');
  const at = (index: number) => view.getUint32(8 + index * 4, true);
  const { kernel, seed, permutations, shingleTokens } = parameters;
  const ours = [formatVersion, kernel, seed, permutations, shingleTokens, indexBands, hashBits];
  if (ours.some((number, index) => at(index) !== number))
    throw badSegment(name, 'another version of the tool made it, whose signatures are not comparable');
  const entries = Array.from({ length: indexBands }, (_, band) => at(10 + band));
  return { documents: at(7), bucketBits: at(8), riceBits: at(9), entries };
}

export function badSegment(name: string, reason: string): UserError {
  return new UserError(`the index segment ${name} cannot be believed: ${reason}`, {
    code: 'BAD_INDEX',
    fix: 'Build it again from the dataset: npx evenhand index build',
  });
}
