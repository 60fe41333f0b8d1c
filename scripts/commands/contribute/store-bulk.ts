import { type Bulk, planBulk } from '../../publish/archive/plan-bulk.ts';
import { writeShard } from '../../publish/archive/write-shard.ts';
import type { Contribution } from '../../publish/contribution.ts';
import { readTree } from '../../publish/read-objects.ts';
import { parseDataPath } from '../../sample/data-path.ts';
import type { RunFile } from '../../sample/run-file.ts';
import type { Site } from './site.ts';

/**
 * A contribution as bulk: its shards are stored as objects of Git LFS here, its files are their pointers and the run
 * files; `objects` are to be uploaded before the branch.
 * @throws UserError where git-lfs is not installed.
 */
export async function storeBulk(
  contribution: Contribution,
  { repository, world }: Site,
): Promise<Pick<Bulk, 'contribution'> & { objects: string[] }> {
  const { git, top, base } = repository;
  const runFiles = contribution.files
    .filter(({ path }) => parseDataPath(path)?.kind === 'run')
    .map(({ path, content }) => ({ path, run: JSON.parse(content) as RunFile }));
  const shards = (await readTree(git, base.commit, ['data/archive/'])).map(({ path }) => path);
  const bulk = planBulk({ contribution, runFiles, shards });
  for (const { content } of bulk.shards) await writeShard({ top, env: world.env }, content);
  return { contribution: bulk.contribution, objects: bulk.shards.map(({ sha256 }) => sha256) };
}
