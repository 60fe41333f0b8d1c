// What it costs to judge a pull request of 1,000 samples as validate.yml and report.yml do, as the dataset grows:
//   node --import tsx bench/publish/pull-request-cost.ts 5000 50000
// Each step is a process of its own, as in a workflow; the clone is made before, as actions/checkout does. The files of the
// last release come from a server on the loopback.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { assetName } from '../../scripts/publish/release/publication.ts';
import { startGithubHub } from '../../test/publish/github-hub/start-hub.ts';
import { exampleRunFile } from '../../test/support/samples.ts';
import { gitEnv } from '../../test/support/workshop.ts';
import { benchRun, makeSamples } from '../check/make-samples.ts';

const program = join(import.meta.dirname, '../../scripts/bin.mjs');
/** A family of three stays in one file, and a file below 400 KB. */
const linesPerFile = 600;
const contributed = 1_000;
const run = '2026-11-25-evening-0a1b2c3d';

const git = (folder: string, ...args: string[]) =>
  execFileSync('git', args, { cwd: folder, env: gitEnv, encoding: 'utf8' }).trim();

type Cost = { seconds: number; cpuSeconds: number; megabytes: number };

/** Wall clock, processor time and the highest memory, by GNU time. */
async function measure(folder: string, command: string[], more: Record<string, string> = {}): Promise<Cost> {
  const words = ['-f', 'cost %e %U %S %M', ...command];
  const stderr = await new Promise<string>((resolve, reject) => {
    const options = { cwd: folder, env: { ...gitEnv, ...more }, maxBuffer: 2 ** 28 };
    execFile('/usr/bin/time', words, options, (error, stdout, said) => {
      if (error) reject(new Error(`${command.join(' ')}\n${stdout.slice(0, 3_000)}${said.slice(-2_000)}`));
      else resolve(said);
    });
  });
  const [, seconds = 0, user = 0, system = 0, kilobytes = 0] =
    /cost (\S+) (\S+) (\S+) (\S+)/.exec(stderr)?.map(Number) ?? [];
  if (stderr.includes('is read instead')) throw new Error(stderr);
  return { seconds, cpuSeconds: user + system, megabytes: kilobytes / 1_024 };
}

function write(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

function commit(folder: string, message: string): string {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', message);
  return git(folder, 'rev-parse', 'HEAD');
}

/** The dataset on main, the pull request as GitHub keeps it, and a runner's clone of main. */
function makeSite(samples: number) {
  const folder = mkdtempSync(join(tmpdir(), 'evenhand-cost-'));
  const origin = join(folder, 'origin');
  mkdirSync(origin);
  git(origin, 'init', '--quiet', '--initial-branch=main');
  const lines = [...makeSamples(samples + contributed)];
  for (let start = 0, part = 1; start < samples; start += linesPerFile, part += 1) {
    const name = part === 1 ? benchRun : `${benchRun}.${part}`;
    write(
      origin,
      `data/gender/2026/${name}.jsonl`,
      lines.slice(start, Math.min(samples, start + linesPerFile)).join(''),
    );
  }
  const source = commit(origin, 'The dataset');
  const release = makeRelease(origin, source);
  write(origin, 'releases/0.1.0/manifest.json', JSON.stringify(release.manifest));
  const base = commit(origin, 'The release');
  git(origin, 'checkout', '--quiet', '-b', 'pull');
  const ours = lines.slice(samples).map((line) => line.replace(benchRun, run));
  const files = [ours.slice(0, linesPerFile), ours.slice(linesPerFile)].map((part, index) => {
    const path = `data/gender/2026/${run}${index === 0 ? '' : '.2'}.jsonl`;
    const text = part.join('');
    write(origin, path, text);
    return { path, sha256: createHash('sha256').update(text).digest('hex'), samples: part.length };
  });
  write(
    origin,
    `data/gender/2026/${run}.run.json`,
    `${JSON.stringify({ ...exampleRunFile, run, date: '2026-11-25', files }, null, 2)}\n`,
  );
  const head = commit(origin, 'The contribution');
  git(origin, 'update-ref', 'refs/pull/1/head', head);
  git(origin, 'checkout', '--quiet', 'main');
  git(origin, 'branch', '--quiet', '--delete', '--force', 'pull');
  git(folder, 'clone', '--quiet', '--no-local', origin, 'runner');
  return { folder, runner: join(folder, 'runner'), base, head, assets: release.assets };
}

/** The files of a release that checks go by, and the manifest that names them. */
function makeRelease(dataset: string, source: string) {
  const out = mkdtempSync(join(tmpdir(), 'evenhand-release-'));
  const options = { cwd: dataset, env: gitEnv };
  execFileSync('node', [program, 'stats', '--save-state', join(out, 'bias-state.json')], options);
  execFileSync('node', [program, 'index', 'build', '--index', join(out, 'index')], options);
  const paths = ['bias-state.json', ...readdirSync(join(out, 'index')).map((name) => `index/${name}`)];
  const contents = paths.map((path) => ({ path, content: readFileSync(join(out, path)) }));
  rmSync(out, { recursive: true });
  const files = contents.map(({ path, content }) => ({
    path,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  }));
  return {
    manifest: { version: '0.1.0', commit: source, files },
    assets: contents.map(({ path, content }, index) => ({
      id: index + 1,
      name: assetName(path),
      content,
      state: 'uploaded',
    })),
  };
}

function say(samples: number, step: string, { seconds, cpuSeconds, megabytes }: Cost): void {
  process.stdout.write(
    `| ${samples.toLocaleString('en-GB')} | ${step} | ${seconds.toFixed(1)} | ${cpuSeconds.toFixed(1)} | ${megabytes.toFixed(0)} |\n`,
  );
}

process.stdout.write(
  '| samples | step | wall, s | processor, s | MB |\n| ---: | --- | ---: | ---: | ---: |\n',
);
for (const asked of process.argv.slice(2).map(Number)) {
  // Whole families of three.
  const samples = asked - (asked % 3);
  const { folder, runner, base, head, assets } = makeSite(samples);
  const check = ['node', program, 'check', '--base', base, '--head', head];
  say(
    samples,
    'fetch the commit',
    await measure(runner, ['git', 'fetch', '--quiet', '--no-tags', 'origin', head]),
  );
  say(samples, 'check (reads the whole base)', await measure(runner, check));
  const hub = await startGithubHub();
  const { releases } = await hub.repository('acme', 'evenhand');
  releases.push({ id: 1, tag: 'v0.1.0', target: 'main', name: '', notes: '', isDraft: false, assets });
  const env = { GITHUB_API_URL: hub.url, RUNNER_TEMP: join(folder, 'temp') };
  const cost = await measure(runner, [...check, '--last-release', 'acme/evenhand'], env);
  say(samples, `check --last-release (${hub.requests.length} requests)`, cost);
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
}
