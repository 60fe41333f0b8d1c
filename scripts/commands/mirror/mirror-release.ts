import { resolve } from 'node:path';
import { type Drift, isDrift } from '../../publish/mirror/drift.ts';
import { fetchHubState } from '../../publish/mirror/fetch-hub-state.ts';
import { fetchReadBack } from '../../publish/mirror/fetch-read-back.ts';
import { formatDrift, formatPlan } from '../../publish/mirror/format-drift.ts';
import type { Hub, Wait } from '../../publish/mirror/hub.ts';
import { driftOf, type Release } from '../../publish/mirror/next-step.ts';
import { persist } from '../../publish/mirror/persist.ts';
import { pushMirror } from '../../publish/mirror/push-mirror.ts';
import { type ReadBack, receiptOf, type Settled } from '../../publish/mirror/receipt.ts';
import { writeReceipt } from '../../publish/mirror/write-receipt.ts';
import { formatJson } from '../../publish/release/manifest.ts';
import { inertJson } from '../../report/inert.ts';
import { sayCount } from '../../report/wording.ts';
import type { World } from '../../world.ts';
import { requireConsent } from '../consent.ts';
import type { MirrorProgress } from './mirror-progress.ts';

export type MirrorOptions = {
  repo: string;
  check?: boolean;
  dryRun?: boolean;
  yes?: boolean;
  create?: boolean;
  download?: boolean;
  receipt?: string;
  json?: boolean;
};

type Job = {
  hub: Hub;
  release: Release;
  folder: string;
  options: MirrorOptions;
  world: World;
  progress: MirrorProgress;
  wait: Wait;
};

const advice = {
  later: 'Run the same command again when the plan is right.',
  unasked: 'Read the plan (--dry-run prints it alone), then add --yes.',
};

/** Compares, shows the plan, does it; returns the exit code. */
export async function mirrorRelease(job: Job): Promise<number> {
  const { hub, release, options, world } = job;
  const state = await persist(() => fetchHubState(hub, release), hub, patience(job));
  const drift = driftOf(release, state);
  const seen = { hub, release, state, drift };
  if (options.check) return check(job, drift, formatDrift(seen));
  const plan = formatPlan(seen);
  if (options.dryRun) {
    world.stdout.write(options.json ? sayJson({ ok: true, ...place(job), drift }) : plan);
    return 0;
  }
  if (!options.json) world.stdout.write(plan);
  if (isDrift(drift)) await requireConsent({ yes: options.yes, ...advice }, world);
  return finish(job, await push(job));
}

function push({ hub, release, folder, options, progress, ...job }: Job): Promise<Settled> {
  const { step, file } = progress;
  const hooks = { onStep: step, onProgress: file, ...patience({ ...job, progress }) };
  return pushMirror({ hub, release, folder, create: options.create === true, ...hooks });
}

async function check(job: Job, drift: Drift, words: string): Promise<number> {
  const { release, options, world, progress } = job;
  const ok = !isDrift(drift);
  if (ok && options.download) await readBack(job, release.files);
  progress.end();
  world.stdout.write(options.json ? sayJson({ ok, ...place(job), drift }) : words);
  return ok ? 0 : 1;
}

async function finish(job: Job, settled: Settled): Promise<number> {
  const { hub, release, options, world, progress } = job;
  const plain = new Set(settled.files.filter(({ sha256 }) => sha256 === undefined).map(({ path }) => path));
  const files = options.download ? release.files : release.files.filter(({ path }) => plain.has(path));
  const downloaded = await readBack(job, files);
  progress.end();
  const receipt = receiptOf({ hub, release, settled, downloaded, at: world.now() });
  const path = options.receipt ?? `runs/mirror-${release.version}.json`;
  await writeReceipt(resolve(world.cwd, path), receipt);
  const { tag, tagged, url } = receipt;
  world.stdout.write(
    options.json
      ? sayJson({ ok: true, ...receipt, receipt: path })
      : `${url} holds ${release.version}: ${sayCount(receipt.files, 'file')}, ${tag} at ${tagged.slice(0, 12)}; ${sayCount(downloaded.files, 'file')} read back. Receipt: ${path}\n`,
  );
  return 0;
}

function readBack(job: Job, files: Release['files']): Promise<ReadBack> {
  const { hub, release, progress } = job;
  const paths = files.map(({ path }) => path);
  return fetchReadBack({ hub, release, paths, onRead: progress.read, ...patience(job) });
}

function patience({ wait, progress }: Pick<Job, 'wait' | 'progress'>) {
  return { wait, onTrouble: progress.trouble };
}

function sayJson(value: object): string {
  return inertJson(formatJson(value));
}

function place({ hub, release }: Job) {
  return { repo: hub.repo, version: release.version };
}
