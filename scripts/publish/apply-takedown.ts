import { applyBranch, type BranchOutcome } from './apply-branch.ts';
import { storeBlob, writeCommit, writeTree } from './apply-commit.ts';
import type { Takedown } from './plan-takedown.ts';
import type { Repository } from './read-repository.ts';

type Options = { repository: Pick<Repository, 'git' | 'base'>; now: Date };

/** A commit that no branch has yet, and what gives it one. */
type Proposed = { commit: string; publish(): Promise<BranchOutcome> };

/** Makes a takedown a commit on top of the base, to be judged before its branch is made. */
export async function applyTakedown(takedown: Takedown, { repository, now }: Options): Promise<Proposed> {
  const { git, base } = repository;
  const { branch, changes, author, message } = takedown;
  const files: { path: string; id: string | undefined }[] = [];
  for (const { path, content } of changes)
    files.push({ path, id: content === undefined ? undefined : await storeBlob(git, content) });
  const tree = await writeTree(git, base.commit, files);
  return {
    commit: await writeCommit(git, { message, author, tree, parent: base.commit, date: now }),
    publish: () => applyBranch({ branch, files, author, message }, { repository, now }),
  };
}
