import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sample } from '../../scripts/sample/sample.ts';
import { type GithubHub, startGithubHub } from '../publish/github-hub/start-hub.ts';
import type { HubRepository } from '../publish/github-hub/state.ts';
import { commitFile, newDataset } from '../support/released.ts';
import { runHere } from '../support/run-here.ts';
import { exampleRunFile, jsonl, scenes, textSample } from '../support/samples.ts';
import { evenhand, git } from '../support/workshop.ts';

let folder = '';
let hub: GithubHub;
let remote: HubRepository;
let released: Sample & { kind: 'text' };
let family: Sample[];
/** One on the axis of the dogs, of another family. */
let stranger: Sample;
const hasLfs = spawnSync('git', ['lfs', 'version']).status === 0;

/** A run's two files, signed off by somebody. */
function writeRun(run: string, texts: string[], author = 'Ada Tester <ada@example.org>'): void {
  const stem = `data/gender/${run.slice(0, 4)}/${run}`;
  const data = jsonl(texts.map((text) => textSample(text, { run })));
  const files = [
    {
      path: `${stem}.jsonl`,
      sha256: createHash('sha256').update(data).digest('hex'),
      samples: texts.length,
    },
  ];
  const own = { run, date: run.slice(0, 10), files, author, signOff: `Signed-off-by: ${author}` };
  mkdirSync(join(folder, dirname(stem)), { recursive: true });
  writeFileSync(join(folder, `${stem}.jsonl`), data);
  writeFileSync(
    join(folder, `${stem}.run.json`),
    `${JSON.stringify({ ...exampleRunFile, ...own }, null, 2)}\n`,
  );
}

/** A branch off main that contributes a run. */
function contribute(run: string, texts: string[], author?: string): string {
  git(folder, 'checkout', '--quiet', '-B', run, 'main');
  writeRun(run, texts, author);
  commit(run);
  git(folder, 'checkout', '--quiet', 'main');
  return run;
}

function commit(message: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', message);
}

async function check(branch: string, more = '') {
  const env = { GITHUB_API_URL: hub.url, RUNNER_TEMP: join(folder, '..', 'temp') };
  const { stdout, stderr } = await runHere(folder, `check --base main --head ${branch} --json${more}`, env);
  return { report: JSON.parse(stdout), stderr };
}

const byRelease = ' --last-release acme/evenhand';

/** The same report either way. @returns it, and the requests that it took. */
async function checkBothWays(branch: string) {
  const whole = await check(branch);
  const before = hub.requests.length;
  const quick = await check(branch, byRelease);
  expect(quick.report).toEqual(whole.report);
  const codes = quick.report.findings.map(({ code }: { code: string }) => code) as string[];
  const { changes } = quick.report.bias;
  return { codes, changes, stderr: quick.stderr, requests: hub.requests.slice(before) };
}

const called = (name: string) => (place: string) =>
  `At the ${place} she calls her dog ${name}, and it comes.`;
const [quazzle, zorbfell] = [called('Quazzlebrim'), called('Zorbfellip')];
const places = ['harbour', 'bakery', 'station', 'stadium', 'orchard', 'museum', 'chapel', 'quarry'];
const grace = 'Grace Other <grace@example.org>';

/** Builds a release of main, puts its files on the hub, and names it on main. */
async function release(version = '0.1.0'): Promise<void> {
  const out = join(folder, '..', `release-${version}`);
  const built = await evenhand(['release', 'build', '--out', out], { cwd: folder });
  expect(built).toMatchObject({ code: 0 });
  const manifest = readFileSync(join(out, 'manifest.json'), 'utf8');
  const paths = (readdirSync(out, { recursive: true }) as string[]).filter((path) =>
    statSync(join(out, path)).isFile(),
  );
  const assets = paths.map((path, index) => ({
    id: 1_000 * remote.releases.length + index + 1,
    name: path.replaceAll('/', '--'),
    content: readFileSync(join(out, path)),
    state: 'uploaded',
  }));
  remote.releases.push({
    id: remote.releases.length + 1,
    tag: `v${version}`,
    target: 'main',
    name: '',
    notes: '',
    isDraft: false,
    assets,
  });
  commitFile(folder, `releases/${version}/manifest.json`, manifest);
}

