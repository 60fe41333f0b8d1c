import { UserError } from '../../errors.ts';
import { parameters } from '../../sample/minhash/parameters.ts';
import { hashBits, indexBands } from './band-hashes.ts';
import { formatVersion } from './segment-layout.ts';

/** A file as it must be. */
export type FileRecord = { bytes: number; sha256: string };

/** One immutable part of an index: `<name>.bands`, `<name>.refs` and `<name>.objects.json`. */
export type SegmentRecord = {
  name: string;
  documents: number;
  bands: FileRecord;
  refs: FileRecord;
  objects: FileRecord;
};

/** `index.json`: what an index consists of, and what its signatures were made with. */
export type IndexManifest = {
  format: number;
  kernel: number;
  seed: number;
  permutations: number;
  shingleTokens: number;
  bands: number;
  hashBits: number;
  segments: SegmentRecord[];
};

/** A data file that a segment holds documents of; a reference names it by its place in the list. */
export type IndexedObject = { path: string; sha256: string };

export const manifestName = 'index.json';

/** Bytes of a manifest: there is room for a thousand segments, where a build leaves eight. */
export const maxManifestBytes = 1_000_000;

export function emptyManifest(): IndexManifest {
  return { format: formatVersion, ...parameters, bands: indexBands, hashBits, segments: [] };
}

/** @throws UserError where it is not the manifest of an index that this version can read. */
export function parseManifest(text: string, name: string): IndexManifest {
  const value = parseJson(text, name) as Partial<IndexManifest>;
  const { segments, ...made } = emptyManifest();
  for (const [key, ours] of Object.entries(made)) {
    const theirs = value[key as keyof typeof made];
    if (theirs !== ours) {
      throw badManifest(
        name,
        `its ${key} is ${String(theirs)}, this version's ${ours}: signatures are not comparable`,
      );
    }
  }
  if (!Array.isArray(value.segments) || !value.segments.every(isSegment))
    throw badManifest(name, 'its list of segments is damaged');
  return { ...made, segments: value.segments };
}

function parseJson(text: string, name: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Said below, as for anything else that is no object.
  }
  throw badManifest(name, 'it is not JSON');
}

function isSegment(value: unknown): value is SegmentRecord {
  const { name, documents, bands, refs, objects } = (value ?? {}) as Partial<SegmentRecord>;
  // The name becomes part of a path and of an address.
  const named = typeof name === 'string' && /^[0-9a-f]{16}$/.test(name);
  return named && isCount(documents) && [bands, refs, objects].every(isFile);
}

function isFile(value: unknown): value is FileRecord {
  const { bytes, sha256 } = (value ?? {}) as Partial<FileRecord>;
  return isCount(bytes) && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function badManifest(name: string, reason: string): UserError {
  return new UserError(`the index ${name} cannot be believed: ${reason}`, {
    code: 'BAD_INDEX',
    fix: 'Build it again from the dataset: npx evenhand index build',
  });
}
