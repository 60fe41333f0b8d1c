import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { append, type RunningCheck } from '../../check/check.ts';
import { type FirstLook, lookAtSubjects } from '../../check/check-files.ts';
import { heedInterruption, interruptedCheck } from '../../check/heed-interruption.ts';
import type { SourceFile } from '../../check/source-file.ts';
import { addSample, mergeSummaries, type Summary } from '../../report/summarise.ts';
import type { Project } from '../project.ts';
import type { Share, Shown } from './look-thread.ts';
import { shareFiles } from './share-files.ts';

type Look = {
  cwd: string;
  subjects: SourceFile[];
  threads: number | undefined;
  only: string[] | undefined;
  checks: RunningCheck[];
  summary: Summary;
  signal: AbortSignal;
};

/** Starting a thread takes a second or two, in which one checks about as much. */
const bytesWorthAThread = 8_000_000;
/** Of 48 by default, which a thread fills with what a moment later is rubbish: it took no longer with 8. */
const maxYoungGenerationSizeMb = 8;
/** Each thread keeps its state in memory: beyond this one thread and a shelf stay under 512 MiB, two do not. */
const mostBytesInThreads = 500_000_000;

/**
 * Shows the subjects to the checks on several threads, this one among them, and takes their states together; undefined
 * where one thread is as fast. What comes of it does not depend on the number of threads, because states merge in any
 * order.
 * @throws UserError where the signal aborts; no thread is left then
 */
export async function lookInThreads(look: Look, project: Project): Promise<FirstLook | undefined> {
  const { cwd, subjects, only, checks, summary, signal } = look;
  const sized = await Promise.all(
    subjects.map(async ({ path }) => ({ path, bytes: (await stat(join(project.root, path))).size })),
  );
  const bytes = sized.reduce((sum, file) => sum + file.bytes, 0);
  const threads = look.threads ?? threadsFor(bytes);
  if (threads < 2) return undefined;
  const [own = [], ...others] = shareFiles(sized, threads);
  const elsewhere = others.map((paths) => lookElsewhere({ cwd, paths, only }, signal));
  // Whoever fails first ends the command; the others may not fail unheard.
  const all = Promise.all(elsewhere);
  all.catch(() => undefined);
  const ownPaths = new Set(own);
  const total = await lookAtSubjects({
    ...project,
    subjects: heedInterruption(
      subjects.filter(({ path }) => ownPaths.has(path)),
      signal,
    ),
    checks,
    onSample: (sample) => addSample(summary, sample),
  });
  for (const shown of await all) {
    for (const [index, check] of checks.entries()) check.take(shown.states[index]);
    mergeSummaries(summary, shown.summary);
    append(total.facts, shown.look.facts);
    append(total.runFiles, shown.look.runFiles);
    append(total.ofTombstones, shown.look.ofTombstones);
  }
  return total;
}

function threadsFor(bytes: number): number {
  if (bytes > mostBytesInThreads) return 1;
  return Math.min(availableParallelism(), Math.floor(bytes / bytesWorthAThread));
}

function lookElsewhere(workerData: Share, signal: AbortSignal): Promise<Shown> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('look-thread.mjs', import.meta.url), {
      workerData,
      resourceLimits: { maxYoungGenerationSizeMb },
    });
    const stop = () => {
      reject(interruptedCheck());
      worker.terminate();
    };
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => {
      signal.removeEventListener('abort', stop);
      reject(new Error(`a thread ended with ${code} before it was done`));
    });
  });
}
