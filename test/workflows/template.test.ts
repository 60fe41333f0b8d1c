import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { evaluate, type Job, readYaml, runSteps, type Step, type Workflow } from '../support/run-steps.ts';
import { projectRoot } from '../support/samples.ts';
import { evenhand, git, gitEnv } from '../support/workshop.ts';

type Action = { inputs: Record<string, { default: string }>; runs: { using: string; steps: Step[] } };

const action = readYaml<Action>('.github/actions/check/action.yml');
const workflow = readYaml<Workflow>('template/.github/workflows/check.yml');

let origin = '';
let clone = '';

/** Runs the action's steps on a pull request's branch, as the template's workflow does. */
async function check(branch: string) {
  const runner = mkdtempSync(join(tmpdir(), 'evenhand-runner-'));
  git(runner, 'clone', '--quiet', origin, 'work');
  const sha = (ref: string) => git(clone, 'rev-parse', ref).trim();
  git(clone, 'push', '--quiet', '--force', 'origin', `${branch}:refs/pull/1/head`);
  const event = { pull_request: { base: { sha: sha('main') }, head: { sha: sha(branch) } } };
  const summary = join(runner, 'summary.md');
  writeFileSync(summary, '');
  const job: Job = { steps: action.runs.steps };
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, { default: text }]) => [
      name,
      evaluate(text, { github: { event } }),
    ]),
  );
  const outcome = await runSteps(job, {
    cwd: join(runner, 'work'),
    env: {
      ...gitEnv,
      GITHUB_ACTION_PATH: join(projectRoot, '.github/actions/check'),
      GITHUB_REPOSITORY: 'acme/contracts',
      GITHUB_STEP_SUMMARY: summary,
    },
    contexts: { inputs },
    done: ['The checker'],
  });
  return { ...outcome, summary: readFileSync(summary, 'utf8') };
}

describe("the template repository's own check, by the reusable action", () => {
  beforeAll(async () => {
    const parent = mkdtempSync(join(tmpdir(), 'evenhand-template-'));
    origin = join(parent, 'origin.git');
    clone = join(parent, 'clone');
    cpSync(join(projectRoot, 'template'), clone, { recursive: true });
    git(parent, 'init', '--quiet', '--bare', '--initial-branch=main', 'origin.git');
    git(clone, 'init', '--quiet', '--initial-branch=main');
    git(clone, 'add', '--all');
    git(clone, 'commit', '--quiet', '--message', 'Start from the template');
    git(clone, 'remote', 'add', 'origin', origin);
    git(clone, 'push', '--quiet', '--set-upstream', 'origin', 'main');
    const run = JSON.parse((await evenhand(['generate', '--count', '40', '--json'], { cwd: clone })).stdout)
      .run.id;
    expect((await evenhand(['contribute', run, '--prepare'], { cwd: clone })).code).toBe(0);
    git(clone, 'branch', 'good', `contribute/${run}`);
  });

  it('is ten lines of YAML that use the action at a commit, and ask for nothing', () => {
    const lines = readFileSync(join(projectRoot, 'template/.github/workflows/check.yml'), 'utf8')
      .trim()
      .split('\n');
    expect(lines).toHaveLength(10);
    const [job] = Object.values(workflow.jobs);
    expect(job?.steps.map(({ uses }) => uses)).toEqual([
      expect.stringMatching(/^evenhand\/evenhand\/\.github\/actions\/check@[0-9a-f]{40}$/),
    ]);
  });

  it('passes samples on an axis that only the template has', async () => {
    const { code, stdout, summary } = await check('good');
    expect(stdout).toContain('Passed: no errors in 40 samples');
    expect(stdout).toContain('Kind of contract');
    expect(summary).toContain('Passed');
    expect(code).toBe(0);
  });

  it('holds them to its own axis and schema, not to ours', async () => {
    git(clone, 'checkout', '--quiet', '-B', 'bad', 'good');
    const [path = ''] = git(clone, 'ls-files', 'data/**/*.jsonl').trim().split('\n');
    const [one = '', two = '', ...rest] = readFileSync(join(clone, path), 'utf8').split('\n');
    const french = one.replace('"lang":"en"', '"lang":"fr"');
    writeFileSync(
      join(clone, path),
      [french, two.replace('"groups":["', '"groups":["robots","'), ...rest].join('\n'),
    );
    git(clone, 'commit', '--quiet', '--all', '--message', 'Edit');
    const { code, stdout, stderr } = await check('bad');
    expect(code).toBe(1);
    expect(stdout).toContain('E_SCHEMA');
    expect(stdout).toContain('E_GROUP');
    expect(stderr).toMatch(/^::error file=data\/contract/m);
  });

  it('leaves no sample, run or package behind in the template folder', () => {
    expect(readdirSync(join(projectRoot, 'template')).sort()).toEqual(
      ['.gitattributes', '.github', '.gitignore', 'README.md', 'prompts', 'schemas'].sort(),
    );
  });
});
