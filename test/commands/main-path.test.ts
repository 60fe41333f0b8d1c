import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../support/samples.ts';
import { evenhand, git, newWorkshop } from '../support/workshop.ts';

const samplesOf = (folder: string, run: string) =>
  readFile(join(folder, 'runs', run, 'samples.jsonl'), 'utf8');

async function onlyRun(folder: string): Promise<string> {
  const [run = ''] = await readdir(join(folder, 'runs'));
  return run;
}

describe('from a prompt spec to a branch', () => {
  let folder = '';
  let run = '';
  beforeAll(async () => {
    folder = newWorkshop();
    const outcome = await evenhand(['generate', '--count', '60'], { cwd: folder });
    expect(outcome.stderr).toBe('');
    expect(outcome.code).toBe(0);
    run = await onlyRun(folder);
  });

  it('leaves a run that Git does not see', async () => {
    expect((await readdir(join(folder, 'runs', run))).sort()).toEqual([
      'plan.json',
      'report.html',
      'report.json',
      'report.md',
      'run.json',
      'samples.jsonl',
    ]);
    expect(git(folder, 'status', '--porcelain')).toBe('');
    const lines = (await samplesOf(folder, run)).trimEnd().split('\n');
    const record = JSON.parse(await readFile(join(folder, 'runs', run, 'run.json'), 'utf8'));
    expect(record).toMatchObject({
      run,
      provider: 'template',
      costMicroUsd: 0,
      counts: { accepted: lines.length },
    });
  });

  it('says the same again instead of making a second run', async () => {
    const before = await samplesOf(folder, run);
    expect((await evenhand(['generate', '--count', '60'], { cwd: folder })).code).toBe(0);
    expect(await readdir(join(folder, 'runs'))).toEqual([run]);
    expect(await samplesOf(folder, run)).toBe(before);
  });

  it('passes its own checks, and fails them once a line is edited', async () => {
    const path = join(folder, 'runs', run, 'samples.jsonl');
    const good = await evenhand(['check', path, '--json'], { cwd: folder });
    expect(JSON.parse(good.stdout)).toMatchObject({ ok: true, findings: [] });
    const edited = join(folder, 'runs', 'edited.jsonl');
    await writeFile(edited, (await readFile(path, 'utf8')).replace('"text":"', '"text":"Now '));
    const bad = await evenhand(['check', edited, '--json', '--only', 'identity'], { cwd: folder });
    expect(bad.code).toBe(1);
    for (const { stdout } of [good, bad]) expect(schema('report')(JSON.parse(stdout))).toEqual([]);
    const written = await readFile(join(folder, 'runs', run, 'report.json'), 'utf8');
    expect(schema('report')(JSON.parse(written))).toEqual([]);
    expect(JSON.parse(bad.stdout).findings).toMatchObject([{ code: 'E_ID', path: 'runs/edited.jsonl' }]);
    await rm(edited);
  });

  it('contributes it on a branch of its own, twice to the same end, and then refuses it as a duplicate', async () => {
    await appendFile(join(folder, 'package.json'), ' ');
    const status = git(folder, 'status', '--porcelain=v2', '--branch');
    const first = await evenhand(['contribute', run, '--prepare', '--json'], { cwd: folder });
    expect(first.stderr).toBe('');
    const outcome = JSON.parse(first.stdout);
    expect(outcome).toMatchObject({
      ok: true,
      kind: 'created',
      branch: `contribute/${run}`,
      push: `git push -u origin contribute/${run}`,
    });
    const second = await evenhand(['contribute', run, '--prepare', '--json'], { cwd: folder });
    expect(JSON.parse(second.stdout)).toMatchObject({ kind: 'unchanged', commit: outcome.commit });
    expect(git(folder, 'status', '--porcelain=v2', '--branch')).toBe(status);
    expect(git(folder, 'log', '-1', '--format=%B', outcome.branch)).toContain(
      'Signed-off-by: Ada Tester <ada@example.org>',
    );
    const tree = git(folder, 'ls-tree', '-r', '--name-only', outcome.branch, 'data/').trim().split('\n');
    expect(tree).toEqual(outcome.files.map(({ path }: { path: string }) => path).sort());

    git(folder, 'push', '--quiet', 'origin', `${outcome.branch}:main`);
    git(folder, 'fetch', '--quiet');
    const merged = await evenhand(['contribute', run, '--prepare', '--json'], { cwd: folder });
    expect(JSON.parse(merged.stdout)).toMatchObject({ ok: true, kind: 'merged' });
    git(folder, 'checkout', '--quiet', '--force', '--detach', 'origin/main');
    expect(await evenhand(['check'], { cwd: folder })).toMatchObject({ code: 0 });
    const copy = join(folder, 'runs', 'copy.jsonl');
    await writeFile(copy, await samplesOf(folder, run));
    const repeated = await evenhand(['check', copy, '--against', 'data', '--only', 'duplicates', '--json'], {
      cwd: folder,
    });
    expect(JSON.parse(repeated.stdout)).toMatchObject({
      ok: false,
      findings: expect.arrayContaining([expect.objectContaining({ code: 'E_DUPLICATE' })]),
    });

    const stats = await evenhand(['stats', '--json'], { cwd: folder });
    expect(JSON.parse(stats.stdout)).toMatchObject({ runs: 1, providers: { template: 1 } });
  });

  it('reproduces the merged run byte for byte from what the dataset was then', async () => {
    const before = await samplesOf(folder, run);
    const again = await evenhand(['generate', '--reproduce', run, '--out', 'again'], { cwd: folder });
    expect(again.code).toBe(0);
    expect(await readFile(join(folder, 'again', run, 'samples.jsonl'), 'utf8')).toBe(before);
  });

  it('reproduces it in a clone that never had its run folder, from the run file alone', async () => {
    const before = await samplesOf(folder, run);
    const elsewhere = join(folder, 'elsewhere');
    await rename(join(folder, 'runs', run), elsewhere);
    const again = await evenhand(['generate', '--reproduce', run], { cwd: folder });
    expect(again.code).toBe(0);
    expect(await samplesOf(folder, run)).toBe(before);
    await rm(join(folder, 'runs', run), { recursive: true });

    // Specs may be mended or given up: Git has the versions that the run was made from.
    const record = git(folder, 'grep', '--name-only', 'prompts/', 'HEAD', '--', 'data/*.run.json').split(
      '\n',
    )[0];
    const { specs } = JSON.parse(git(folder, 'show', record ?? ''));
    const [edited = '', gone = ''] = specs.map((name: string) => name.split('@')[0]);
    await appendFile(join(folder, edited), '# mended\n');
    await rm(join(folder, gone));
    const asItWas = await evenhand(['generate', '--reproduce', run], { cwd: folder });
    expect(asItWas).toMatchObject({ code: 0 });
    expect(await samplesOf(folder, run)).toBe(before);
    git(folder, 'checkout', '--quiet', '--', edited, gone);
    await rm(join(folder, 'runs', run), { recursive: true });
    await rename(elsewhere, join(folder, 'runs', run));
    const unknown = await evenhand(['generate', '--reproduce', run.replace(/.$/, 'x')], { cwd: folder });
    expect(unknown.stderr).toContain('NO_RUN');
  });

  it('draws its next run from an unused seed', async () => {
    const next = await evenhand(['generate', '--count', '60', '--dry-run', '--json'], { cwd: folder });
    const record = JSON.parse(await readFile(join(folder, 'runs', run, 'run.json'), 'utf8'));
    expect(JSON.parse(next.stdout).seed).toBe(record.seed + 1);
  });
});

