import { mkdir, open, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../errors.ts';
import { canonicalJson } from '../sample/canonical-json.ts';
import type { RunRecord } from '../sample/run-file.ts';
import type { Sample } from '../sample/sample.ts';
import { readSavedSamples } from './read-run.ts';
import type { RunPlan } from './run-plan.ts';
import { writeFailed } from './write-failure.ts';

/** Makes the run folder. */
export async function writeRunFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch(writeFailed(folder));
}

/** A run that could write nothing leaves nothing behind. */
export async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch(() => undefined);
}

export async function removeSamples(folder: string): Promise<void> {
  await rm(join(folder, 'samples.jsonl'), { force: true });
}

/** `plan.json` stands before the first answer. */
export async function writeRunPlan(folder: string, plan: RunPlan): Promise<void> {
  await writeFileAtomic(join(folder, 'plan.json'), prettyJson(plan)).catch(writeFailed(folder));
}

/** `run.json` stands once the run is whole. */
export async function writeRunRecord(folder: string, record: RunRecord): Promise<void> {
  await writeFileAtomic(join(folder, 'run.json'), prettyJson(record)).catch(writeFailed(folder));
}

/** A run that goes on is no longer whole. */
export async function removeRunRecord(folder: string): Promise<void> {
  await rm(join(folder, 'run.json'), { force: true });
}

export type SampleWriter = {
  /** Saves samples behind those already saved. Those a resumed run makes again must equal the saved ones. */
  append(samples: Sample[]): Promise<void>;
  /** Syncs to disk and closes. */
  close(): Promise<void>;
  /** How many whole lines the file held when it was opened. */
  readonly resumedFrom: number;
};

/**
 * Opens `samples.jsonl` for appending. A torn last line of a crashed run is cut off. The lines of an
 * interrupted run stay: the run is a pure function of its plan, so they are made again and compared. With
 * `rebuild` the file is made anew: what it holds follows from the journal, not from the plan alone.
 */
export async function openSampleWriter(folder: string, { rebuild = false } = {}): Promise<SampleWriter> {
  const saved = rebuild ? { lines: [], bytes: 0 } : await readSavedSamples(folder);
  const path = join(folder, 'samples.jsonl');
  const file = await open(path, 'a').catch(writeFailed(path));
  await file.truncate(saved.bytes);
  let length = saved.bytes;
  let next = 0;
  return {
    resumedFrom: saved.lines.length,
    async append(samples) {
      const lines = samples.map(canonicalJson);
      const known = saved.lines.slice(next, next + lines.length);
      if (known.some((line, index) => line !== lines[index])) throw changedSamples(path, next);
      next += lines.length;
      const fresh = lines
        .slice(known.length)
        .map((line) => `${line}\n`)
        .join('');
      if (fresh === '') return;
      try {
        await file.writeFile(fresh);
        length += Buffer.byteLength(fresh);
      } catch (error) {
        // A disk that fills up in the middle of a line must not leave half of it.
        await file.truncate(length).catch(() => undefined);
        writeFailed(path)(error);
      }
    },
    async close() {
      await file.sync().catch(writeFailed(path));
      await file.close();
    },
  };
}

function changedSamples(path: string, line: number): UserError {
  return new UserError(`${path} near line ${line + 1} differs from what the run's plan gives`, {
    code: 'RUN_CHANGED',
    fix: 'Somebody edited the file, or the dataset changed: delete the run folder and generate again.',
  });
}

function prettyJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
