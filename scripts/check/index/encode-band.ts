import { hashBits } from './band-hashes.ts';
import { checksum } from './checksum.ts';
import { type BitReader, type BitWriter, putRice, takeRice } from './rice.ts';
import {
  bucketsOf,
  checksumBytes,
  directoryEntryBytes,
  maxBucketEntries,
  planLayout,
  type SegmentLayout,
} from './segment-layout.ts';

/** Hashes of one band, sorted: the low 32 bits, what is above them, and the number of the document. */
export type BandEntries = { low: Uint32Array; high: Uint8Array; documents: Uint32Array; count: number };

/** Equal hashes kept of one band: a template may have made millions, and one of them is enough to be found. */
const maxEqual = 64;

/** Sorts by hash, equal hashes by document: a radix sort, three passes of 12 bits. Cuts crowds, equal or in one bucket. */
export function sortBand(low: Uint32Array, high: Uint8Array): BandEntries {
  let from: Columns = { low, high, documents: new Uint32Array(low.length) };
  for (let document = 0; document < low.length; document++) from.documents[document] = document;
  let to: Columns = {
    low: new Uint32Array(low.length),
    high: new Uint8Array(low.length),
    documents: new Uint32Array(low.length),
  };
  for (let pass = 0; pass < 3; pass++) {
    sortByDigit(from, to, pass);
    [from, to] = [to, from];
  }
  return cutCrowds(from);
}

type Columns = { low: Uint32Array; high: Uint8Array; documents: Uint32Array };

function sortByDigit(from: Columns, to: Columns, pass: number): void {
  const digitAt = (index: number) => {
    const low = from.low[index] as number;
    return pass < 2 ? (low >>> (pass * 12)) & 4095 : (low >>> 24) | ((from.high[index] as number) << 8);
  };
  const starts = new Uint32Array(4097);
  for (let i = 0; i < from.low.length; i++) {
    const next = digitAt(i) + 1;
    starts[next] = (starts[next] as number) + 1;
  }
  for (let digit = 1; digit < starts.length; digit++)
    starts[digit] = (starts[digit] as number) + (starts[digit - 1] as number);
  for (let i = 0; i < from.low.length; i++) {
    const digit = digitAt(i);
    const place = starts[digit] as number;
    starts[digit] = place + 1;
    to.low[place] = from.low[i] as number;
    to.high[place] = from.high[i] as number;
    to.documents[place] = from.documents[i] as number;
  }
}

function cutCrowds(columns: Columns): BandEntries {
  const { low, high, documents } = columns;
  const layout = planLayout(low.length, []);
  let count = 0;
  let equal = 0;
  let bucket = -1;
  let inBucket = 0;
  for (let i = 0; i < low.length; i++) {
    equal = i > 0 && low[i] === low[i - 1] && high[i] === high[i - 1] ? equal + 1 : 0;
    const its = bucketOf(hashAt(columns, i), layout);
    if (its !== bucket) inBucket = 0;
    bucket = its;
    if (equal >= maxEqual || inBucket >= maxBucketEntries) continue;
    inBucket += 1;
    low[count] = low[i] as number;
    high[count] = high[i] as number;
    documents[count] = documents[i] as number;
    count += 1;
  }
  return { low, high, documents, count };
}

export type EncodedBand = { directory: Uint8Array; blocks: Uint8Array };

/** The directory and blocks of a band; `blocksBefore` bytes of blocks stand before its own. */
export function encodeBand(
  entries: BandEntries,
  band: number,
  layout: SegmentLayout,
  blocksBefore: number,
): EncodedBand {
  const buckets = bucketsOf(layout);
  const directory = new DataView(new ArrayBuffer((buckets + 1) * directoryEntryBytes));
  let blocks = new Uint8Array(entries.count * 3 + buckets * 5 + 64);
  const writer: BitWriter = { bytes: new Uint8Array(4096), length: 0 };
  let bytes = 0;
  let rank = 0;
  const width = 2 ** (hashBits - layout.bucketBits);
  for (let bucket = 0; bucket < buckets; bucket++) {
    putEntry(directory, bucket, blocksBefore + bytes, rank);
    const start = rank;
    let last = bucket * width;
    const end = last + width;
    writer.length = 0;
    for (; rank < entries.count; rank++) {
      const hash = hashAt(entries, rank);
      if (hash >= end) break;
      putRice(writer, hash - last, layout.riceBits);
      last = hash;
    }
    // That a bucket is empty is said by a checksum too: a directory may be damaged.
    const block = writer.bytes.subarray(0, (writer.length + 7) >>> 3);
    blocks = withRoom(blocks, bytes + block.length + checksumBytes);
    blocks.set(block, bytes);
    bytes += block.length + checksumBytes;
    const guard = checksum(block, band, bucket, start, rank - start);
    new DataView(blocks.buffer).setUint32(bytes - checksumBytes, guard, true);
  }
  putEntry(directory, buckets, blocksBefore + bytes, rank);
  return { directory: new Uint8Array(directory.buffer), blocks: blocks.subarray(0, bytes) };
}

export function bucketOf(hash: number, { bucketBits }: SegmentLayout): number {
  return Math.floor(hash / 2 ** (hashBits - bucketBits));
}

/**
 * The ranks, within the block, of the hashes equal to `wanted`, or undefined where the block is damaged or not the one
 * of this bucket.
 */
export function findInBlock(
  block: Uint8Array,
  at: { band: number; bucket: number; rank: number; count: number },
  wanted: readonly number[],
  layout: SegmentLayout,
): { hash: number; index: number }[] | undefined {
  if (block.length < checksumBytes) return undefined;
  const body = block.subarray(0, block.length - checksumBytes);
  const view = new DataView(block.buffer, block.byteOffset, block.length);
  if (view.getUint32(body.length, true) !== checksum(body, at.band, at.bucket, at.rank, at.count))
    return undefined;
  const reader: BitReader = { bytes: body, at: 0 };
  const found: { hash: number; index: number }[] = [];
  let hash = at.bucket * 2 ** (hashBits - layout.bucketBits);
  const last = Math.max(...wanted);
  for (let index = 0; index < at.count && hash <= last; index++) {
    const gap = takeRice(reader, layout.riceBits);
    if (gap === undefined) return undefined;
    hash += gap;
    if (wanted.includes(hash)) found.push({ hash, index });
  }
  return found;
}

function hashAt({ low, high }: Columns, rank: number): number {
  return (high[rank] as number) * 2 ** 32 + (low[rank] as number);
}

function putEntry(directory: DataView, bucket: number, offset: number, rank: number): void {
  directory.setUint32(bucket * directoryEntryBytes, offset, true);
  directory.setUint32(bucket * directoryEntryBytes + 4, rank, true);
}

function withRoom(bytes: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
  if (length <= bytes.length) return bytes;
  const grown = new Uint8Array(length * 2);
  grown.set(bytes);
  return grown;
}
