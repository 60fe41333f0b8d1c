import { applyBranch, type BranchOutcome } from './apply-branch.ts';
import { storeFiles, writeCommit, writeTree } from './apply-commit.ts';
import { writeShard } from './archive/write-shard.ts';
import type { Takedown } from './plan-takedown.ts';
import type { Repository } from './read-repository.ts';

type Options = {
  repository: Pick<Repository, 'git' | 'top' | 'base'>;
  env: Record<string, string | undefined>;
  now: Date;
};

/** A commit that no branch has yet, and what gives it one. */
type Proposed = { commit: string; publish(): Promise<BranchOutcome> };

/**
 * Makes a takedown a commit on top of the base, to be judged before its branch is made; shards become objects of Git LFS.
 * @throws UserError where the archive is concerned and git-lfs is not installed.
 */
export async function applyTakedown(
  takedown: Takedown,
  { repository, env, now }: Options,
): Promise<Proposed> {
  const { git, top, base } = repository;
  const { branch, changes, shards, author, message } = takedown;
  for (const { content } of shards) await writeShard({ top, env }, content);
  const left = changes.flatMap(({ path, content }) => (content === undefined ? [] : [{ path, content }]));
  const gone = changes
    .filter(({ content }) => content === undefined)
    .map(({ path }) => ({ path, id: undefined }));
  const files = [...(await storeFiles(git, left)), ...gone];
  const tree = await writeTree(git, base.commit, files);
  return {
    commit: await writeCommit(git, { message, author, tree, parent: base.commit, date: now }),
    publish: () => applyBranch({ branch, files, author, message }, { repository, now }),
  };
}
