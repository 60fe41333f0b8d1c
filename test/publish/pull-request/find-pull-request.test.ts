import { describe, expect, it } from 'vitest';
import {
  baseOfQueue,
  findPullRequest,
  type ListedPull,
} from '../../../scripts/publish/pull-request/find-pull-request.ts';
import { type FinishedRun, parseFinishedRun } from '../../../scripts/publish/pull-request/finished-run.ts';

const sha = 'a'.repeat(40);
const run: FinishedRun = {
  owner: 'evenhand',
  repo: 'evenhand',
  defaultBranch: 'main',
  event: 'pull_request',
  headRepository: 'ada/evenhand',
  headBranch: 'contribute/x',
  headSha: sha,
};

type Change = { state?: string; repo?: string | null; ref?: string; commit?: string; base?: string };

function pull(
  number: number,
  { state = 'open', repo = 'ada/evenhand', ref = 'contribute/x', commit = sha, base = 'main' }: Change = {},
): ListedPull {
  return {
    number,
    state,
    user: { login: 'ada' },
    head: { sha: commit, ref, repo: repo === null ? null : { full_name: repo } },
    base: { ref: base, repo: { full_name: 'Evenhand/evenhand' } },
  };
}

describe('findPullRequest', () => {
  it('takes the open one with this repository, branch and commit, and no other', () => {
    const others = [
      pull(1, { repo: 'eve/evenhand' }),
      pull(2, { ref: 'contribute/y' }),
      pull(3, { state: 'closed' }),
      pull(4, { base: 'other' }),
      pull(5, { repo: null }),
      pull(6, { commit: 'b'.repeat(40) }),
    ];
    expect(findPullRequest([...others, pull(7)], run)).toEqual({ kind: 'found', number: 7, author: 'ada' });
    expect(findPullRequest([pull(8, { repo: 'Ada/Evenhand' })], run)).toMatchObject({ number: 8 });
  });

  it.each([
    [[], 'no pull request'],
    [[pull(3, { state: 'closed' })], 'closed'],
    [[pull(6, { commit: 'b'.repeat(40) })], 'newer commits'],
    [[pull(1, { repo: 'eve/evenhand' })], 'no pull request'],
  ])('says why there is none: %#', (pulls, reason) => {
    expect(findPullRequest(pulls, run)).toMatchObject({
      kind: 'none',
      reason: expect.stringContaining(reason),
    });
  });
});

describe('baseOfQueue', () => {
  const branch = `gh-readonly-queue/main/pr-12-${'c'.repeat(40)}`;
  const queued = { ...run, headRepository: 'evenhand/evenhand', headBranch: branch };

  it('reads the commit from the name that the queue gives', () => {
    expect(baseOfQueue(queued)).toBe('c'.repeat(40));
  });

  it('believes neither a fork nor another name', () => {
    expect(baseOfQueue({ ...queued, headRepository: 'eve/evenhand' })).toBeUndefined();
    expect(
      baseOfQueue({ ...queued, headBranch: `gh-readonly-queue/other/pr-12-${'c'.repeat(40)}` }),
    ).toBeUndefined();
    expect(baseOfQueue({ ...queued, headBranch: `${branch}; id` })).toBeUndefined();
  });
});

describe('parseFinishedRun', () => {
  const event = {
    repository: { name: 'evenhand', default_branch: 'main', owner: { login: 'evenhand' } },
    workflow_run: {
      event: 'pull_request',
      head_branch: 'contribute/x',
      head_sha: sha,
      head_repository: { full_name: 'ada/evenhand' },
      pull_requests: [],
    },
  };

  it('reads what identifies the pull request', () => {
    expect(parseFinishedRun(event)).toEqual({ kind: 'run', run });
  });

  it('leaves runs of other events and of forks that are gone alone', () => {
    const of = (more: object) =>
      parseFinishedRun({ ...event, workflow_run: { ...event.workflow_run, ...more } });
    expect(of({ event: 'push' })).toMatchObject({ kind: 'unrelated' });
    expect(of({ head_repository: null })).toMatchObject({ kind: 'unrelated' });
    expect(() => of({ head_sha: '--upload-pack=x' })).toThrow('head_sha');
  });

  it.each([null, 'x', {}, { workflow_run: {} }])('refuses what is no such event: %j', (other) => {
    expect(() => parseFinishedRun(other)).toThrow('the event is no "workflow_run"');
  });
});
