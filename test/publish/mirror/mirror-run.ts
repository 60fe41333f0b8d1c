import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { startMirrorProgress } from '../../../scripts/commands/mirror/mirror-progress.ts';
import { type MirrorOptions, mirrorRelease } from '../../../scripts/commands/mirror/mirror-release.ts';
import { UserError } from '../../../scripts/errors.ts';
import { fetchPatiently } from '../../../scripts/publish/mirror/fetch-patiently.ts';
import type { Hub } from '../../../scripts/publish/mirror/hub.ts';
import { readReleaseFolder } from '../../../scripts/publish/mirror/read-release-folder.ts';
import type { Receipt } from '../../../scripts/publish/mirror/receipt.ts';
import type { World } from '../../../scripts/world.ts';
import { schema } from '../../support/samples.ts';
import type { TestHub } from '../hugging-face-hub/start-hub.ts';

export const repo = 'example/evenhand';

const validateRelease = schema('release');

type Options = {
  hub: TestHub;
  folder: string;
  fetch?: typeof globalThis.fetch;
  options?: Partial<MirrorOptions>;
  token?: string;
  signal?: AbortSignal;
};

export type MirrorRun = {
  code: number;
  stdout: string;
  stderr: string;
  waitedMs: number;
  receipt: () => Receipt;
};

/** The verb itself, in this process, with the waits left out. */
export async function runMirror(run: Options): Promise<MirrorRun> {
  const { hub, folder, fetch = globalThis.fetch, options = {}, token = hub.token } = run;
  const [stdout, stderr] = [collector(), collector()];
  const signal = run.signal ?? new AbortController().signal;
  const now = () => new Date('2026-11-25T06:00:00Z');
  const world: World = { argv: [], cwd: folder, env: {}, ...{ stdout, stderr, now, signal } };
  let waitedMs = 0;
  const wait = async (ms: number) => {
    waitedMs += ms;
  };
  const receiptPath = join(`${folder}.receipt.json`);
  const patient = fetchPatiently({ fetch, wait, now, signal, onWait: () => undefined });
  const place: Hub = { url: hub.url, repo, fetch: patient, signal, token: async () => token };
  const release = await readReleaseFolder({ folder, validateRelease });
  const code = await mirrorRelease({
    hub: place,
    release,
    folder,
    options: { repo, yes: true, create: true, receipt: receiptPath, ...options },
    world,
    progress: startMirrorProgress(world),
    wait,
  });
  const receipt = () => JSON.parse(readFileSync(receiptPath, 'utf8')) as Receipt;
  return { code, stdout: stdout.text(), stderr: stderr.text(), waitedMs, receipt };
}

function collector(): Writable & { text: () => string } {
  let text = '';
  const stream = new Writable({
    write(chunk, _, done) {
      text += String(chunk);
      done();
    },
  });
  return Object.assign(stream, { text: () => text });
}

/** Runs it as a person or a nightly job would: again, where it gave up because the Hub was away. */
export async function untilWhole(run: Options, onStart: () => void = () => undefined): Promise<MirrorRun> {
  for (let times = 1; ; times++) {
    onStart();
    try {
      return await runMirror(run);
    } catch (error) {
      const isAway = error instanceof UserError && error.exitCode === 3;
      if (!isAway || times === mostStarts) throw error;
    }
  }
}

const mostStarts = 20;
