import { areaOf } from '../../check/change/area.ts';
import type { ChangedContent } from '../../check/change/change.ts';
import type { ShardFacts } from '../../check/change/judge-shards.ts';
import { readRunEntry } from '../../check/judge-run-file.ts';
import type { SourceFile } from '../../check/source-file.ts';
import { UserError } from '../../errors.ts';
import { readObjectsFolder, readThrough, readWhereFetched } from '../../publish/archive/read-archive.ts';
import type { ReadChange } from '../../publish/read-change.ts';
import { readBlobs } from '../../publish/read-objects.ts';
import { isLfsPointer } from '../../sample/json/parse-line.ts';
import { parsePointer } from '../../sample/lfs-pointer.ts';
import type { ArchivePlace, DataFile, RunFile } from '../../sample/run-file.ts';
import type { World } from '../../world.ts';
import type { Rules } from '../project.ts';

type Site = Pick<ReadChange, 'git' | 'top'> & { rules: Pick<Rules, 'validateRun'> };

/** What stands behind each pointer, in this clone's store of Git LFS; one object is in memory at a time. */
export async function readShardFacts(
  pointers: readonly Pick<ChangedContent, 'path' | 'after'>[],
  site: Site,
): Promise<ShardFacts[]> {
  const objects = await readObjectsFolder(site);
  const facts: ShardFacts[] = [];
  for (const { path, after } of pointers) {
    const pointer = after && parsePointer(after);
    if (!after || !pointer) continue;
    const pointerBytes = pointer.bytes;
    try {
      const content = await readThrough(objects, path, after);
      facts.push({ path, pointerBytes, bytes: content.length });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      facts.push({ path, pointerBytes, bytes: undefined, problem: error.message });
    }
  }
  return facts;
}

export function runsOf(files: readonly ChangedContent[], { rules }: Site): RunFile[] {
  return files.flatMap(({ path, after }) => {
    const { run } = readRunEntry({ path, bytes: after }, rules.validateRun);
    return run ? [run] : [];
  });
}

/**
 * Reads files by their paths, given with their blobs; undefined where only a pointer is here, or no blob is given.
 * @throws UserError where an object of Git LFS is damaged.
 */
export async function openContents(
  blobs: ReadonlyMap<string, string>,
  { git, top, env }: Pick<ReadChange, 'git' | 'top'> & { env: World['env'] },
): Promise<(path: string) => Promise<Uint8Array | undefined>> {
  const objects = await readObjectsFolder({ git, top });
  return async (path) => {
    const id = blobs.get(path);
    if (id === undefined) return undefined;
    for await (const { bytes } of readBlobs({ top, env, ids: [id] })) {
      const content = await readWhereFetched(objects, path, bytes);
      return areaOf(path) === 'archive' && isLfsPointer(content) ? undefined : content;
    }
    return undefined;
  };
}

/** The bytes at a place of a shard; undefined where that is none of the shards that were asked about. */
type OpenPlace = (place: ArchivePlace) => Promise<Uint8Array | undefined>;

/** Reads places in shards by their pointers, given by path; one object is in memory at a time. */
export async function openPlaces(
  pointers: ReadonlyMap<string, Uint8Array>,
  site: Pick<Site, 'git' | 'top'>,
): Promise<OpenPlace> {
  const objects = await readObjectsFolder(site);
  let last: { path: string; content: Uint8Array } | undefined;
  return async ({ path, offset, bytes }) => {
    const pointer = pointers.get(path);
    if (!pointer) return undefined;
    if (last?.path !== path) last = { path, content: await readThrough(objects, path, pointer) };
    return last.content.subarray(offset, offset + bytes);
  };
}

/** Run files, and the data files that they say are in these shards, as if they stood in the dataset. */
export async function* placedFiles(
  files: readonly ChangedContent[],
  shards: ReadonlyMap<string, Uint8Array>,
  site: Site,
): AsyncGenerator<SourceFile> {
  for (const file of files) yield sourceOf(file.path, file.after ?? new Uint8Array());
  yield* placedData(files, shards, site);
}

/** The data files alone. */
export async function* placedData(
  files: readonly ChangedContent[],
  shards: ReadonlyMap<string, Uint8Array>,
  site: Site,
): AsyncGenerator<SourceFile> {
  const bytesAt = await openPlaces(shards, site);
  for (const { path, archive } of runsOf(files, site).flatMap(({ files }): DataFile[] => files)) {
    const bytes = archive && (await bytesAt(archive));
    if (bytes) yield sourceOf(path, bytes);
  }
}

export function sourceOf(path: string, bytes: Uint8Array): SourceFile {
  return {
    path,
    async *chunks() {
      yield bytes;
    },
  };
}
