import { UserError } from '../errors.ts';
import { applyBranch, type BranchOutcome } from './apply-branch.ts';
import { storeFiles } from './apply-commit.ts';
import type { Git } from './apply-git.ts';
import type { Contribution } from './contribution.ts';
import { readTree } from './read-objects.ts';
import { readOtherSignature } from './read-other-signature.ts';
import type { Repository } from './read-repository.ts';

/** What became of the branch, or: the files are `merged` already. */
export type Outcome = Omit<BranchOutcome, 'kind'> & { kind: BranchOutcome['kind'] | 'merged' };

type Options = { repository: Pick<Repository, 'git' | 'base'>; now: Date };

/** A file whose content is stored as the blob `id`. */
type StoredFile = { path: string; id: string };

/**
 * Makes a contribution one commit on its branch, as `applyBranch` does.
 * @throws UserError where the branch or a file of the base holds something else.
 */
export async function applyContribution(
  contribution: Contribution,
  { repository, now }: Options,
): Promise<Outcome> {
  const { git, base } = repository;
  const { branch, author, message } = contribution;
  const files = await storeFiles(git, contribution.files);
  if (await areOnBase(git, base.commit, files)) return { kind: 'merged', branch, commit: base.commit };
  return applyBranch({ branch, files, author, message }, { repository, now });
}

/** @throws UserError where the base has other content in a data file's place. */
async function areOnBase(git: Git, base: string, files: StoredFile[]): Promise<boolean> {
  const folders = [...new Set(files.map(({ path }) => path.slice(0, path.lastIndexOf('/') + 1)))];
  const onBase = new Map((await readTree(git, base, folders)).map(({ path, id }) => [path, id]));
  const taken = files.find(({ path, id }) => path.startsWith('data/') && (onBase.get(path) ?? id) !== id);
  if (taken && (await readOtherSignature(git, base, files))) return true;
  if (taken) {
    throw new UserError(`${taken.path} is in the dataset already, with other content`, {
      code: 'DATA_EXISTS',
      fix: 'A contribution only adds files: generate a new run (another seed gives another run id).',
    });
  }
  return files.every(({ path, id }) => onBase.get(path) === id);
}
