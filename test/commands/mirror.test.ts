import { execFile, spawnSync } from 'node:child_process';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { parse } from 'yaml';
import { refuseOther } from '../../scripts/commands/mirror/release-source.ts';
import { newRepository } from '../publish/hugging-face-hub/repository.ts';
import { startHub, type TestHub } from '../publish/hugging-face-hub/start-hub.ts';
import { assertSettled } from '../publish/mirror/settled.ts';
import { smallRelease } from '../publish/mirror/small-release.ts';
import { commitFile, newDataset } from '../support/released.ts';
import { projectRoot } from '../support/samples.ts';
import { evenhand, gitEnv } from '../support/workshop.ts';

const repo = 'example/evenhand';
let hub: TestHub;
let clone = '';
let release = '';

/** Runs a script of Python's own clients against the local Hub; skips where there are none. */
async function python(
  context: TestContext,
  modules: string,
  script: string,
  ...args: string[]
): Promise<string> {
  const program = process.env['EVENHAND_PYTHON'] ?? 'python3';
  if (spawnSync(program, ['-c', `import ${modules}`]).status !== 0)
    context.skip(`${program} lacks a package of: ${modules} (EVENHAND_PYTHON names another Python)`);
  const { PATH = '' } = process.env;
  const env = { PATH, HF_ENDPOINT: hub.url, HF_TOKEN: hub.token, HF_HUB_DISABLE_TELEMETRY: '1' };
  const { stdout } = await promisify(execFile)(program, [join(projectRoot, script), ...args], { env });
  return stdout;
}

beforeAll(async () => {
  hub = await startHub({ partBytes: 16_384, pageEntries: 10 });
  clone = await newDataset(24);
  release = join(clone, '../release');
  const built = await evenhand(['release', 'build', '--out', release], { cwd: clone });
  expect(built.code).toBe(0);
  commitFile(clone, 'releases/0.1.0/manifest.json', readFileSync(join(release, 'manifest.json'), 'utf8'));
}, 60_000);
afterAll(() => hub.close());

describe('evenhand mirror', () => {
  it('ends with 130 at Ctrl-C, and goes on from there', async () => {
    const small = smallRelease();
    const env = { HF_TOKEN: hub.token, HF_ENDPOINT: hub.url };
    const args = ['mirror', small, '--repo', 'example/small', '--create', '--yes'];
    const reached = `${small}.reached`;
    hub.faultOf = ({ path }) => {
      if (!path.includes('/commit/')) return undefined;
      writeFileSync(reached, 'x');
      return 'busy';
    };
    const cut = await evenhand(args, { cwd: clone, env, interruptOnceExists: reached });
    hub.faultOf = () => undefined;
    expect(cut).toMatchObject({ code: 130, stdout: expect.stringContaining('one commit on main') });
    expect(cut.stderr).toContain('Waiting');
    expect(cut.stderr).toContain('Go on with the same command');
    const before = hub.log.length;
    expect(await evenhand(args, { cwd: clone, env })).toMatchObject({ code: 0 });
    expect(hub.log.slice(before).filter(({ method }) => method === 'PUT')).toEqual([]);
  });

  it("mirrors the highest version from Git by the workflow's own steps, without a secret", async () => {
    const { steps } = parse(readFileSync(join(projectRoot, '.github/workflows/mirror.yml'), 'utf8')).jobs
      .mirror;
    const [mirrorStep, sayStep] = (steps as { run?: string }[]).slice(-2).map(({ run = '' }) => run);
    hub.publishers.push({ repo, ...hub.job });
    hub.repositories.set(repo, newRepository());
    for (const path of ['scripts', 'node_modules']) symlinkSync(join(projectRoot, path), join(clone, path));
    const summary = join(clone, '../summary.md');
    const env = {
      ...gitEnv,
      CI: 'true',
      HUB_REPO: repo,
      HF_ENDPOINT: hub.url,
      ACTIONS_ID_TOKEN_REQUEST_URL: `${hub.url}/github/id-token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: hub.job.secret,
      GITHUB_STEP_SUMMARY: summary,
    };
    for (const script of [mirrorStep, sayStep])
      await promisify(execFile)('bash', ['-eo', 'pipefail', '-c', script ?? ''], { cwd: clone, env });
    assertSettled(hub, release, JSON.parse(readFileSync(join(clone, 'receipt.json'), 'utf8')));
    expect(readFileSync(summary, 'utf8')).toContain('"tag": "v0.1.0"');
  });

  it("opens with Python's clients, every config and split at the tag", async (context) => {
    const script = 'bench/publish/load_from_hub.py';
    const stdout = await python(context, 'datasets, huggingface_hub', script, repo, 'v0.1.0');
    expect(stdout).toContain('files as SHA256SUMS has them');
    expect(stdout).toContain('streaming: first row ev1_');
  }, 60_000);

  it('refuses a version that Git does not have, and one that it names otherwise', async () => {
    const unknown = await evenhand(['mirror', '9.9.9', '--repo', repo, '--json'], { cwd: clone });
    expect(unknown.code).toBe(2);
    expect(JSON.parse(unknown.stdout).error.code).toBe('UNKNOWN_RELEASE');
    const built = JSON.parse(readFileSync(join(release, 'manifest.json'), 'utf8'));
    const [file] = built.files;
    expect(() => refuseOther(structuredClone(built), built)).not.toThrow();
    for (const committed of [
      { ...built, files: [{ ...file, sha256: '0'.repeat(64) }, ...built.files.slice(1)] },
      { ...built, samples: 1 },
    ])
      expect(() => refuseOther(committed, built)).toThrow(
        expect.objectContaining({ code: 'RELEASE_DIFFERS', exitCode: 1 }),
      );
  });
});

describe('the local Hub', () => {
  it("is a Hub to Python's client too", async (context) => {
    const stdout = await python(context, 'huggingface_hub', 'test/publish/hugging-face-hub/protocol.py');
    expect(stdout).toContain('ok');
  }, 60_000);
});
