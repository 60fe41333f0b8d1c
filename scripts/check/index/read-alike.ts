import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import type { Lexicon } from '../../sample/lexicon.ts';
import type { Signer } from '../../sample/minhash/signer.ts';
import type { Validator } from '../../sample/schema-validator.ts';
import { addToList, type Entry } from '../check.ts';
import { comparableText } from '../duplicates/comparable-text.ts';
import { parseEntry } from '../parse-entry.ts';
import type { SourceFile } from '../source-file.ts';
import { bandHashes, indexBands } from './band-hashes.ts';
import { fetchRangesOf } from './fetch-ranges.ts';
import type { IndexedObject, SegmentRecord } from './manifest.ts';
import { type BandQuery, queriesOf, querySegment, type SegmentHit } from './query-segment.ts';
import type { RangeReader } from './ranges.ts';
import { isAddress, type OpenIndex } from './read-index.ts';
import { readRangesOf } from './read-ranges.ts';
import { badSegment } from './segment-layout.ts';

type Signing = { lexicon: Lexicon; signer: Signer; validateSample: Validator };

/** Opens a data file by its path from the dataset's root; undefined where there is none. */
export type OpenText = (path: string) => Promise<RangeReader | undefined>;

export type Alike = Signing & {
  index: OpenIndex;
  /** Where the texts stand that are indexed. */
  texts: OpenText;
  /** Whether an indexed file is compared with, where it is not each. */
  isWanted?: (path: string) => Promise<boolean>;
};

/** The data files of a folder or address. */
export function textsAt(place: string, { cost }: OpenIndex, fetch: typeof globalThis.fetch): OpenText {
  if (!isAddress(place)) return (path) => readRangesOf(join(place, path), cost).catch(() => undefined);
  const base = place.replace(/\/$/, '');
  return async (path) => {
    const url = `${base}/${path.split('/').map(encodeURIComponent).join('/')}`;
    return fetchRangesOf(url, { fetch, cost, maxRequests: 1_000 });
  };
}

/** The hashes of an entry's bands, as an index stores them. */
export function hashesOf(entry: Entry, { lexicon, signer }: Pick<Signing, 'lexicon' | 'signer'>) {
  const hashes = { low: new Uint32Array(indexBands), high: new Uint8Array(indexBands) };
  bandHashes(signer.sign(comparableText(entry, lexicon)), hashes.low, hashes.high);
  return hashes;
}

/**
 * The lines of the indexed dataset that may be like the subjects, and no others: to be compared with as references.
 * @throws UserError where the index is damaged or does not fit the dataset
 */
export async function readAlike(subjects: AsyncIterable<Entry>, alike: Alike): Promise<SourceFile[]> {
  const hashes: ReturnType<typeof hashesOf>[] = [];
  for await (const entry of subjects) if (entry.content) hashes.push(hashesOf(entry, alike));
  const queries = queriesOf(hashes);
  const files: SourceFile[] = [];
  for (const segment of alike.index.manifest.segments)
    files.push(...(await readKeptSegment(segment, queries, alike)));
  return files;
}

/** What is kept of a fetched segment may have been damaged since: then it is fetched anew, once. */
async function readKeptSegment(
  segment: SegmentRecord,
  queries: readonly BandQuery[],
  alike: Alike,
): Promise<SourceFile[]> {
  try {
    return await readSegment(segment, queries, alike);
  } catch (error) {
    const isBad = error instanceof UserError && error.code === 'BAD_INDEX';
    if (!isBad || !(await alike.index.forget(segment))) throw error;
    return readSegment(segment, queries, alike);
  }
}

async function readSegment(
  segment: SegmentRecord,
  queries: readonly BandQuery[],
  alike: Alike,
): Promise<SourceFile[]> {
  const readers = await alike.index.files(segment);
  const hits = await querySegment(readers, queries).finally(() =>
    Promise.all([readers.bands.close(), readers.refs.close()]),
  );
  if (hits.length === 0) return [];
  const objects = await alike.index.objects(segment);
  const files: SourceFile[] = [];
  for (const [index, found] of groupByObject(hits)) {
    const object = objects[index];
    if (object && alike.isWanted && !(await alike.isWanted(object.path))) continue;
    files.push(await readObject(object, found, segment, alike));
  }
  return files;
}

function groupByObject(hits: SegmentHit[]): Map<number, SegmentHit[]> {
  const groups = new Map<number, SegmentHit[]>();
  for (const hit of hits) addToList(groups, hit.object, hit);
  return groups;
}

async function readObject(
  object: IndexedObject | undefined,
  hits: SegmentHit[],
  { name }: SegmentRecord,
  alike: Alike,
): Promise<SourceFile> {
  if (!object) throw badSegment(name, 'a reference is damaged');
  const lines = [...new Map(hits.map((hit) => [hit.line, hit])).values()].sort((a, b) => a.line - b.line);
  const reader = await alike.texts(object.path);
  if (!reader) throw badSegment(name, `${object.path} is indexed, but not in the dataset`);
  const texts = await reader.read(
    lines.map(({ offset, length }) => ({ start: offset, end: offset + length })),
  );
  await reader.close();
  for (const [index, { line, band, hash }] of lines.entries()) {
    const bytes = texts[index] ?? new Uint8Array();
    const entry = parseEntry(
      { line, bytes, terminated: true },
      { path: object.path, role: 'reference' },
      alike.validateSample,
    );
    const { low, high } = hashesOf(entry, alike);
    if ((high[band] as number) * 2 ** 32 + (low[band] as number) !== hash)
      throw badSegment(name, `${object.path}:${line} is another text now than when it was indexed`);
  }
  return {
    path: object.path,
    lineNumbers: lines.map(({ line }) => line),
    async *chunks() {
      for (const bytes of texts) {
        yield bytes;
        yield lineFeed;
      }
    },
  };
}

const lineFeed = Uint8Array.of(0x0a);
