import type { Github } from '../github/fetch-github.ts';
import { type FoundPull, findPullRequest } from './find-pull-request.ts';
import type { FinishedRun } from './finished-run.ts';

/** Looks for the pull request that a run was for. */
export async function fetchPullRequest(github: Github, run: FinishedRun): Promise<FoundPull> {
  const { owner, repo, headRepository, headBranch } = run;
  const [headOwner = ''] = headRepository.split('/');
  const pulls = await github.paginate(github.rest.pulls.list, {
    owner,
    repo,
    head: `${headOwner}:${headBranch}`,
    state: 'all',
    per_page: 100,
  });
  return findPullRequest(pulls, run);
}

/** Whether an account may write to the repository, as GitHub's own rules have it. */
export async function fetchMayWrite(
  github: Github,
  { owner, repo }: Pick<FinishedRun, 'owner' | 'repo'>,
  username: string,
): Promise<boolean> {
  const { data } = await github.rest.repos.getCollaboratorPermissionLevel({ owner, repo, username });
  return ['admin', 'maintain', 'write'].includes(data.permission);
}
