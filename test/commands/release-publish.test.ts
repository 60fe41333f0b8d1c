import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gitIn } from '../publish/github-hub/git-store.ts';
import { type GithubHub, startGithubHub } from '../publish/github-hub/start-hub.ts';
import type { HubRepository } from '../publish/github-hub/state.ts';
import { newDataset } from '../support/released.ts';
import { evenhand, git } from '../support/workshop.ts';

/** The client keeps GitHub's pace, a second between two writes: that takes a minute (bench/README.md). */
const sweeps = process.env['EVENHAND_SWEEP'] === '1';

let folder = '';
let out = '';
let hub: GithubHub;
let remote: HubRepository;
let env: Record<string, string> = {};

beforeAll(async () => {
  folder = await newDataset(30);
  out = join(folder, '..', 'release');
  hub = await startGithubHub();
  remote = await hub.repository('acme', 'evenhand', { from: folder });
  git(folder, 'remote', 'set-url', 'origin', `${hub.url}/acme/evenhand.git`);
  env = { GITHUB_API_URL: hub.url, GH_TOKEN: hub.account('acme').token.value };
  await evenhand(['release', 'build', '--out', out], { cwd: folder });
}, 60_000);

afterAll(() => hub.close());

async function publish(...more: string[]) {
  const { code, stdout, stderr } = await evenhand(['release', 'publish', out, '--json', ...more], {
    cwd: folder,
    env,
  });
  return { code, stderr, ...JSON.parse(stdout) };
}

describe('release publish', () => {
  it('says what it would do, and does nothing unasked', async () => {
    const plan = await publish('--dry-run');
    expect(plan).toMatchObject({ ok: true, owner: 'acme', repo: 'evenhand', tag: 'v0.1.0' });
    expect(plan.assets.map(({ name }: { name: string }) => name)).toContain('text--train-00000.parquet');
    expect(await publish()).toMatchObject({ code: 2, error: { code: 'NEEDS_YES' } });
    expect(hub.requests).toEqual([]);
  });

  it('gives files whose names lead back to the folder, by the command that its notes name', async () => {
    const { assets, notes } = await publish('--dry-run');
    const downloads = join(folder, '..', 'downloads');
    mkdirSync(downloads);
    for (const { name, path } of assets as { name: string; path: string }[])
      copyFileSync(join(out, path), join(downloads, name));
    const [, script = ''] = /```sh\n([\s\S]*?)```/.exec(notes) ?? [];
    expect(spawnSync('bash', ['-eu', '-c', script], { cwd: downloads }).status).toBe(0);
    const list = (path: string) => (readdirSync(path, { recursive: true }) as string[]).sort();
    expect(list(downloads)).toEqual(list(out));
  });

  it('refuses a folder that changed after its manifest, naming the files', async () => {
    const path = join(out, 'README.md');
    const card = readFileSync(path);
    writeFileSync(path, 'Another card.\n');
    expect(await publish('--dry-run')).toMatchObject({
      code: 1,
      error: { code: 'RELEASE_CHANGED', message: expect.stringContaining('README.md was changed') },
    });
    writeFileSync(path, card);
  });

  it('refuses changes that are not committed, and a manifest that its commit does not give', async () => {
    writeFileSync(join(folder, 'data/stray.txt'), 'x');
    git(folder, 'add', 'data/stray.txt');
    expect(await publish('--dry-run')).toMatchObject({ code: 1, error: { code: 'DIRTY_TREE' } });
    git(folder, 'rm', '--quiet', '--force', 'data/stray.txt');
    const path = join(out, 'manifest.json');
    const manifest = readFileSync(path, 'utf8');
    writeFileSync(path, manifest.replace('"warnings": ', '"warnings": 1'));
    expect(await publish('--dry-run')).toMatchObject({ code: 1, error: { code: 'RELEASE_DIFFERS' } });
    writeFileSync(path, manifest.replace(/"commit": "\w{8}/, '"commit": "00000000'));
    expect(await publish('--dry-run')).toMatchObject({ code: 2, error: { code: 'UNKNOWN_COMMIT' } });
    writeFileSync(path, manifest);
  });

  it('makes the release commit here alone with --prepare: the child of its source, with nothing but the release', async () => {
    const { branch, commit } = await publish('--prepare');
    expect(branch).toBe('release/0.1.0');
    expect(git(folder, 'rev-parse', `${commit}^`)).toBe(git(folder, 'rev-parse', 'HEAD'));
    expect(git(folder, 'diff', '--name-status', `${commit}^`, commit).trim().split('\n')).toEqual([
      'A\treleases/0.1.0/CHANGELOG.md',
      'A\treleases/0.1.0/manifest.json',
    ]);
    expect(git(folder, 'show', `${commit}:releases/0.1.0/manifest.json`)).toBe(
      readFileSync(join(out, 'manifest.json'), 'utf8'),
    );
    expect(existsSync(join(folder, 'releases'))).toBe(false);
    const checked = await evenhand(['check', '--base', 'main', '--head', branch, '--json'], { cwd: folder });
    expect(JSON.parse(checked.stdout)).toMatchObject({ ok: true, change: { kind: 'release' } });
  });

  it.runIf(sweeps)(
    'publishes: commit, draft, files, digests, tag, pull request',
    async () => {
      const done = await publish('--yes');
      expect(done).toMatchObject({ code: 0, ok: true, url: expect.stringContaining('v0.1.0') });
      expect(hub.violations).toEqual([]);
      const [release] = remote.releases;
      expect(release?.assets).toHaveLength(done.assets);
      expect(await gitIn(remote, 'rev-parse', 'v0.1.0')).toBe(done.commit);
      expect(await publish('--yes')).toMatchObject({ code: 0, commit: done.commit });
    },
    300_000,
  );
});
