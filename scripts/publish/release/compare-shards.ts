import { parseDataPath } from '../../sample/data-path.ts';
import type { DataFile, RunFile } from '../../sample/run-file.ts';
import type { CutRows } from './difference.ts';
import { originOf } from './origin.ts';

/** Shards whose rows need not be compared, on either side, and how many rows there are fewer. */
export type CutShards = { paths: ReadonlySet<string>; rows: CutRows[] };

type RunFiles = ReadonlyMap<string, RunFile>;

/**
 * What takedowns have cut out of shards, by the counts in the run files. A shard that was replaced is not read: its
 * content may have been purged everywhere, and a release must be possible all the same. One whose files stand elsewhere by
 * now is read like any other file.
 * @param gone shards that there were
 */
export function compareShards(gone: ReadonlySet<string>, before: RunFiles, after: RunFiles): CutShards {
  const held = [...before].flatMap(([path, run]) => {
    const now = new Map((after.get(path)?.files ?? []).map((file) => [file.path, file]));
    return run.files.map((old) => ({ run, old, now: now.get(old.path) }));
  });
  const moved = new Set(held.filter(({ now }) => now && !now.archive).map(({ old }) => shardOf(old)));
  const cut = held.filter(({ old }) => gone.has(shardOf(old)) && !moved.has(shardOf(old)));
  return {
    paths: new Set(cut.flatMap(({ old, now }) => [shardOf(old), ...(now ? [shardOf(now)] : [])])),
    rows: cut.map(({ run, old, now }) => ({
      axis: parseDataPath(old.path)?.axis ?? '',
      contributor: originOf(run).contributor,
      rows: old.samples - (now?.samples ?? 0),
    })),
  };
}

function shardOf({ archive }: DataFile): string {
  return archive?.path ?? '';
}
