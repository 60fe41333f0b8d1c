import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkRunsOf } from '../publish/github-hub/routes/check-runs.ts';
import { evenhand, git, newWorkshop } from '../support/workshop.ts';
import { newSite, openPull, report, type Site, validate, validatePull } from './pull-request-site.ts';

let site: Site;
let clone = '';
let good = '';

beforeAll(async () => {
  clone = newWorkshop();
  good = await contribution();
  site = await newSite(clone);
});
afterAll(() => site?.hub.close());

/** A branch with a few samples, as "contribute" makes it. */
async function contribution(): Promise<string> {
  const args = ['generate', 'prompts/gender/site-visit.yaml', '--count', '15', '--json'];
  const { run } = JSON.parse((await evenhand(args, { cwd: clone })).stdout);
  expect((await evenhand(['contribute', run.id, '--prepare'], { cwd: clone })).code).toBe(0);
  return `contribute/${run.id}`;
}

describe("validate.yml's own steps, on a pull request from a fork", () => {
  it('pass a contribution, and say so in the job summary', async () => {
    const { code, stdout, summary } = await validatePull(site, openPull(site, good));
    expect(stdout).toContain('Passed');
    expect(code).toBe(0);
    expect(summary).toContain('Passed');
    expect(git(site.runner, 'status', '--porcelain', 'data')).toBe('');
  });

  it('refuse a line that was changed after it was signed, and annotate it', async () => {
    git(clone, 'checkout', '--quiet', '-B', 'edited', good);
    const [path = ''] = git(clone, 'ls-files', 'data/**/*.jsonl').trim().split('\n');
    const text = readFileSync(join(clone, path), 'utf8');
    writeFileSync(join(clone, path), text.replace('"text":"', '"text":"Now '));
    git(clone, 'commit', '--quiet', '--all', '--message', 'Edit');
    const { code, stdout, stderr, summary } = await validatePull(site, openPull(site, 'edited'));
    expect(code).toBe(1);
    expect(stdout).toContain('E_ID');
    expect(stderr).toMatch(/^::error file=data/m);
    expect(summary).toContain('Failed');
  });
});

describe('the merge queue', () => {
  /** What the queue builds: the pull request merged onto what stands before it, on a branch that it names. */
  function queue(number: number, onto: string, branch: string) {
    const base = git(clone, 'rev-parse', onto).trim();
    git(clone, 'checkout', '--quiet', '--force', '--detach', base);
    git(clone, 'merge', '--quiet', '--no-ff', '--message', `Merge #${number}`, branch);
    const head = git(clone, 'rev-parse', 'HEAD').trim();
    const name = `gh-readonly-queue/main/pr-${number}-${base}`;
    git(site.upstream.folder, 'fetch', '--quiet', clone, `+${head}:refs/heads/${name}`);
    return { base, head, name };
  }

  const eventOf = ({ base, head, name }: ReturnType<typeof queue>) => ({
    action: 'checks_requested',
    merge_group: {
      base_sha: base,
      head_sha: head,
      base_ref: 'refs/heads/main',
      head_ref: `refs/heads/${name}`,
    },
  });

  it('judges the merge result: what two pull requests hold only together', async () => {
    // The same samples under another run's name: each passes alone, the second is a copy once the first is in.
    const first = queue(1, 'main', good);
    expect((await validate(site, eventOf(first))).code).toBe(0);
    const copy = copyOf(good);
    expect((await validatePull(site, openPull(site, copy))).code).toBe(0);
    const second = queue(2, first.head, copy);
    const { code, stdout } = await validate(site, eventOf(second));
    expect(code).toBe(1);
    expect(stdout).toContain('E_DUPLICATE');

    const run = { event: 'merge_group', branch: second.name, headSha: second.head, from: site.upstream };
    expect((await report(site, run)).code).toBe(0);
    expect(checkRunsOf(site.upstream)).toMatchObject([{ conclusion: 'failure', head_sha: second.head }]);
    // A name with another commit, such as the pull request's own, is not believed.
    const pullHead = git(clone, 'rev-parse', copy).trim();
    const misnamed = { ...run, branch: second.name.replace(first.head, pullHead) };
    checkRunsOf(site.upstream).length = 0;
    expect((await report(site, misnamed)).code).toBe(0);
    const onto = git(clone, 'rev-parse', 'main').trim().slice(0, 12);
    expect(JSON.stringify(checkRunsOf(site.upstream))).toContain(onto);
    const fromFork = await report(site, { ...run, from: site.fork });
    expect(fromFork.stdout).toContain('no branch of the merge queue');
    expect(site.hub.violations).toEqual([]);
  });

  /** The contribution once more, as a run of another name. */
  function copyOf(branch: string): string {
    git(clone, 'checkout', '--quiet', '--force', '-B', 'again', branch);
    const run = branch.replace('contribute/', '');
    const twin = `${run.slice(0, -8)}00000000`;
    const [data = '', record = ''] = git(clone, 'ls-files', 'data').trim().split('\n').sort();
    const rename = (path: string) => path.replace(run, twin);
    const text = readFileSync(join(clone, data), 'utf8').replaceAll(run, twin);
    writeFileSync(join(clone, rename(data)), text);
    const runFile = JSON.parse(readFileSync(join(clone, record), 'utf8').replaceAll(run, twin));
    runFile.files[0].sha256 = createHash('sha256').update(text).digest('hex');
    writeFileSync(join(clone, rename(record)), `${JSON.stringify(runFile, null, 2)}\n`);
    git(clone, 'rm', '--quiet', data, record);
    git(clone, 'add', '--all', 'data');
    git(clone, 'commit', '--quiet', '--amend', '--message', 'Again');
    return 'again';
  }
});
