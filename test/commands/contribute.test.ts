import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gitIn } from '../publish/github-hub/git-store.ts';
import { type GithubHub, startGithubHub } from '../publish/github-hub/start-hub.ts';
import type { Account, HubRepository } from '../publish/github-hub/state.ts';
import { runHere } from '../support/run-here.ts';
import { evenhand, git, newWorkshop } from '../support/workshop.ts';

let workshop = '';
let run = '';
let folder = '';
let hub: GithubHub;
let upstream: HubRepository;
let ann: Account;

beforeAll(async () => {
  workshop = newWorkshop();
  await evenhand(['generate', 'prompts/gender', '--count', '12'], { cwd: workshop });
  [run = ''] = readdirSync(join(workshop, 'runs'));
});

afterAll(() => rmSync(dirname(workshop), { recursive: true, force: true }));

beforeEach(async () => {
  folder = join(mkdtempSync(join(tmpdir(), 'evenhand-contribute-')), 'clone');
  cpSync(workshop, folder, { recursive: true });
  hub = await startGithubHub({ forkLooks: 2 });
  upstream = await hub.repository('acme', 'evenhand', { from: folder });
  ann = hub.account('ann');
  git(folder, 'remote', 'set-url', 'origin', `${hub.url}/acme/evenhand.git`);
});

afterEach(async () => {
  await hub.close();
  rmSync(dirname(folder), { recursive: true, force: true });
});

const identity = {
  GIT_AUTHOR_NAME: 'Ann Example',
  GIT_AUTHOR_EMAIL: 'ann@example.org',
};

function contribute(more = '', env: Record<string, string> = {}) {
  const variables = { GITHUB_API_URL: hub.url, GH_TOKEN: ann.token.value, ...identity, ...env };
  return runHere(folder, `contribute ${run} ${more}`.trim(), variables);
}

const branchesOf = async (repository: HubRepository) =>
  (await gitIn(repository, 'for-each-ref', '--format=%(refname:short)', 'refs/heads/contribute')).split('\n');

describe('contribute', () => {
  it('pushes to the repository and opens the pull request, and says so the second time', async () => {
    upstream.collaborators.set('ann', 'write');
    const first = await contribute('--yes --json');
    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('push') });
    const url = `${hub.url}/acme/evenhand/pull/1`;
    expect(JSON.parse(first.stdout)).toMatchObject({
      ok: true,
      kind: 'created',
      pullRequest: { url, number: 1, pushedTo: 'acme/evenhand' },
    });
    const [pull] = upstream.pulls;
    expect(pull).toMatchObject({ user: 'ann', head: { ref: `contribute/${run}` }, base: { ref: 'main' } });
    expect(pull?.title).toMatch(/^Add 12 samples of gender from/);
    const again = await contribute('--yes');
    expect(again).toMatchObject({ code: 0, stderr: '' });
    expect(again.stdout).toContain(`The pull request is there already, and as it should be:  ${url}`);
    expect(hub.violations).toEqual([]);
  });

  it('forks where there is no right to push, waits for the fork, and pushes there', async () => {
    const { code, stdout, stderr } = await contribute('--yes');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain('fork acme/evenhand to the account ann');
    expect(stderr).toContain('Waiting for GitHub to fill the fork ann/evenhand');
    expect(stdout).toContain(`The pull request:  ${hub.url}/acme/evenhand/pull/1`);
    const fork = hub.repositories.find(({ owner }) => owner === 'ann');
    expect(await branchesOf(fork as HubRepository)).toEqual([`contribute/${run}`]);
    expect(await branchesOf(upstream)).toEqual(['']);
    expect(upstream.pulls.map(({ head }) => head.repository.owner)).toEqual(['ann']);
    expect(hub.violations).toEqual([]);
  });
});
