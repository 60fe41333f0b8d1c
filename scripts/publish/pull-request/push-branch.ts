import { UserError } from '../../errors.ts';
import type { Git } from '../apply-git.ts';
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

/** Settings for one call, by environment (git-config, GIT_CONFIG_COUNT): an empty value first drops what the user has set. */
export function authorised(url: string, token: string): Record<string, string> {
  const credentials = Buffer.from(`x-access-token:${token}`).toString('base64');
  const header = `http.${new URL(url).origin}/.extraHeader`;
  const settings = [
    ['http.extraHeader', ''],
    [header, ''],
    [header, `Authorization: Basic ${credentials}`],
    ['credential.helper', ''],
    // A header would travel along to wherever a redirection leads.
    ['http.followRedirects', 'false'],
  ];
  return {
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key = '', value = ''], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}
