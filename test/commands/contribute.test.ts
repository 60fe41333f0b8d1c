import { execFile, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { gitIn } from '../publish/github-hub/git-store.ts';
import { type GithubHub, startGithubHub } from '../publish/github-hub/start-hub.ts';
import type { Account, HubRepository } from '../publish/github-hub/state.ts';
import { runHere } from '../support/run-here.ts';
import { evenhand, git, gitEnv, newWorkshop } from '../support/workshop.ts';

let workshop = '';
let run = '';
let count = 0;
let folder = '';
let hub: GithubHub;
let upstream: HubRepository;
let ann: Account;

beforeAll(async () => {
  workshop = newWorkshop();
  // Families go whole: the library decides how many samples that makes.
  const args = ['generate', 'prompts/gender', '--count', '12', '--json'];
  const { samples, run: made } = JSON.parse((await evenhand(args, { cwd: workshop })).stdout);
  [run, count] = [made.id, samples];
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

const hasLfs = spawnSync('git', ['lfs', 'version']).status === 0;

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
    expect(pull?.title).toContain(`Add ${count} samples of gender from`);
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

describe('contribute, where it cannot or may not go on', () => {
  it('sends nothing where nobody can be asked, and keeps the branch', async () => {
    const { code, stderr } = await contribute();
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('NEEDS_YES') });
    expect(stderr).toContain('As ann on GitHub, this will');
    expect(hub.repositories).toHaveLength(1);
    expect(upstream.pulls).toEqual([]);
    expect(git(folder, 'branch', '--list', `contribute/${run}`)).not.toBe('');
  });

  it('ends without a token at the branch, with how to push it and where to open the pull request', async () => {
    const { code, stdout } = await contribute('', { GH_TOKEN: '', GITHUB_TOKEN: '' });
    expect(code).toBe(0);
    expect(stdout).toContain('no token for GitHub');
    expect(stdout).toContain(`git push`);
    expect(stdout).toContain('git remote rename origin upstream');
    const link = /\S+\/compare\/\S+/.exec(stdout)?.[0] ?? '';
    expect(link).toContain(`${hub.url}/acme/evenhand/compare/main...`);
    const body = new URL(link).searchParams.get('body');
    expect(body).toContain('| Provider | template |');
    expect(body).toContain('- [ ] I have read the samples.');
    expect(hub.requests).toEqual([]);
  });

  it("refuses to open the pull request on somebody's fork that was cloned, and says what to do", async () => {
    await hub.repository('ann', 'evenhand', { from: folder, parent: upstream });
    git(folder, 'remote', 'set-url', 'origin', `${hub.url}/ann/evenhand.git`);
    const { code, stderr } = await contribute('--yes');
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('FORK_CLONE') });
    const remedy = `git remote add upstream ${hub.url}/acme/evenhand.git`;
    expect(stderr).toContain(remedy);
    git(folder, ...remedy.split(' ').slice(1));
    await promisify(execFile)('git', ['fetch', '--quiet', 'upstream'], { cwd: folder, env: gitEnv });
    expect(await contribute('--yes')).toMatchObject({ code: 0 });
    expect(upstream.pulls.map(({ head }) => head.repository.owner)).toEqual(['ann']);
  });
});

describe.skipIf(!hasLfs)('contribute --bulk (skipped where git-lfs is missing)', () => {
  const check = async (head: string) => {
    const { stdout } = await runHere(folder, `check --base origin/main --head ${head} --json`);
    return JSON.parse(stdout);
  };
  const codesOf = ({ findings }: { findings: { code: string; message: string }[] }) =>
    findings.map(({ code, message }) => `${code} ${message}`);

  it('uploads the shards before the branch that points to them, and the checks see through the pointers', async () => {
    upstream.collaborators.set('ann', 'write');
    const { code, stdout, stderr } = await contribute('--bulk --yes --json');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const branch = `bulk/${run}`;
    const { files } = JSON.parse(stdout);
    expect(files[0].path).toMatch(/^data\/archive\/gender-1-[0-9a-f]{8}\.jsonl$/);
    expect(upstream.pulls[0]).toMatchObject({
      head: { ref: branch },
      body: expect.stringContaining(`${count} samples to read`),
    });
    const [[oid, content] = ['', Buffer.alloc(0)]] = upstream.lfsObjects;
    expect(content.toString('utf8').trimEnd().split('\n')).toHaveLength(count);
    expect(hub.requests.map(({ path }) => path)).toContain(`/acme/evenhand.git/info/lfs/objects/${oid}`);
    expect(await check(branch)).toMatchObject({ ok: true, samples: count, change: { kind: 'bulk' } });
    const object = join(folder, '.git/lfs/objects', oid.slice(0, 2), oid.slice(2, 4), oid);
    rmSync(object);
    const [dangling] = codesOf(await check(branch));
    expect(dangling).toMatch(/^E_ARCHIVE .*its content is not in this clone/);
    // The hub answers from this process, which must not wait meanwhile.
    const fetchArgs = ['lfs', 'fetch', '--include=data/archive', '--exclude=', 'origin', branch];
    await promisify(execFile)('git', fetchArgs, { cwd: folder, env: gitEnv });
    expect(await check(branch)).toMatchObject({ ok: true });
    expect(hub.violations).toEqual([]);
  });

  it('is not for who may not push, nor by way of a fork, and needs git-lfs', async () => {
    expect(await contribute('--bulk --yes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('BULK_NEEDS_PUSH'),
    });
    upstream.collaborators.set('ann', 'write');
    expect(await contribute('--bulk --fork --yes')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Leave out --fork'),
    });
    expect(hub.repositories).toHaveLength(1);
    const bin = join(dirname(folder), 'bin');
    mkdirSync(bin);
    const gitPath = spawnSync('which', ['git'], { encoding: 'utf8' }).stdout.trim();
    writeFileSync(
      join(bin, 'git'),
      `#!/bin/sh\n[ "$1" = lfs ] && { echo "git: 'lfs' is not a git command." >&2; exit 1; }\nexec ${gitPath} "$@"\n`,
      { mode: 0o755 },
    );
    const without = await contribute('--bulk --yes', { PATH: `${bin}:${process.env['PATH']}` });
    expect(without).toMatchObject({ code: 3, stderr: expect.stringContaining('LFS_MISSING') });
  });
});
