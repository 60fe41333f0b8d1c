import { areaOf } from '../check/change/area.ts';
import type { CommitSource } from '../publish/read-base-files.ts';
import { readTree, type TreeEntry } from '../publish/read-objects.ts';
import { readPrevious, readRunFiles } from '../publish/release/read-source.ts';
import type { World } from '../world.ts';

/**
 * Which data files of a commit were in the last release, with the same content: the gate on small steps counts from
 * there. Undefined where there is no release, or the clone is too shallow to hold its commit.
 */
export async function readReleased(
  repository: CommitSource,
  env: World['env'],
): Promise<((path: string) => boolean) | undefined> {
  const previous = await readPrevious({ repository, env });
  if (!previous) return undefined;
  const treeAt = (commit: string) => readTree(repository.git, commit, ['data/']);
  const released = await treeAt(previous.commit).catch(() => undefined);
  if (!released) return undefined;
  const ids = new Map(released.map(({ path, id }) => [path, id]));
  const now = await treeAt(repository.base.commit);
  const kept = new Set(now.filter(({ path, id }) => ids.get(path) === id).map(({ path }) => path));
  const fresh = now.filter(({ path }) => areaOf(path) === 'archive' && !kept.has(path));
  for (const path of await shardsOfReleased(fresh, { repository, env, commit: previous.commit }))
    kept.add(path);
  return (path) => kept.has(path);
}

type Release = { repository: CommitSource; env: World['env']; commit: string };

/**
 * Shards that the release did not have, but all of whose data files it had: they were moved there since, or a takedown
 * has cut the shard.
 */
async function shardsOfReleased(
  shards: readonly TreeEntry[],
  { repository, env, commit }: Release,
): Promise<Set<string>> {
  if (shards.length === 0) return new Set();
  const filesAt = async (at: string) => {
    const runs = await readRunFiles({ repository: { ...repository, base: { commit: at } }, env });
    return [...runs.values()].flatMap(({ files }) => files);
  };
  const then = new Set((await filesAt(commit)).map(({ path }) => path));
  const now = await filesAt(repository.base.commit);
  const mixed = new Set(now.filter(({ path }) => !then.has(path)).map(({ archive }) => archive?.path));
  return new Set(shards.map(({ path }) => path).filter((path) => !mixed.has(path)));
}
