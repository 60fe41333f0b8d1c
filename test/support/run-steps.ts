import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { projectRoot } from './samples.ts';

export type Step = {
  name?: string;
  id?: string;
  uses?: string;
  run?: string;
  if?: string;
  shell?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
};

export type Job = {
  name?: string;
  permissions?: unknown;
  environment?: unknown;
  'timeout-minutes'?: number;
  env?: Record<string, string>;
  steps: Step[];
};

export type Workflow = {
  on: unknown;
  permissions: unknown;
  concurrency?: unknown;
  jobs: Record<string, Job>;
};

/** A YAML file of the project. */
export function readYaml<Content>(path: string): Content {
  return parse(readFileSync(join(projectRoot, path), 'utf8')) as Content;
}

/** What `${{ … }}` may speak of: `github`, `inputs`, `steps` … */
export type Contexts = Record<string, unknown>;

/** Expressions as far as ours go: paths and texts in quotes, joined by `||`. */
export function evaluate(text: string, contexts: Contexts): string {
  return text.replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression: string) => {
    const values = expression.split('||').map((part) => lookUp(part.trim(), contexts));
    return String(values.find((value) => value !== undefined && value !== '') ?? '');
  });
}

function lookUp(part: string, contexts: Contexts): unknown {
  if (/^'.*'$/.test(part)) return part.slice(1, -1);
  if (!/^[\w.-]+$/.test(part)) throw new Error(`the expression ${part} is more than run-steps.ts knows`);
  return part.split('.').reduce<unknown>((value, name) => (value as Contexts | undefined)?.[name], contexts);
}

type Runner = {
  cwd: string;
  /** Of the runner itself: GITHUB_EVENT_PATH and so on. */
  env: Record<string, string>;
  contexts: Contexts;
  /** Names of steps whose work the test has done: installing what is there. */
  done: string[];
};

export type StepsOutcome = { code: number; stdout: string; stderr: string };

/** Runs the scripts of a job or action as a runner does, in order, until one fails; actions are the test's to stand in for. */
export async function runSteps(
  { steps, env = {} }: Pick<Job, 'steps' | 'env'>,
  { cwd, env: own, contexts, done }: Runner,
): Promise<StepsOutcome> {
  const outcome: StepsOutcome = { code: 0, stdout: '', stderr: '' };
  for (const { name = '', run, env: ofStep = {} } of steps) {
    if (run === undefined || done.includes(name)) continue;
    const variables = Object.entries({ ...env, ...ofStep }).map(([key, text]) => [
      key,
      evaluate(text, contexts),
    ]);
    const { code, stdout, stderr } = await bash(run, cwd, { ...own, ...Object.fromEntries(variables) });
    outcome.stdout += stdout;
    outcome.stderr += stderr;
    if (code !== 0) return { ...outcome, code };
  }
  return outcome;
}

function bash(script: string, cwd: string, env: Record<string, string>): Promise<StepsOutcome> {
  const options = { cwd, env, maxBuffer: 2 ** 26 };
  return promisify(execFile)(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script],
    options,
  ).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code = 1, stdout = '', stderr = '' }) => ({ code: Number(code) || 1, stdout, stderr }),
  );
}
