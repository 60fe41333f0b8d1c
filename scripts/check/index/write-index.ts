import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../../errors.ts';
import type { Lexicon } from '../../sample/lexicon.ts';
import type { Signer } from '../../sample/minhash/signer.ts';
import type { Validator } from '../../sample/schema-validator.ts';
import { splitLines } from '../../sample/split-lines.ts';
import { parseEntry } from '../parse-entry.ts';
import type { SourceFile } from '../source-file.ts';
import {
  emptyManifest,
  type IndexedObject,
  type IndexManifest,
  manifestName,
  parseManifest,
  type SegmentRecord,
} from './manifest.ts';
import { hashesOf } from './read-alike.ts';
import { describeFile, openSegmentWriter, type SegmentWriter } from './write-segment.ts';

type Build = {
  folder: string;
  files: SourceFile[];
  lexicon: Lexicon;
  signer: Signer;
  validateSample: Validator;
  signal?: AbortSignal;
};

/** What a build did. `dropped` segments were damaged, or held files that have changed or gone. */
export type BuildOutcome = {
  kept: number;
  dropped: string[];
  added: SegmentRecord | undefined;
  documents: number;
};

/** More segments than this are made one: each costs a query a few reads. */
const maxSegments = 8;

/**
 * Brings an index up to date: segments whose files are as they were stay as they are, what they do not cover goes into
 * a new one.
 * @throws UserError where the signal aborts; the index is then as it was
 */
export async function writeIndex({ folder, files, ...signing }: Build): Promise<BuildOutcome> {
  await mkdir(folder, { recursive: true });
  const present = new Map<string, SourceFile>();
  const hashes = new Map<string, string>();
  for (const file of files.filter(({ path }) => path.endsWith('.jsonl'))) {
    present.set(file.path, file);
    hashes.set(file.path, await hashOf(file, signing.signal));
  }
  const { segments } = await readOwnManifest(folder);
  const checked = await Promise.all(segments.map((segment) => inspect(folder, segment, hashes)));
  let kept = checked.filter(({ objects }) => objects !== undefined);
  const covered = () => new Set(kept.flatMap(({ objects }) => objects ?? []).map(({ path }) => path));
  const isNew = (known: Set<string>) => [...present.keys()].some((path) => !known.has(path));
  if (kept.length >= maxSegments && isNew(covered())) kept = [];
  const known = covered();
  const fresh = [...present.values()].filter(({ path }) => !known.has(path));
  const added = await writeFresh(folder, fresh, hashes, signing);
  const manifest = {
    ...emptyManifest(),
    segments: [...kept.map(({ segment }) => segment), ...(added ? [added] : [])],
  };
  await writeFileAtomic(join(folder, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
  await removeUnnamed(folder, manifest);
  return {
    kept: kept.length,
    dropped: checked.filter(({ objects }) => objects === undefined).map(({ segment }) => segment.name),
    added,
    documents: manifest.segments.reduce((sum, { documents }) => sum + documents, 0),
  };
}

/** The manifest of an index that is there already; an empty one where it is of another version or damaged. */
async function readOwnManifest(folder: string): Promise<IndexManifest> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch(() => undefined);
  if (text === undefined) return emptyManifest();
  try {
    return parseManifest(text, folder);
  } catch (error) {
    if (error instanceof UserError) return emptyManifest();
    throw error;
  }
}

type Inspected = { segment: SegmentRecord; objects: IndexedObject[] | undefined };

async function inspect(
  folder: string,
  segment: SegmentRecord,
  hashes: Map<string, string>,
): Promise<Inspected> {
  const objects = await readObjects(folder, segment).catch(() => undefined);
  const isCurrent = objects?.every(({ path, sha256 }) => hashes.get(path) === sha256);
  return { segment, objects: isCurrent ? objects : undefined };
}

/** Nothing where a file of the segment is not as it was built: every byte is read, as of the data files. */
async function readObjects(folder: string, segment: SegmentRecord): Promise<IndexedObject[] | undefined> {
  for (const part of ['bands', 'refs'] as const) {
    const { sha256 } = await describeFile(join(folder, `${segment.name}.${part}`));
    if (sha256 !== segment[part].sha256) return undefined;
  }
  const text = await readFile(join(folder, `${segment.name}.objects.json`), 'utf8');
  const sha256 = createHash('sha256').update(text).digest('hex');
  return sha256 === segment.objects.sha256 ? (JSON.parse(text) as IndexedObject[]) : undefined;
}

async function writeFresh(
  folder: string,
  files: SourceFile[],
  hashes: Map<string, string>,
  signing: Omit<Build, 'folder' | 'files'>,
): Promise<SegmentRecord | undefined> {
  if (files.length === 0) return undefined;
  const writer = await openSegmentWriter(folder);
  try {
    const objects: IndexedObject[] = [];
    for (const file of files) {
      await addFile(file, objects.length, writer, signing);
      objects.push({ path: file.path, sha256: hashes.get(file.path) ?? '' });
    }
    return await writer.finish(objects);
  } catch (error) {
    await writer.abandon();
    throw error;
  }
}

async function addFile(
  { path, chunks }: SourceFile,
  object: number,
  writer: SegmentWriter,
  signing: Omit<Build, 'folder' | 'files'>,
): Promise<void> {
  for await (const line of splitLines(chunks())) {
    refuseAborted(signing.signal);
    const entry = parseEntry(line, { path, role: 'reference' }, signing.validateSample);
    if (!entry.content) continue;
    const { low, high } = hashesOf(entry, signing);
    writer.add(low, high, { object, offset: line.offset, length: line.bytes.length, line: line.line });
  }
}

async function hashOf({ chunks }: SourceFile, signal: AbortSignal | undefined): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks()) {
    refuseAborted(signal);
    hash.update(chunk);
  }
  return hash.digest('hex');
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new UserError('interrupted; the index is as it was', {
    code: 'INTERRUPTED',
    fix: 'Run the same command again.',
    blame: 'interrupt',
  });
}

/** Segments that the manifest does not name, and what an interrupted build has left. */
async function removeUnnamed(folder: string, { segments }: IndexManifest): Promise<void> {
  const names = new Set(segments.map(({ name }) => name));
  for (const file of await readdir(folder)) {
    const [, name] = /^([0-9a-f]{16})\.(?:bands|refs|objects\.json)$/.exec(file) ?? [];
    if (name ? !names.has(name) : file.startsWith('.building-'))
      await rm(join(folder, file), { recursive: true, force: true });
  }
}
