import type { Git } from '../apply-git.ts';
import { authorised } from '../git-credentials.ts';

type Push = { git: Git; url: string; token: string; sha256s: readonly string[] };

/**
 * Uploads objects of Git LFS from this clone's store to a repository; those that are there already are not sent again.
 * @throws UserError where git-lfs or the repository refuses.
 */
export async function pushShards({ git, url, token, sha256s }: Push): Promise<void> {
  const config = authorised(url, token);
  await git(['lfs', 'push', '--object-id', url, ...sha256s], { env: config });
}
