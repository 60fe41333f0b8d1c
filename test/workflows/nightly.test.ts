import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { conversationsOf } from '../publish/github-hub/routes/issues.ts';
import { commitFile, newDataset } from '../support/released.ts';
import { readYaml, runSteps, type Workflow } from '../support/run-steps.ts';
import { git, gitEnv } from '../support/workshop.ts';
import { newSite, type Site } from './pull-request-site.ts';

let site: Site;
let clone = '';
let token = '';

beforeAll(async () => {
  clone = await newDataset(24);
  site = await newSite(clone);
  const permissions = { contents: 'read', issues: 'write' } as const;
  token = site.hub.account('github-actions[bot]', { type: 'Bot', permissions }).token.value;
});
afterAll(() => site?.hub.close());
beforeEach(() => {
  conversationsOf(site.upstream).issues.length = 0;
});

/** Runs the steps of nightly.yml on what the clone's main holds now; there is no mirror. */
async function audit() {
  git(site.upstream.folder, 'fetch', '--quiet', clone, '+main:main');
  git(site.runner, 'fetch', '--quiet', 'origin');
  git(site.runner, 'reset', '--quiet', '--hard', 'origin/main');
  const { steps = [] } = readYaml<Workflow>('.github/workflows/nightly.yml').jobs['audit'] ?? {};
  const outcome = await runSteps(
    { steps },
    {
      cwd: site.runner,
      env: {
        ...gitEnv,
        GIT_LFS_SKIP_SMUDGE: '1',
        GITHUB_API_URL: site.hub.url,
        GITHUB_REPOSITORY: 'evenhand/evenhand',
        RUNNER_TEMP: join(site.runner, '..'),
      },
      contexts: { github: { token }, vars: {} },
      done: ['The tool', 'The mirror'],
    },
  );
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  return { stdout: outcome.stdout, issues: conversationsOf(site.upstream).issues };
}

describe("nightly.yml's own steps", () => {
  it('say nothing where all is well', async () => {
    const { stdout, issues } = await audit();
    expect(stdout).toContain('All is well; issue: nothing');
    expect(issues).toEqual([]);
  });

  it('keep one issue while something is wrong, and close it once it is mended', async () => {
    const content = Buffer.from('archived\n');
    const sha256 = createHash('sha256').update(content).digest('hex');
    const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${content.length}\n`;
    const start = git(clone, 'rev-parse', 'main').trim();
    writeFileSync(join(clone, '.git/info/attributes'), 'data/archive/* -filter\n');
    commitFile(clone, 'data/archive/gender-1-0a1b2c3d.jsonl', pointer);
    // A release of the time before there were any data: all that came since is judged together.
    const commit = git(clone, 'rev-list', '--max-parents=0', 'HEAD').trim();
    commitFile(clone, 'releases/0.1.0/manifest.json', JSON.stringify({ commit }));
    const [path = ''] = git(clone, 'ls-files', 'data/*/2*/*.jsonl').trim().split('\n');
    commitFile(clone, path, `${git(clone, 'show', `HEAD:${path}`)}{"id":"@everyone"}\n`);
    const first = await audit();
    expect(first.stdout).toContain('issue: opened');
    expect((await audit()).stdout).toContain('issue: updated');
    expect(first.issues).toHaveLength(1);
    const body = first.issues[0]?.body ?? '';
    expect(body).toContain('❌ | Does the whole dataset pass its checks?');
    expect(body).toContain('❌ | Does every file of the archive exist? | 1 of 1 are missing.');
    expect(body).toContain(sha256);
    expect(body).toMatch(/✅ \| Has its balance got worse since the last release\? \| Bias: /);
    expect(body.replaceAll(/`[^`]*`/g, '')).not.toContain('@everyone');
    expect(body.length).toBeLessThanOrEqual(60_000);

    site.upstream.lfsObjects.set(sha256, content);
    git(clone, 'reset', '--quiet', '--hard', start);
    const { stdout, issues } = await audit();
    expect(stdout).toContain('issue: closed');
    expect(issues).toMatchObject([{ state: 'closed' }]);
    expect(site.hub.violations).toEqual([]);
  });
});
