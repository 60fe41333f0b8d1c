import type { FinishedRun } from './finished-run.ts';

/** What GitHub's list of pull requests says of one. */
export type ListedPull = {
  number: number;
  state: string;
  user: { login: string } | null;
  head: { sha: string; ref: string; repo: { full_name: string } | null };
  base: { ref: string; repo: { full_name: string } };
};

export type FoundPull = { kind: 'found'; number: number; author: string } | { kind: 'none'; reason: string };

/**
 * The open pull request that a run was for. `workflow_run.pull_requests` is empty for forks, so it is known by the
 * repository, the branch and the commit it comes from; all three, since others may use the same branch name or
 * point at the same commit.
 */
export function findPullRequest(pulls: readonly ListedPull[], run: FinishedRun): FoundPull {
  const ours = pulls.filter(({ head, base }) => comesFrom(run, head) && goesTo(run, base));
  const open = ours.filter(({ state }) => state === 'open');
  const [found] = open.filter(({ head }) => head.sha === run.headSha);
  if (found) return { kind: 'found', number: found.number, author: found.user?.login ?? '' };
  if (open.length > 0)
    return { kind: 'none', reason: 'the pull request has newer commits, which have a run of their own' };
  return {
    kind: 'none',
    reason:
      ours.length > 0
        ? 'the pull request is closed'
        : 'no pull request onto the default branch has this commit',
  };
}

function comesFrom({ headRepository, headBranch }: FinishedRun, { ref, repo }: ListedPull['head']): boolean {
  return ref === headBranch && sameName(repo?.full_name ?? '', headRepository);
}

function goesTo({ owner, repo, defaultBranch }: FinishedRun, base: ListedPull['base']): boolean {
  return base.ref === defaultBranch && sameName(base.repo.full_name, `${owner}/${repo}`);
}

/** GitHub takes the names of accounts and repositories without regard to case. */
function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/**
 * The commit that a merge queue's branch is built on: GitHub names such branches
 * `gh-readonly-queue/<base branch>/pr-<number>-<base commit>`. Undefined where the name is another.
 */
export function baseOfQueue({
  headBranch,
  defaultBranch,
  headRepository,
  owner,
  repo,
}: FinishedRun): string | undefined {
  // Only the queue itself may push there, and only to the repository that it merges into.
  if (!sameName(headRepository, `${owner}/${repo}`)) return undefined;
  const start = `gh-readonly-queue/${defaultBranch}/pr-`;
  if (!headBranch.startsWith(start)) return undefined;
  return /^\d+-(?<base>[0-9a-f]{40})$/.exec(headBranch.slice(start.length))?.groups?.['base'];
}
