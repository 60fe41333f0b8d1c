import { UserError } from '../../errors.ts';
import type { Git } from '../apply-git.ts';

/** What a release is made of, so that a stray file elsewhere hinders nobody. */
const released = ['data', 'schemas', 'prompts', 'releases'];

/** @throws UserError where the work tree holds changes that a release of the commit would lack. */
export async function refuseDirtyTree(git: Git): Promise<void> {
  const tracked = await git(['status', '--porcelain', '--untracked-files=no']);
  const untracked = await git(['ls-files', '--others', '--exclude-standard', '--', ...released]);
  const paths = [...tracked.split('\n').map((line) => line.slice(3)), ...untracked.split('\n')].filter(
    Boolean,
  );
  if (paths.length === 0) return;
  const more = paths.length > 5 ? ` and ${paths.length - 5} more` : '';
  throw new UserError(`the work tree differs from its commit: ${paths.slice(0, 5).join(', ')}${more}`, {
    code: 'DIRTY_TREE',
    fix: 'Commit, stash or remove these changes: a release is built from a commit alone.',
    blame: 'answer',
  });
}

/** @throws UserError where the version's tag stands on a commit that is not a release of this one. */
export async function refuseTagElsewhere(git: Git, version: string, commit: string): Promise<void> {
  const tag = `v${version}`;
  const tagged = await git(['rev-parse', '--verify', '--quiet', `refs/tags/${tag}^{commit}`]);
  if (tagged === '' || tagged === commit) return;
  const parent = await git(['rev-parse', '--verify', '--quiet', `${tagged}^`]);
  if (parent === commit) return;
  throw new UserError(
    `the tag ${tag} exists already, at ${tagged.slice(0, 12)}, which is no release of ${commit.slice(0, 12)}`,
    {
      code: 'TAG_ELSEWHERE',
      fix: `Merge the release that ${tag} names first (its releases/${version}/ is missing here), or remove the tag.`,
      blame: 'answer',
    },
  );
}
