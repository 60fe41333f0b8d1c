import { UserError } from '../../errors.ts';
import type { Git } from '../apply-git.ts';
import { authorised } from '../git-credentials.ts';
import { explainPushFailure } from './push-failure.ts';

type Push = {
  git: Git;
  /** An address with http or https. */
  url: string;
  token: string;
  commit: string;
  branch: string;
  /** The repository, a fork most often, belongs to the token's account. */
  isOwn: boolean;
};

/**
 * Pushes a commit as a new branch; one that has come to be there meanwhile is left alone.
 * The token goes to this address alone, in no command line and no file. The user's hooks look at a work tree that this
 * commit was not made from, and are not run.
 * @throws UserError in the user's terms.
 */
export async function pushBranch({ git, url, token, commit, branch, isOwn }: Push): Promise<void> {
  const ref = `refs/heads/${branch}`;
  const args = ['push', '--no-verify', '--porcelain', `--force-with-lease=${ref}:`, url, `${commit}:${ref}`];
  try {
    await git(args, { env: authorised(url, token) });
  } catch (error) {
    throw error instanceof UserError ? explainPushFailure(error, { isOwn }) : error;
  }
}
