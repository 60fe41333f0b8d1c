import type { ChangedContent } from '../../check/change/change.ts';
import type { ShardFacts } from '../../check/change/judge-shards.ts';
import { readRunEntry } from '../../check/judge-run-file.ts';
import type { SourceFile } from '../../check/source-file.ts';
import { UserError } from '../../errors.ts';
import { readObjectsFolder, readThrough } from '../../publish/archive/read-archive.ts';
import type { ReadChange } from '../../publish/read-change.ts';
import { parsePointer } from '../../sample/lfs-pointer.ts';
import type { DataFile, RunFile } from '../../sample/run-file.ts';
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

/** Run files, and the data files that they say are in these shards, as if they stood in the dataset. */
export async function* placedFiles(
  files: readonly ChangedContent[],
  shards: ReadonlyMap<string, Uint8Array>,
  site: Site,
): AsyncGenerator<SourceFile> {
  const objects = await readObjectsFolder(site);
  let last: { path: string; content: Uint8Array } | undefined;
  for (const file of files) {
    yield sourceOf(file.path, file.after ?? new Uint8Array());
    for (const { path, archive } of runsOf([file], site).flatMap(({ files }): DataFile[] => files)) {
      const pointer = archive && shards.get(archive.path);
      if (!archive || !pointer) continue;
      if (last?.path !== archive.path)
        last = { path: archive.path, content: await readThrough(objects, archive.path, pointer) };
      yield sourceOf(path, last.content.subarray(archive.offset, archive.offset + archive.bytes));
    }
  }
}

function sourceOf(path: string, bytes: Uint8Array): SourceFile {
  return {
    path,
    async *chunks() {
      yield bytes;
    },
  };
}
