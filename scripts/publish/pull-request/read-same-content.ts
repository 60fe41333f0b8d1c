import { UserError } from '../../errors.ts';
import { writeTree } from '../apply-commit.ts';
import type { Git } from '../apply-git.ts';
import { readTree } from '../read-objects.ts';
import type { GithubCommit } from './publication.ts';

type Question = {
  git: Git;
  /** The contribution's own commit. */
  commit: string;
  paths: string[];
  /** The branch on GitHub. */
  tip: GithubCommit;
};

/**
 * Whether a commit on GitHub adds exactly what the contribution's own commit adds, perhaps onto an older base: the
 * same tree is made of its parent here, so nothing need be fetched.
 * @throws UserError where this clone lacks the parent.
 */
export async function hasSameContent({ git, commit, paths, tip }: Question): Promise<boolean> {
  if (tip.id === commit) return true;
  if (!tip.parent) return false;
  const parent = await git(['rev-parse', '--verify', '--quiet', `${tip.parent}^{commit}`]);
  if (parent === '') {
    throw new UserError('the branch on GitHub stands on a commit that this clone lacks', {
      code: 'CLONE_BEHIND',
      fix: 'Fetch it: git fetch --all. Then run the same command again.',
    });
  }
  const files = (await readTree(git, commit, paths)).filter(({ path }) => paths.includes(path));
  return (await writeTree(git, parent, files)) === tip.tree;
}
