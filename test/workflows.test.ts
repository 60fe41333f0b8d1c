import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from './support/samples.ts';
import { evenhand, git, gitEnv, newWorkshop } from './support/workshop.ts';

type Step = {
  name?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
  with?: Record<string, unknown>;
};
type Job = {
  permissions?: unknown;
  environment?: string;
  'timeout-minutes'?: number;
  env?: Record<string, string>;
  steps: Step[];
};
type Workflow = { on: unknown; permissions: unknown; concurrency?: unknown; jobs: Record<string, Job> };

const folder = join(projectRoot, '.github/workflows');
const workflows = readdirSync(folder).map((name) => ({
  name,
  workflow: parse(readFileSync(join(folder, name), 'utf8')) as Workflow,
}));
const steps = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).flatMap(([job, { steps: own }]) =>
    own.map((step) => ({ where: `${name} ${job}`, step })),
  ),
);

/** What a workflow may do beyond reading, and for how long it may run. */
const granted: Record<string, { permissions: object; environment: string; minutes: number }> = {
  'mirror.yml': { permissions: { 'id-token': 'write' }, environment: 'hugging-face', minutes: 60 },
};

describe('every workflow', () => {
  it.each(workflows)('$name asks for nothing it does not need', ({ name, workflow }) => {
    expect(workflow.permissions).toEqual({});
    expect(workflow.concurrency).toBeDefined();
    for (const job of Object.values(workflow.jobs)) {
      const more = granted[name];
      expect(job.permissions).toEqual({ contents: 'read', ...more?.permissions });
      expect(job['timeout-minutes']).toBeLessThanOrEqual(more?.minutes ?? 20);
      // What may do more than read runs in an environment, which says from which branch.
      expect(job.environment).toBe(more?.environment);
    }
    expect(JSON.stringify(workflow.on)).not.toMatch(/pull_request_target|workflow_run/);
  });

  it('pins every action to a commit', () => {
    for (const { where, step } of steps.filter(({ step: { uses } }) => uses))
      expect(step.uses, where).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/);
  });

  it('puts nothing that others write into a script', () => {
    for (const { where, step } of steps) expect(step.run ?? '', where).not.toContain('${{');
  });

  it('keeps no credentials behind a checkout, and uses no secret', () => {
    for (const { where, step } of steps.filter(({ step: { uses } }) => uses?.startsWith('actions/checkout@')))
      expect(step.with?.['persist-credentials'], where).toBe(false);
    for (const { name } of workflows)
      expect(readFileSync(join(folder, name), 'utf8')).not.toContain('secrets.');
  });
});

/** A clone of the base with the program in it, as the runner has it once the first steps are done. */
function newRunner(origin: string): string {
  const runner = join(origin, '..', 'runner');
  git(join(origin, '..'), 'clone', '--quiet', origin, runner);
  for (const path of ['scripts', 'package.json'])
    cpSync(join(projectRoot, path), join(runner, path), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(runner, 'node_modules'));
  return runner;
}

describe("validate.yml's own steps, on a pull request from a fork", () => {
  const [fetch, check] = ['The pull request, as objects', 'Check'].map(
    (name) => steps.find(({ step }) => step.name === name)?.step.run ?? '',
  ) as [string, string];
  let origin = '';
  let runner = '';
  let fork = '';
  beforeAll(async () => {
    fork = newWorkshop();
    origin = join(fork, '..', 'origin.git');
    runner = newRunner(origin);
    await evenhand(['generate', 'prompts/gender', '--count', '30'], { cwd: fork });
    const [run = ''] = readdirSync(join(fork, 'runs'));
    expect((await evenhand(['contribute', run, '--prepare'], { cwd: fork })).code).toBe(0);
    git(fork, 'switch', '--quiet', `contribute/${run}`);
  });

  /** Pushes as GitHub keeps a pull request (refs/pull/N/head), then runs the steps with the event's commits. */
  async function validate(number: number) {
    git(fork, 'push', '--quiet', 'origin', `HEAD:refs/pull/${number}/head`);
    const summary = join(runner, '..', `summary-${number}.md`);
    writeFileSync(summary, '');
    const env = {
      ...gitEnv,
      BASE_SHA: git(fork, 'rev-parse', 'main').trim(),
      HEAD_SHA: git(fork, 'rev-parse', 'HEAD').trim(),
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_ACTIONS: 'true',
      CI: 'true',
    };
    const shell = (script: string) =>
      promisify(execFile)('bash', ['-eo', 'pipefail', '-c', script], { cwd: runner, env });
    await shell(fetch);
    const outcome = await shell(check).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
    return { ...outcome, summary: readFileSync(summary, 'utf8') };
  }

  it('pass a contribution, and say so in the job summary', async () => {
    const { code, stdout, summary } = await validate(1);
    expect(stdout).toContain('Passed');
    expect(code).toBe(0);
    expect(summary).toContain('Passed');
    expect(git(runner, 'status', '--porcelain', 'data')).toBe('');
  });

  it('refuse data that comes with a workflow, and run nothing of it', async () => {
    mkdirSync(join(fork, '.github/workflows'), { recursive: true });
    writeFileSync(join(fork, '.github/workflows/validate.yml'), 'on: push\n');
    git(fork, 'add', '--all', '.github');
    git(fork, 'commit', '--quiet', '--message', 'Also');
    const { code, stderr, summary } = await validate(2);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^::error /m);
    expect(summary).toContain('Failed');
  });

  it('refuse a line that was changed after it was signed', async () => {
    git(fork, 'reset', '--quiet', '--hard', 'HEAD^');
    const [path = ''] = git(fork, 'ls-files', 'data/**/*.jsonl').trim().split('\n');
    writeFileSync(
      join(fork, path),
      readFileSync(join(fork, path), 'utf8').replace('"text":"', '"text":"Now '),
    );
    git(fork, 'commit', '--quiet', '--all', '--message', 'Edit');
    const { code, stdout } = await validate(3);
    expect(code).toBe(1);
    expect(stdout).toContain('E_ID');
  });
});
