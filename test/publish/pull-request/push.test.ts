import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { retry } from '@octokit/plugin-retry';
import { Octokit } from '@octokit/rest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Github } from '../../../scripts/publish/github/fetch-github.ts';
import { type CheckRun, toCheckRun } from '../../../scripts/publish/pull-request/check-run.ts';
import { pushCheckRun } from '../../../scripts/publish/pull-request/push-check-run.ts';
import { pushComment } from '../../../scripts/publish/pull-request/push-comment.ts';
import { buildReport } from '../../../scripts/report/build-report.ts';
import { commentMarker } from '../../../scripts/report/format-comment.ts';
import { emptySummary } from '../../../scripts/report/summarise.ts';
import { axes } from '../../support/samples.ts';
import { git } from '../../support/workshop.ts';
import { noFaults } from '../github-hub/faults.ts';
import { checkRunsOf } from '../github-hub/routes/check-runs.ts';
import { conversationsOf } from '../github-hub/routes/issues.ts';
import { type GithubHub, startGithubHub } from '../github-hub/start-hub.ts';
import type { HubRepository } from '../github-hub/state.ts';

let hub: GithubHub;
let repository: HubRepository;
let github: Github;
let headSha = '';
const place = { owner: 'evenhand', repo: 'evenhand' };
const author = 'github-actions[bot]';

beforeAll(async () => {
  hub = await startGithubHub();
  const local = mkdtempSync(join(tmpdir(), 'evenhand-push-'));
  git(local, 'init', '--quiet', '--initial-branch=main');
  git(local, 'commit', '--quiet', '--allow-empty', '--message', 'Start');
  headSha = git(local, 'rev-parse', 'HEAD').trim();
  repository = await hub.repository('evenhand', 'evenhand', { from: local });
  const { token } = hub.account(author, {
    type: 'Bot',
    permissions: { checks: 'write', pull_requests: 'write' },
  });
  // The client as it ships, but for the pace (a second a write), which would make this test one of minutes.
  github = new (Octokit.plugin(retry))({
    baseUrl: hub.url,
    auth: token.value,
    retry: { retryAfterBaseValue: 1 },
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
});
afterAll(() => hub.close());
beforeEach(() => {
  hub.setFaults(noFaults);
  checkRunsOf(repository).length = 0;
  conversationsOf(repository).comments.length = 0;
});

function checkRun(findings: number): CheckRun {
  const place = { path: 'data/a.jsonl', column: 1, sample: null, message: 'm', fix: 'f' };
  const report = buildReport({
    summary: emptySummary(),
    axes,
    findings: Array.from({ length: findings }, (_, line) => ({
      ...place,
      line: line + 1,
      code: 'E_ID',
      severity: 'error' as const,
    })),
    files: 1,
    tool: 'evenhand/0',
  });
  return toCheckRun(report, { base: 'b'.repeat(40), head: headSha });
}

const linesOf = () => checkRunsOf(repository)[0]?.annotations.map(({ start_line }) => start_line);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('pushCheckRun', () => {
  it('posts one check run with all annotations, 50 a request, and nothing the second time', async () => {
    await pushCheckRun(github, place, checkRun(120));
    const before = hub.requests.length;
    await pushCheckRun(github, place, checkRun(120));
    expect(hub.requests.slice(before).map(({ method }) => method)).toEqual(['GET']);
    expect(checkRunsOf(repository)).toMatchObject([{ conclusion: 'failure', name: 'Evenhand verdict' }]);
    expect(linesOf()).toEqual(upTo(120));
    expect(hub.violations).toEqual([]);
  });

  it('takes no other check run of the same name for its own', async () => {
    checkRunsOf(repository).push({
      id: 1,
      name: 'Evenhand verdict',
      head_sha: headSha,
      external_id: '4d0c4f0a-a fork own job',
      conclusion: 'success',
      app: 'github-actions',
      title: 'All good',
      summary: '',
      annotations: [],
    });
    await pushCheckRun(github, place, checkRun(1));
    expect(checkRunsOf(repository).map(({ conclusion }) => conclusion)).toEqual(['success', 'failure']);
  });

  it.each(['lost', 'dropped', 'status'] as const)(
    'says each annotation once, whichever answer is %s',
    async (kind) => {
      const fault = kind === 'status' ? { kind, status: 502 } : { kind };
      const run = checkRun(110);
      const start = hub.requests.length;
      await pushCheckRun(github, place, run);
      const requests = hub.requests.length - start;
      for (let position = 1; position <= requests; position += 1) {
        checkRunsOf(repository).length = 0;
        const first = hub.requests.length;
        hub.setFaults(({ index }) => (index === first + position ? fault : undefined));
        await pushCheckRun(github, place, run);
        expect(checkRunsOf(repository), `position ${position}`).toHaveLength(1);
        expect(linesOf(), `position ${position}`).toEqual(upTo(110));
      }
    },
  );
});

describe('pushComment', () => {
  const on = { ...place, number: 7, author };
  const body = `${commentMarker}\n\nfirst`;

  it('writes one comment, edits it afterwards, and leaves those of others alone', async () => {
    const { comments } = conversationsOf(repository);
    const forged = {
      id: 1,
      issue: 7,
      user: { login: 'eve', type: 'User' },
      body: `${commentMarker}\n\nAll good`,
    };
    comments.push(forged);
    await pushComment(github, on, body);
    await pushComment(github, on, body.replace('first', 'second'));
    expect(comments.map(({ user, body }) => [user.login, body.slice(-6)])).toEqual([
      ['eve', 'l good'],
      [author, 'second'],
    ]);
    expect(hub.violations).toEqual([]);
  });

  it.each(['lost', 'dropped'] as const)('leaves exactly one, whichever answer is %s', async (kind) => {
    const { comments } = conversationsOf(repository);
    for (const position of [1, 2, 3, 4]) {
      comments.length = 0;
      const first = hub.requests.length;
      hub.setFaults(({ index }) => (index === first + position ? { kind } : undefined));
      await pushComment(github, on, body);
      expect(
        comments.map((comment) => comment.body),
        `position ${position}`,
      ).toEqual([body]);
    }
  });

  it('finds its comment behind a hundred others', async () => {
    const { comments } = conversationsOf(repository);
    for (let id = 1; id <= 130; id += 1)
      comments.push({ id, issue: 7, user: { login: 'eve', type: 'User' }, body: 'x' });
    await pushComment(github, on, body);
    await pushComment(github, on, body);
    expect(comments.filter(({ user }) => user.login === author)).toHaveLength(1);
  });
});
