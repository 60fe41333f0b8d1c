import { maxLineBytes } from '../../sample/json/profile.ts';
import { indexBands } from './band-hashes.ts';
import { type BlockClaim, isPossibleBlock, requireLayout } from './bound-segment.ts';
import { checksum } from './checksum.ts';
import { bucketOf, findInBlock } from './encode-band.ts';
import type { SegmentRecord } from './manifest.ts';
import type { RangeReader } from './ranges.ts';
import {
  badSegment,
  blocksAt,
  directoryEntryAt,
  directoryEntryBytes,
  documentAt,
  documentBytes,
  headBytes,
  numberBytes,
  parseHead,
  referenceAt,
  type SegmentLayout,
} from './segment-layout.ts';

/** The hashes of one band that a batch looks for. */
export type BandQuery = { band: number; hash: number };

/** A document of the segment with one of the hashes looked for. */
export type SegmentHit = BandQuery & { object: number; offset: number; length: number; line: number };

export type SegmentFiles = { segment: SegmentRecord; bands: RangeReader; refs: RangeReader };

/**
 * Finds the documents that share a band with a batch: the entries of the directory, the blocks, and only for hits the
 * references. What is read grows with the batch, not with the segment.
 * @throws UserError where anything read fails its checksum, or asks for more than there can be
 */
export async function querySegment(
  files: SegmentFiles,
  queries: readonly BandQuery[],
): Promise<SegmentHit[]> {
  const { segment, bands } = files;
  const [head = new Uint8Array()] = await bands.read([{ start: 0, end: headBytes }]);
  const layout = parseHead('bands', head, segment.name);
  requireLayout('bands', layout, segment);
  const blocks = await findBlocks(files, layout, queries);
  const bytes = await bands.read(blocks.map(({ start, end }) => ({ start, end })));
  const hits = blocks.flatMap((block, index) => {
    const wanted = block.hashes;
    const found = findInBlock(bytes[index] ?? new Uint8Array(), block, wanted, layout);
    if (!found) throw badSegment(segment.name, 'a block is damaged');
    return found.map((hit) => ({ band: block.band, hash: hit.hash, rank: block.rank + hit.index }));
  });
  return hits.length === 0 ? [] : readReferences(files, layout, hits);
}

type Block = {
  band: number;
  bucket: number;
  rank: number;
  count: number;
  start: number;
  end: number;
  hashes: number[];
};

async function findBlocks(
  { segment, bands }: SegmentFiles,
  layout: SegmentLayout,
  queries: readonly BandQuery[],
): Promise<Block[]> {
  const buckets = new Map<number, { band: number; bucket: number; hashes: number[] }>();
  for (const { band, hash } of queries) {
    const bucket = bucketOf(hash, layout);
    const at = directoryEntryAt(layout, band, bucket);
    const known = buckets.get(at);
    if (known) known.hashes.push(hash);
    else buckets.set(at, { band, bucket, hashes: [hash] });
  }
  const starts = [...buckets.keys()].sort((a, b) => a - b);
  // An entry and the next one: where the block ends and how many hashes it has.
  const entries = await bands.read(starts.map((start) => ({ start, end: start + 2 * directoryEntryBytes })));
  return starts.flatMap((at, index) => {
    const entry = entries[index] ?? new Uint8Array();
    if (entry.length < 2 * directoryEntryBytes) throw badSegment(segment.name, 'it is cut short');
    const view = new DataView(entry.buffer, entry.byteOffset, entry.length);
    const [start, rank, end, next] = [0, 4, 8, 12].map((offset) => view.getUint32(offset, true));
    if (start === undefined || rank === undefined || end === undefined || next === undefined) return [];
    const { band, bucket, hashes } = buckets.get(at) as { band: number; bucket: number; hashes: number[] };
    const claim: BlockClaim = { band, start, end, rank, next };
    if (!isPossibleBlock(claim, layout, segment.bands.bytes))
      throw badSegment(segment.name, 'its directory is damaged');
    const base = blocksAt(layout);
    return [{ band, bucket, rank, count: next - rank, start: base + start, end: base + end, hashes }];
  });
}

type Hit = BandQuery & { rank: number };

async function readReferences(
  { segment: { name }, refs }: SegmentFiles,
  layout: SegmentLayout,
  hits: Hit[],
): Promise<SegmentHit[]> {
  const [head = new Uint8Array()] = await refs.read([{ start: 0, end: headBytes }]);
  const own = parseHead('refs', head, name);
  if (JSON.stringify(own) !== JSON.stringify(layout))
    throw badSegment(name, 'its two files do not belong together');
  const width = numberBytes(layout);
  const numbers = await refs.read(
    hits.map(({ band, rank }) => rangeOf(referenceAt(layout, band, rank), width)),
  );
  const documents = numbers.map((bytes) => bytes.reduceRight((number, byte) => number * 256 + byte, 0));
  if (documents.some((document) => document >= layout.documents))
    throw badSegment(name, 'a reference is damaged');
  const records = await refs.read(
    documents.map((document) => rangeOf(documentAt(layout, document), documentBytes)),
  );
  return hits.map(({ band, hash }, index) => {
    const record = records[index] ?? new Uint8Array();
    const view = new DataView(record.buffer, record.byteOffset, record.length);
    const whole = record.length === documentBytes;
    if (!whole || view.getUint32(documentBytes - 4, true) !== checksum(record.subarray(0, documentBytes - 4)))
      throw badSegment(name, 'a reference is damaged');
    const [object = 0, offset = 0, length = 0, line = 0] = [0, 4, 8, 12].map((at) =>
      view.getUint32(at, true),
    );
    if (length > maxLineBytes) throw badSegment(name, 'a reference is longer than a line can be');
    return { band, hash, object, offset, length, line };
  });
}

function rangeOf(start: number, length: number): { start: number; end: number } {
  return { start, end: start + length };
}

/** The queries of a batch: every band of every document. */
export function queriesOf(hashes: readonly { low: Uint32Array; high: Uint8Array }[]): BandQuery[] {
  return hashes.flatMap(({ low, high }) =>
    Array.from({ length: indexBands }, (_, band) => ({
      band,
      hash: (high[band] as number) * 2 ** 32 + (low[band] as number),
    })),
  );
}
