import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../errors.ts';
import { canonicalJson } from '../sample/canonical-json.ts';
import type { RunRecord } from '../sample/run-file.ts';
import type { Sample } from '../sample/sample.ts';
import { readSavedSamples } from './read-run.ts';
import type { RunPlan } from './run-plan.ts';

/** Makes the run folder. */
export async function writeRunFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch(failWith(folder));
}

/** `plan.json` stands before the first answer. */
export async function writeRunPlan(folder: string, plan: RunPlan): Promise<void> {
  await writeFileAtomic(join(folder, 'plan.json'), prettyJson(plan)).catch(failWith(folder));
}

/** `run.json` stands once the run is whole. */
export async function writeRunRecord(folder: string, record: RunRecord): Promise<void> {
  await writeFileAtomic(join(folder, 'run.json'), prettyJson(record)).catch(failWith(folder));
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
 * interrupted run stay: the run is a pure function of its plan, so they are made again and compared.
 */
export async function openSampleWriter(folder: string): Promise<SampleWriter> {
  const saved = await readSavedSamples(folder);
  const path = join(folder, 'samples.jsonl');
  const file = await open(path, 'a').catch(failWith(path));
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
        failWith(path)(error);
      }
    },
    async close() {
      await file.sync().catch(failWith(path));
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

function failWith(path: string): (error: unknown) => never {
  return (cause) => {
    const { code, message } = cause as NodeJS.ErrnoException;
    const fix = writeFixes[code ?? ''] ?? 'Check the folder, or choose another one with --out.';
    throw new UserError(`cannot write ${path}: ${message}`, {
      code: 'WRITE_FAILED',
      fix,
      blame: 'world',
      cause,
    });
  };
}

const writeFixes: Record<string, string> = {
  ENOSPC: 'The disk is full. What is saved stays: free some space and run the same command again to go on.',
  EROFS: 'The disk is read-only: choose another folder with --out.',
  EACCES: 'You may not write there: choose another folder with --out.',
  ENOTDIR: 'A file stands where a folder is needed: choose another folder with --out.',
  EEXIST: 'A file stands where a folder is needed: choose another folder with --out.',
};

function prettyJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