describe('check --base --last-release', () => {
  beforeAll(async () => {
    folder = await newDataset(60);
    const paths = git(folder, 'ls-files', 'data/**/*.jsonl').trim().split('\n');
    const lines = paths.flatMap((path) => readFileSync(join(folder, path), 'utf8').trimEnd().split('\n'));
    const samples = lines.map((line) => JSON.parse(line));
    released = samples.find(({ kind, family }) => kind === 'text' && family);
    stranger = samples.find(({ axis, family }) => axis === 'gender' && family?.id !== released.family?.id);
    family = samples.filter((sample) => sample.family?.id === released.family?.id);
    writeRun('2026-11-20-evening-00000001', places.slice(0, 3).map(zorbfell), grace);
    commit('Three times a dog');
    hub = await startGithubHub();
    remote = await hub.repository('acme', 'evenhand', { from: folder });
    await release();
    writeRun('2999-01-01-evening-00000002', scenes.slice(0, 2));
    commit('Merged since the release');
  }, 60_000);
  afterAll(() => hub?.close());

  it("finds by the release's index and what came since all that reading the whole base finds", async () => {
    const copies = [
      `${released.text} Indeed.`,
      `${scenes[0]} Indeed.`,
      scenes[2] ?? '',
      ...places.slice(3).map(quazzle),
    ];
    const { codes, stderr, requests } = await checkBothWays(contribute('2026-11-25-copies-00000003', copies));
    expect(codes.filter((code) => code === 'E_NEAR_DUPLICATE')).toHaveLength(2);
    expect(stderr).toBe('');
    expect(requests.filter(({ path }) => path.endsWith('/bias-state.json'))).toHaveLength(1);
    expect(requests.filter(({ status }) => status === 206).length).toBeGreaterThan(0);
    expect(hub.violations).toEqual([]);
  });

  it('counts rare words over all that an author contributed, and asks everybody else before it believes', async () => {
    const more = places.slice(3, 6).map(zorbfell);
    const own = await checkBothWays(contribute('2026-11-25-grace-00000004', more, grace));
    expect(own.codes).toContain('E_TRIGGER_NGRAM');
    const another = await checkBothWays(contribute('2026-11-25-ada-00000005', places.slice(3).map(zorbfell)));
    expect(another.codes).not.toContain('E_TRIGGER_NGRAM');
  });

  /** Takes samples down on main. @returns what the checks said of the pull request. */
  async function takeDown(some: Sample[]) {
    const ids = some.map(({ id }) => id);
    const line = ['takedown', ...ids, '--reason', 'Asked for.', '--base', 'main', '--json'];
    const { branch } = JSON.parse((await evenhand(line, { cwd: folder })).stdout);
    const { report } = await check(branch, byRelease);
    git(folder, 'reset', '--quiet', '--hard', branch);
    git(folder, 'branch', '--quiet', '-D', branch);
    return { report, commit: git(folder, 'rev-parse', 'HEAD').trim() };
  }
  const codesOf = ({ findings }: { findings: { code: string }[] }) => findings.map(({ code }) => code);
  const contributeAlike = () =>
    contribute('2026-11-25-scenes-00000006', [`${released.text} Indeed.`, scenes[4] ?? '']);
  /** The changes of bias without the family. Since the release: a file in the open that lost a line counts as new. */
  let withoutFamily: unknown;
  /** What the checks say of taking it down. */
  let effect: unknown;
  const withoutDrift = (changes: { drift: unknown }[]) => changes.map(({ drift: _, ...change }) => change);

  it('leaves out of the numbers what was taken down since', async () => {
    const merged = git(folder, 'rev-parse', 'HEAD').trim();
    const taken = await takeDown(family);
    effect = withoutDrift(taken.report.bias.changes);
    expect(taken.report.bias.mode).toBe('takedown');
    const { codes, stderr, changes } = await checkBothWays(contributeAlike());
    expect(codes).not.toContain('E_NEAR_DUPLICATE');
    expect(stderr).toBe('');
    withoutFamily = withoutDrift(changes);
    git(folder, 'reset', '--quiet', '--hard', merged);
    expect((await check(taken.commit)).report).toEqual(taken.report);
  });

  it.skipIf(!hasLfs)(
    'goes on counting what is in the archive, without what was taken down there (skipped where git-lfs is missing)',
    async () => {
      const merged = git(folder, 'rev-parse', 'HEAD').trim();
      const before = await check(contributeAlike(), byRelease);
      const compacted = await evenhand(
        ['release', 'compact', '--before', '2998-01-01', '--base', 'main', '--json'],
        { cwd: folder },
      );
      git(folder, 'reset', '--quiet', '--hard', JSON.parse(compacted.stdout).branch);
      const moved = await check(contributeAlike(), byRelease);
      expect(moved.stderr).toBe('');
      expect(moved.report.bias.changes).toEqual(before.report.bias.changes);
      expect(codesOf(moved.report)).toContain('W_ARCHIVE_NOT_HERE');
      expect(codesOf(moved.report)).not.toContain('E_NEAR_DUPLICATE');

      const archived = git(folder, 'rev-parse', 'HEAD').trim();
      expect(withoutDrift((await takeDown(family)).report.bias.changes)).toEqual(effect);
      const cut = await check(contributeAlike(), byRelease);
      expect(cut.stderr).toBe('');
      expect(withoutDrift(cut.report.bias.changes)).toEqual(withoutFamily);

      git(folder, 'reset', '--quiet', '--hard', archived);
      await release('0.1.1');
      expect(withoutDrift((await takeDown(family)).report.bias.changes)).toEqual(effect);
      const cutSince = await check(contributeAlike(), byRelease);
      expect(cutSince.stderr).toBe('');
      expect(withoutDrift(cutSince.report.bias.changes)).toEqual(withoutFamily);
      expect(codesOf(cutSince.report)).not.toContain('E_NEAR_DUPLICATE');

      // What is left of a shard is compared with where it is here, else named.
      await takeDown([stranger]);
      const copies = contribute('2026-11-25-copies-00000010', [`${zorbfell(places[0] ?? '')} Indeed.`]);
      const there = (await check(copies, byRelease)).report.findings as { code: string; path: string }[];
      expect(there.map(({ code }) => code)).toContain('E_NEAR_DUPLICATE');
      renameSync(join(folder, '.git/lfs'), join(folder, '.git/lfs-away'));
      const away = (await check(copies, byRelease)).report.findings as { code: string; path: string }[];
      const shard = git(folder, 'ls-files', 'data/archive/gender-1-*').trim();
      expect(away).toMatchObject([{ code: 'W_ARCHIVE_NOT_HERE', path: shard }]);
      renameSync(join(folder, '.git/lfs-away'), join(folder, '.git/lfs'));
      remote.releases.pop();
      git(folder, 'reset', '--quiet', '--hard', merged);
    },
    60_000,
  );

  it('reads the whole base, and says so, where a file is not what was released, or not there', async () => {
    const head = contribute('2026-11-25-scene-00000007', [`${released.text} Indeed.`]);
    const whole = await check(head);
    const expectWhole = async (words: string) => {
      const { report, stderr } = await check(head, byRelease);
      expect(report).toEqual(whole.report);
      expect(stderr).toContain(words);
      expect(stderr).toContain('the whole base is read instead');
    };
    const assets = remote.releases[0]?.assets ?? [];
    for (const [ending, words] of [
      ['bias-state.json', 'is not what the release'],
      ['--index.json', 'another SHA-256'],
      ['.bands', 'cannot be believed'],
    ] as const) {
      const asset = assets.find(({ name }) => name.endsWith(ending)) as (typeof assets)[number];
      const { content } = asset;
      asset.content = Buffer.alloc(content.length);
      await expectWhole(words);
      asset.content = content;
    }
    remote.releases.length = 0;
    await expectWhole('answers 404');
  });
});
