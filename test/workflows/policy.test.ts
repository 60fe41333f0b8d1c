import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keySources } from '../../scripts/provider/model-providers.ts';
import { readYaml, type Workflow } from '../support/run-steps.ts';
import { projectRoot } from '../support/samples.ts';

const folder = join(projectRoot, '.github/workflows');
const workflows = readdirSync(folder).map((name) => ({
  name,
  workflow: readYaml<Workflow>(`.github/workflows/${name}`),
}));
const steps = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).flatMap(([job, { steps: own }]) =>
    own.map((step) => ({ where: `${name} ${job}`, step })),
  ),
);

/** What a workflow may do beyond reading, for how long it may run, and the one secret it may know. */
const granted: Record<
  string,
  { permissions: object; environment: string; minutes: number; secret?: string }
> = {
  'report.yml': {
    permissions: { checks: 'write', 'pull-requests': 'write' },
    environment: 'report',
    minutes: 20,
    secret: 'EVENHAND_APP_KEY',
  },
  'release.yml': {
    permissions: {
      contents: 'write',
      'pull-requests': 'write',
      'id-token': 'write',
      attestations: 'write',
    },
    environment: 'release',
    minutes: 60,
  },
  'nightly.yml': { permissions: { issues: 'write' }, environment: 'nightly', minutes: 60 },
  'pages.yml': {
    permissions: { pages: 'write', 'id-token': 'write' },
    environment: 'github-pages',
    minutes: 20,
  },
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
    expect(JSON.stringify(workflow.on)).not.toContain('pull_request_target');
  });

  it.each(workflows)(
    '$name runs no code of a pull request with more than a right to read',
    ({ name, workflow }) => {
      if (!granted[name]) return;
      expect(Object.keys(workflow.on as object)).not.toContain('pull_request');
      for (const { steps } of Object.values(workflow.jobs)) {
        const refs = steps.flatMap(({ uses, with: given }) =>
          uses?.startsWith('actions/checkout@') ? [given?.['ref']] : [],
        );
        expect(refs).toEqual([
          expect.stringMatching(/^(?:main|\$\{\{ github\.event\.repository\.default_branch \}\})$/),
        ]);
        // Whatever a run leaves for later ones, a pull request could have filled; pages are handed over within theirs.
        expect(JSON.stringify(steps).replace('actions/upload-pages-artifact@', '')).not.toMatch(
          /artifact|actions\/cache|"cache"|gh run|pull_request\.head/,
        );
      }
    },
  );

  it('asks no model: what a fork can start must not spend anybody’s money or know a vendor’s key', () => {
    const actions = ['.github/actions/check/action.yml', '.ci/run'];
    const texts = [
      ...workflows.map(({ name }) => `.github/workflows/${name}`),
      'template/.github/workflows/check.yml',
      ...actions,
    ].map((path) => ({ path, text: readFileSync(join(projectRoot, path), 'utf8') }));
    const variables = keySources().map(({ variable }) => variable);
    expect(variables).toContain('OPENAI_API_KEY');
    for (const { path, text } of texts) {
      expect(text, path).not.toMatch(/--(?:judge|moderation|budget|provider)\b/);
      for (const variable of variables) expect(text, path).not.toContain(variable);
    }
  });

  it('pins every action to a commit', () => {
    for (const { where, step } of steps.filter(({ step: { uses } }) => uses))
      expect(step.uses, where).toMatch(/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/);
  });

  it('puts nothing that others write into a script', () => {
    for (const { where, step } of steps) expect(step.run ?? '', where).not.toContain('${{');
  });

  it('keeps no credentials behind a checkout, and knows no secret that it has no use for', () => {
    for (const { where, step } of steps.filter(({ step: { uses } }) => uses?.startsWith('actions/checkout@')))
      expect(step.with?.['persist-credentials'], where).toBe(false);
    for (const { name } of workflows) {
      const named = readFileSync(join(folder, name), 'utf8').match(/secrets\.\w+/g) ?? [];
      const { secret } = granted[name] ?? {};
      expect(named, name).toEqual(secret ? [`secrets.${secret}`] : []);
    }
  });
});