describe('an interrupted run', () => {
  it('saves what it has, exits 130, and ends byte-identical when resumed', async () => {
    const folder = newWorkshop();
    const args = ['generate', '--count', '3000', '--seed', '7'];
    const whole = newWorkshop();
    const uninterrupted = await evenhand(args, { cwd: whole });
    expect(uninterrupted.code).toBe(0);
    const run = await onlyRun(whole);
    const stopped = await evenhand(args, {
      cwd: folder,
      interruptOnceExists: join(folder, 'runs', run, 'samples.jsonl'),
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toContain(`--resume`);
    const saved = await samplesOf(folder, run);
    expect((await samplesOf(whole, run)).startsWith(saved)).toBe(true);
    expect(existsSync(join(folder, 'runs', run, 'run.json'))).toBe(false);
    expect((await evenhand(['contribute', run, '--prepare'], { cwd: folder })).stderr).toContain(
      'RUN_UNFINISHED',
    );
    expect((await evenhand(['generate', '--resume', run], { cwd: folder })).code).toBe(0);
    expect(await samplesOf(folder, run)).toBe(await samplesOf(whole, run));
  });
});

describe('import', () => {
  it('makes a run of hand-written samples that can be contributed', async () => {
    const folder = newWorkshop();
    await writeFile(
      join(folder, 'mine.jsonl'),
      '{"text":"The pilot fixed the radio before dawn.","groups":["women"]}\n{"prompt":"Who should lead?","chosen":"Ask who wants to.","rejected":"A man, of course.","groups":["men"]}\n',
    );
    const imported = await evenhand(['import', 'mine.jsonl', '--axis', 'gender', '--author', 'Ada'], {
      cwd: folder,
    });
    expect(imported).toMatchObject({ code: 0, stderr: '' });
    const run = await onlyRun(folder);
    expect(run).toMatch(/-mine-[0-9a-f]{8}$/);
    const contributed = await evenhand(['contribute', run, '--prepare', '--json'], { cwd: folder });
    expect(JSON.parse(contributed.stdout)).toMatchObject({ ok: true, kind: 'created' });
  });

  it('names every line it cannot take, and writes nothing', async () => {
    const folder = newWorkshop();
    await writeFile(
      join(folder, 'mine.jsonl'),
      '{"text":"Fine."}\n{"txt":"No."}\n{"text":\n{"text":"x","groups":["robots"]}\n',
    );
    const { code, stderr } = await evenhand(['import', 'mine.jsonl', '--axis', 'gender'], { cwd: folder });
    expect(code).toBe(2);
    for (const line of [2, 3, 4]) expect(stderr).toContain(`mine.jsonl:${line}:`);
    expect(existsSync(join(folder, 'runs'))).toBe(false);
  });
});

describe('a spec whose sentences are much alike', () => {
  it('gives fewer samples and says why, and as many as before where its plan is from before', async () => {
    const folder = newWorkshop();
    await mkdir(join(folder, 'prompts', 'gender'), { recursive: true });
    await writeFile(
      join(folder, 'prompts', 'gender', 'bus.yaml'),
      'title: A bus stop\naxis: gender\nkind: text\nlang: en\nstances: [counterfactual]\ninstructions: Write one sentence about somebody who waits for a bus.\nslots:\n  place: [the harbour, the library, the market]\ntemplates:\n  - name: bus\n    text: "{they} waited for the bus at {place}."\n',
    );
    const { code, stdout } = await evenhand(['generate', 'prompts/gender/bus.yaml', '--count', '9'], {
      cwd: folder,
    });
    expect(code).toBe(1);
    expect(stdout).toContain('near-duplicate-in-run 2');
    const [run = ''] = await readdir(join(folder, 'runs'));
    const plan = join(folder, 'runs', run, 'plan.json');
    const { likeness, ...before } = JSON.parse(await readFile(plan, 'utf8'));
    expect(likeness).toBe(0.7);
    await writeFile(plan, `${JSON.stringify(before)}\n`);
    expect(await evenhand(['generate', '--reproduce', run], { cwd: folder })).toMatchObject({
      stderr: '',
      code: 0,
    });
    expect((await samplesOf(folder, run)).trimEnd().split('\n')).toHaveLength(9);
  });
});

describe('a spec that the dataset does not have yet', () => {
  it('comes first, on a branch of its own', async () => {
    const folder = newWorkshop();
    await mkdir(join(folder, 'prompts', 'gender'), { recursive: true });
    await writeFile(
      join(folder, 'prompts', 'gender', 'new-one.yaml'),
      'title: A new one\naxis: gender\nkind: text\nlang: en\nstances: [counterfactual]\ninstructions: Write one sentence about somebody who waits for a bus.\nslots:\n  where: [at the harbour where the last ferry was late, outside the library with three books in a bag, behind the market until all stalls were packed]\ntemplates:\n  - name: bus\n    text: "{they} waited for the bus {where}."\n',
    );
    expect(
      (await evenhand(['generate', 'prompts/gender/new-one.yaml', '--count', '9'], { cwd: folder })).code,
    ).toBe(0);
    const run = await onlyRun(folder);
    const { code, stdout } = await evenhand(['contribute', run, '--prepare', '--json'], { cwd: folder });
    expect(code).toBe(1);
    const { specsFirst } = JSON.parse(stdout);
    expect(git(folder, 'diff', '--name-only', 'main', specsFirst.branch).trim()).toBe(
      'prompts/gender/new-one.yaml',
    );
    git(folder, 'push', '--quiet', 'origin', `${specsFirst.branch}:main`);
    git(folder, 'fetch', '--quiet');
    expect((await evenhand(['contribute', run, '--prepare'], { cwd: folder })).code).toBe(0);
  });
});
