import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openGithub } from '../../../scripts/publish/github/fetch-github.ts';
import { siteOf } from '../../../scripts/publish/github/github-site.ts';
import { commitAll, makeRepository, type TemporaryRepository } from '../temporary-repository.ts';
import { faultAt, seededFaults } from './faults.ts';
import { type GithubHub, startGithubHub } from './start-hub.ts';
import type { Account } from './state.ts';

let hub: GithubHub;

afterEach(() => hub.close());

async function start() {
  hub = await startGithubHub();
  const local = makeRepository();
  await hub.repository('acme', 'evenhand', { from: local.top });
  return local;
}

function clientOf({ token }: Account) {
  return openGithub({ site: siteOf({ GITHUB_API_URL: hub.url }), token: token.value, secondMs: 1 }).rest;
}

const upstream = { owner: 'acme', repo: 'evenhand' };

async function push({ top, env }: TemporaryRepository, { login, token }: Account, address: string) {
  const url = new URL(address);
  url.username = login;
  url.password = token.value;
  const child = spawn('git', ['push', url.href, 'HEAD:refs/heads/topic'], {
    cwd: top,
    env: { ...env, GIT_TERMINAL_PROMPT: '0' },
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const [code] = await once(child, 'close');
  return { ok: code === 0, stderr };
}

describe('the test hub', () => {
  it('forks later than it answers, takes a push, and opens one pull request for it', async () => {
    const local = await start();
    const ann = hub.account('ann');
    const github = clientOf(ann);
    const { data: fork } = await github.repos.createFork(upstream);
    expect(fork.full_name).toBe('ann/evenhand');
    const refOf = () => github.git.getRef({ owner: 'ann', repo: 'evenhand', ref: 'heads/main' });
    await expect(refOf()).rejects.toMatchObject({ cause: { status: 409 } });
    expect((await refOf()).data.ref).toBe('refs/heads/main');
    local.write('more.txt', 'more\n');
    const commit = commitAll(local, 'More');
    expect(await push(local, ann, fork.clone_url)).toMatchObject({ ok: true });
    const request = { ...upstream, title: 'More', head: 'ann:topic', base: 'main' };
    expect((await github.pulls.create(request)).data.head.sha).toBe(commit);
    await expect(github.pulls.create(request)).rejects.toThrow('A pull request already exists for ann:topic');
    expect((await github.repos.createFork(upstream)).data.full_name).toBe('ann/evenhand');
    expect(hub.violations).toEqual([]);
  });

  it('refuses a push without the right to it, and what GitHub does not describe', async () => {
    const local = await start();
    const ann = hub.account('ann');
    const { ok, stderr } = await push(local, ann, `${hub.url}/acme/evenhand.git`);
    expect({ ok, stderr }).toMatchObject({ ok: false, stderr: expect.stringContaining('403') });
    const github = clientOf(ann);
    const misspelt = { ...upstream, title: 'x', head: 'ann:topic', base: 'main', boddy: 'y' };
    await expect(github.pulls.create(misspelt)).rejects.toThrow('GitHub knows no such field');
    expect(hub.violations).toHaveLength(1);
  });

  it('breaks where it is told to, and the client goes on', async () => {
    await start();
    const github = clientOf(hub.account('ann'));
    hub.setFaults(faultAt([1, 2], { kind: 'lost' }));
    await github.repos.createFork(upstream);
    hub.setFaults(faultAt([4], { kind: 'secondary-limit', retryAfterS: 1 }));
    await github.repos.get(upstream);
    hub.setFaults(faultAt([6], { kind: 'primary-limit', resetInS: 3_000 }));
    await expect(github.repos.get(upstream)).rejects.toMatchObject({ code: 'RATE_LIMIT', exitCode: 3 });
    expect(hub.requests.map(({ status }) => status)).toEqual([202, 202, 202, 403, 200, 403]);
    expect(hub.repositories.map(({ owner, name }) => join(owner, name))).toEqual([
      'acme/evenhand',
      'ann/evenhand',
    ]);
  });

  it('draws its faults from a seed, as often as it is told', async () => {
    await start();
    const faults = seededFaults({ seed: 7, share: 0.3, faults: [{ kind: 'dropped' }, { kind: 'lost' }] });
    const drawn = Array.from({ length: 2_000 }, (_, index) => faults({ index, method: 'GET', path: '/' }));
    const count = (kind: string) => drawn.filter((fault) => fault?.kind === kind).length / drawn.length;
    expect(count('dropped')).toBeCloseTo(0.15, 1);
    expect(count('lost')).toBeCloseTo(0.15, 1);
    expect(drawn).toEqual(drawn.map((_, index) => faults({ index, method: 'GET', path: '/' })));
  });
});
