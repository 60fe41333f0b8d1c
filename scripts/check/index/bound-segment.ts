import { hashBits, indexBands } from './band-hashes.ts';
import type { SegmentRecord } from './manifest.ts';
import {
  badSegment,
  blocksAt,
  bucketsOf,
  checksumBytes,
  documentAt,
  type FileKind,
  maxBucketEntries,
  planLayout,
  type SegmentLayout,
} from './segment-layout.ts';

/**
 * Refuses a head that says what no segment of that many documents and bytes can be: whoever made it chose its numbers,
 * and all places in the file are reckoned from them.
 * @throws UserError
 */
export function requireLayout(kind: FileKind, layout: SegmentLayout, segment: SegmentRecord): void {
  const { documents, bucketBits, riceBits, entries } = layout;
  const { name } = segment;
  if (documents !== segment.documents)
    throw badSegment(name, `it has ${documents} samples, and the index says ${segment.documents}`);
  const ours = planLayout(documents, entries);
  const isOurs = bucketBits === ours.bucketBits && riceBits === ours.riceBits;
  if (!isOurs || entries.some((count) => count > documents))
    throw badSegment(name, `its head does not fit ${documents} samples`);
  const { bytes } = segment[kind];
  const least = kind === 'refs' ? documentAt(layout, documents) : blocksAt(layout) + leastBlockBytes(layout);
  if (bytes < least || (kind === 'refs' && bytes > least))
    throw badSegment(name, `its .${kind} has ${bytes} bytes, and its head speaks of ${least}`);
}

/** Every bucket has a checksum, an empty one too. */
function leastBlockBytes(layout: SegmentLayout): number {
  return indexBands * bucketsOf(layout) * checksumBytes;
}

/** What two neighbouring entries of a band's directory say: bytes behind the directories, and ranks of hashes. */
export type BlockClaim = { band: number; start: number; end: number; rank: number; next: number };

/** Whether a block can be as its directory says: within the file, and no longer than so many hashes can be. */
export function isPossibleBlock(claim: BlockClaim, layout: SegmentLayout, fileBytes: number): boolean {
  const { band, start, end, rank, next } = claim;
  const count = next - rank;
  const isInFile = start <= end && blocksAt(layout) + end <= fileBytes;
  const isInBand = count >= 0 && count <= maxBucketEntries && next <= (layout.entries[band] ?? 0);
  return isInFile && isInBand && end - start <= maxBlockBytes(layout, count);
}

/**
 * The most bytes of a block with `count` hashes: each has its low bits and a zero, and the ones before the zeros are
 * no more than the differences, which stay within the bucket, have high parts.
 */
function maxBlockBytes({ bucketBits, riceBits }: SegmentLayout, count: number): number {
  const ones = 2 ** (hashBits - bucketBits - riceBits);
  return Math.ceil((count * (riceBits + 1) + ones) / 8) + checksumBytes;
}
