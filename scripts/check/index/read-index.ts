import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../../errors.ts';
import { fetchFile, fetchRangesOf, TooManyRanges } from './fetch-ranges.ts';
import {
  type FileRecord,
  type IndexedObject,
  type IndexManifest,
  manifestName,
  maxManifestBytes,
  parseManifest,
  type SegmentRecord,
} from './manifest.ts';
import type { SegmentFiles } from './query-segment.ts';
import type { RangeReader, ReadingCost } from './ranges.ts';
import { readRangesOf } from './read-ranges.ts';
import { badSegment } from './segment-layout.ts';

/** An index on disk or on a server, open for reading. */
export type OpenIndex = {
  name: string;
  manifest: IndexManifest;
  cost: ReadingCost;
  files(segment: SegmentRecord): Promise<SegmentFiles>;
  objects(segment: SegmentRecord): Promise<IndexedObject[]>;
  /** Deletes what is kept of a fetched segment, and says whether there was anything. */
  forget(segment: SegmentRecord): Promise<boolean>;
};

export type IndexOptions = {
  fetch: typeof fetch;
  /** Where segments that are fetched whole are kept: they never change. */
  cacheFolder: string;
  /** Range requests to one file before it is fetched whole. */
  maxRequests?: number;
  /** How long a server may send nothing. */
  maxSilenceMs?: number;
  /** Of `index.json`, where it is known from elsewhere: the index is then what somebody vouched for. */
  sha256?: string | undefined;
};

export function isAddress(location: string): boolean {
  return /^https?:\/\//.test(location);
}

/** @throws UserError where there is no index, or none that this version can believe. */
export async function readIndex(location: string, options: IndexOptions): Promise<OpenIndex> {
  const cost = { requests: 0, bytes: 0 };
  return isAddress(location) ? readFetchedIndex(location, options, cost) : readFolderIndex(location, cost);
}

async function readFolderIndex(folder: string, cost: ReadingCost): Promise<OpenIndex> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch((cause) => {
    throw noIndex(folder, cause);
  });
  const open = async (segment: SegmentRecord, part: 'bands' | 'refs') => {
    const path = join(folder, `${segment.name}.${part}`);
    await requireSize(path, segment[part], segment.name);
    return readRangesOf(path, cost);
  };
  return {
    name: folder,
    manifest: parseManifest(text, folder),
    cost,
    files: async (segment) => ({
      segment,
      bands: await open(segment, 'bands'),
      refs: await open(segment, 'refs'),
    }),
    objects: async (segment) => {
      const path = join(folder, `${segment.name}.objects.json`);
      await requireSize(path, segment.objects, segment.name);
      return parseObjects(await readFile(path, 'utf8'), segment);
    },
    forget: async () => false,
  };
}

async function requireSize(path: string, { bytes }: FileRecord, name: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw badSegment(name, `${path} is missing`);
  if (found.size !== bytes) throw badSegment(name, `${path} has ${found.size} bytes instead of ${bytes}`);
}

