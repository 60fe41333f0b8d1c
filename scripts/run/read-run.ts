import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { requireJsonLine, requireStrictJson } from '../sample/json/require-json.ts';
import type { RunRecord } from '../sample/run-file.ts';
import type { Sample } from '../sample/sample.ts';
import type { RunPlan } from './run-plan.ts';

const knownSchema = 1;

/** Reads a run folder's plan; undefined where the folder holds none. */
export async function readRunPlan(folder: string): Promise<RunPlan | undefined> {
  const plan = await readObject<RunPlan>(join(folder, 'plan.json'), {
    run: 'string',
    schema: 'number',
    provider: 'string',
    count: 'number',
    specs: 'object',
  });
  if (plan && plan.schema > knownSchema) {
    throw new UserError(`the run in ${folder} was made by a newer evenhand (plan schema ${plan.schema})`, {
      code: 'RUN_TOO_NEW',
      fix: 'Update evenhand (git pull, npm ci) and try again.',
    });
  }
  return plan;
}

/** What made the run's samples; undefined while the run is unfinished. */
export function readRunRecord(folder: string): Promise<RunRecord | undefined> {
  return readObject<RunRecord>(join(folder, 'run.json'), {
    run: 'string',
    counts: 'object',
    specs: 'object',
  });
}

/** The samples saved so far, and the bytes their whole lines take: a torn last line does not count. */
export async function readSavedSamples(folder: string): Promise<{ lines: string[]; bytes: number }> {
  const text = await readFile(join(folder, 'samples.jsonl')).catch(emptyWhenMissing);
  const end = text.lastIndexOf(0x0a) + 1;
  const whole = text.subarray(0, end).toString('utf8');
  return { lines: whole.split('\n').slice(0, -1), bytes: end };
}

export async function readRunSamples(folder: string): Promise<Sample[]> {
  const path = join(folder, 'samples.jsonl');
  const { lines } = await readSavedSamples(folder);
  const encoder = new TextEncoder();
  return lines.map((line, index) => requireJsonLine(path, index + 1, encoder.encode(line), edited) as Sample);
}

/** Finds a run by its folder or by its id under `runsFolder`. */
export async function findRun(
  run: string,
  { cwd, runsFolder }: { cwd: string; runsFolder: string },
): Promise<string> {
  for (const folder of [resolve(runsFolder, run), resolve(cwd, run), resolve(cwd, 'runs', run)]) {
    // An imported run has no plan, a run interrupted at its start has no samples.
    const found = await Promise.all(['plan.json', 'run.json'].map((name) => exists(join(folder, name))));
    if (found.some(Boolean)) return folder;
  }
  throw new UserError(`there is no run "${run}" under ${runsFolder}`, {
    code: 'NO_RUN',
    fix: 'Name a run by its id or folder; "ls runs" lists those on this machine.',
  });
}

/** @param needed fields without which nothing can go on, each with its type */
async function readObject<Value extends object>(
  path: string,
  needed: Partial<Record<keyof Value & string, string>>,
): Promise<Value | undefined> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (bytes === undefined) return undefined;
  const value = requireStrictJson(path, bytes, edited) as Record<string, unknown> | null;
  const isThere = ([name, type]: [string, unknown]) => value?.[name] != null && typeof value[name] === type;
  const missing = Object.entries(needed).find((field) => !isThere(field));
  if (!missing) return value as Value;
  throw new UserError(`${path}: expected an object with "${missing[0]}"`, edited);
}

const edited = {
  code: 'BAD_RUN_FOLDER',
  fix: 'Delete the run folder and generate again: the same plan gives the same samples.',
};

function emptyWhenMissing(error: NodeJS.ErrnoException): Buffer {
  if (error.code === 'ENOENT') return Buffer.alloc(0);
  throw error;
}

function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
