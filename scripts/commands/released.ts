import type { CommitSource } from '../publish/read-base-files.ts';
import { readTree } from '../publish/read-objects.ts';
import { readPrevious } from '../publish/release/read-source.ts';
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
  return (path) => kept.has(path);
}