async function readFetchedIndex(
  address: string,
  { fetch, cacheFolder, maxRequests = 1_000, maxSilenceMs, sha256 }: IndexOptions,
  cost: ReadingCost,
): Promise<OpenIndex> {
  const prefix = prefixOf(address);
  const asking = { fetch, cost, maxSilenceMs };
  const manifest = await fetchFile(`${prefix}${manifestName}`, maxManifestBytes, asking);
  if (!manifest) throw noIndex(address);
  if (sha256 !== undefined && hashOf(manifest) !== sha256) throw otherIndex(address, sha256);
  const keptAt = ({ name }: SegmentRecord, part: string) => join(cacheFolder, `${name}.${part}`);
  const open = (segment: SegmentRecord, part: 'bands' | 'refs'): RangeReader => {
    const url = `${prefix}${segment.name}.${part}`;
    const { bytes } = segment[part];
    const ranges = fetchRangesOf(url, { ...asking, maxRequests, bytes });
    const cached = keptAt(segment, part);
    let whole: RangeReader | undefined;
    return {
      async read(asked) {
        // A name stands for a content, and what is read has checksums of its own.
        if (!whole && (await sizeOf(cached)) === bytes) whole = await readRangesOf(cached, uncounted());
        if (whole) return whole.read(asked);
        try {
          return await ranges.read(asked);
        } catch (error) {
          if (!(error instanceof TooManyRanges)) throw error;
          await cacheWhole(url, cached, segment[part], segment.name);
          whole = await readRangesOf(cached, uncounted());
          return whole.read(asked);
        }
      },
      close: async () => whole?.close(),
    };
  };
  return {
    name: address,
    manifest: parseManifest(new TextDecoder().decode(manifest), address),
    cost,
    files: async (segment) => ({
      segment,
      bands: open(segment, 'bands'),
      refs: open(segment, 'refs'),
    }),
    objects: async (segment) => {
      const bytes = await fetchFile(`${prefix}${segment.name}.objects.json`, segment.objects.bytes, asking);
      if (!bytes) throw badSegment(segment.name, 'its list of objects is missing');
      if (hashOf(bytes) !== segment.objects.sha256)
        throw badSegment(segment.name, 'its list of objects has another SHA-256 than the index says');
      return parseObjects(new TextDecoder().decode(bytes), segment);
    },
    forget: async (segment) => {
      const kept = [keptAt(segment, 'bands'), keptAt(segment, 'refs')];
      const sizes = await Promise.all(kept.map(sizeOf));
      await Promise.all(kept.map((path) => rm(path, { force: true })));
      return sizes.some((size) => size !== undefined);
    },
  };

  async function cacheWhole(url: string, path: string, record: FileRecord, name: string): Promise<void> {
    const bytes = await fetchFile(url, record.bytes, asking);
    if (!bytes) throw badSegment(name, `${url} is missing`);
    if (hashOf(bytes) !== record.sha256)
      throw badSegment(name, `${url} has another SHA-256 than the index says`);
    await mkdir(cacheFolder, { recursive: true });
    await writeFileAtomic(path, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  }
}

/**
 * What the names of the index's files are put behind: a folder's address, or that of an `index.json` whose neighbours are
 * named likewise, as the files of a release are (`…/index--index.json`).
 */
function prefixOf(address: string): string {
  if (address.endsWith(manifestName)) return address.slice(0, -manifestName.length);
  return address.endsWith('/') ? address : `${address}/`;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(() => undefined))?.size;
}

/** What is read of the cache costs the server nothing. */
function uncounted(): ReadingCost {
  return { requests: 0, bytes: 0 };
}

function parseObjects(text: string, { name }: SegmentRecord): IndexedObject[] {
  try {
    const objects = JSON.parse(text) as IndexedObject[];
    if (Array.isArray(objects) && objects.every(({ path }) => isInside(path))) return objects;
  } catch {
    // Said below, as for a list of anything else.
  }
  throw badSegment(name, 'its list of objects is damaged');
}

/** An object's path is joined to the dataset's folder or address: it may not lead out of it. */
function isInside(path: unknown): boolean {
  return typeof path === 'string' && path !== '' && !/^[/\\]|\\|^[a-z]+:|(?:^|\/)\.\.(?:\/|$)/i.test(path);
}

function otherIndex(address: string, sha256: string): UserError {
  return new UserError(`the index at ${address} has another SHA-256 than ${sha256}`, {
    code: 'BAD_INDEX',
    fix: 'Fetch the release anew, or build the index again: npx evenhand index build',
    blame: 'world',
  });
}

function noIndex(location: string, cause?: unknown): UserError {
  return new UserError(`there is no index at ${location}`, {
    code: 'NO_INDEX',
    fix: 'Build one: npx evenhand index build',
    cause,
  });
}
