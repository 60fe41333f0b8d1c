import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { formatRunFile } from '../../scripts/publish/format-run-file.ts';
import { readBaseFiles } from '../../scripts/publish/read-base-files.ts';
import { readRepository } from '../../scripts/publish/read-repository.ts';
import type { RunFile } from '../../scripts/sample/run-file.ts';
import { newDataset } from '../support/released.ts';
import { projectRoot } from '../support/samples.ts';
import { evenhand, git, gitEnv } from '../support/workshop.ts';

const hasLfs = spawnSync('git', ['lfs', 'version']).status === 0;
const later = ['--before', '2999-01-01'];

describe.skipIf(!hasLfs)('release compact (skipped where git-lfs is missing)', () => {
  let folder = '';
  let parent = '';
  let before = '';
  let branch = '';
  /** Every sample, before anything moved. */
  let lines: string[] = [];

  const json = async (args: string[], cwd = folder) => {
    const { stdout } = await evenhand([...args, '--json'], { cwd });
    return JSON.parse(stdout);
  };
  const codes = (report: { findings: { code: string }[] }) => [
    ...new Set(report.findings.map(({ code }) => code)),
  ];
  const linesOf = (text: string) => text.split('\n').filter((line) => line.includes('"id"'));
  /** Every line of one axis, in the order in which Git has its files. */
  const dataAt = (commit: string, paths: string[]) =>
    paths.flatMap((path) => linesOf(git(folder, 'show', `${commit}:${path}`)));

  beforeAll(async () => {
    folder = await newDataset(30);
    parent = join(folder, '..');
    cpSync(join(projectRoot, '.lfsconfig'), join(folder, '.lfsconfig'));
    await evenhand(['generate', 'prompts/gender', '--count', '12', '--seed', '77'], { cwd: folder });
    const [run = ''] = readdirSync(join(folder, 'runs')).filter((name) => !name.includes('mixed'));
    const { branch: second } = await json(['contribute', run, '--prepare']);
    git(folder, 'reset', '--quiet', '--hard', second);
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message', 'Keep clones small');
    git(folder, 'push', '--quiet', 'origin', 'HEAD:main');
    git(folder, 'fetch', '--quiet');
    before = git(folder, 'rev-parse', 'HEAD').trim();
    const files = git(folder, 'ls-tree', '-r', '--name-only', before, 'data/').trim().split('\n');
    lines = dataAt(
      before,
      files.filter((path) => path.endsWith('.jsonl')),
    );
    ({ branch } = await json(['release', 'compact', ...later]));
  }, 60_000);

  it('says where there is nothing old, and where a day is none', async () => {
    const none = await evenhand(['release', 'compact', '--before', '2001-01-01'], { cwd: folder });
    expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('NOTHING_TO_COMPACT') });
    const wrong = await evenhand(['release', 'compact', '--before', 'May'], { cwd: folder });
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('yyyy-mm-dd') });
  });

  it('moves every line into shards, in the order it had, and finds its branch again', async () => {
    expect(await json(['release', 'compact', ...later])).toMatchObject({ kind: 'unchanged', branch });
    const files = git(folder, 'ls-files', 'data/gender/*.jsonl').trim().split('\n');
    expect(files.length).toBeGreaterThan(1);
    const tree = git(folder, 'ls-tree', '--name-only', branch, 'data/archive/');
    const shard = /.*gender.*/.exec(tree)?.[0] ?? '';
    const oid = /oid sha256:(\w+)/.exec(git(folder, 'show', `${branch}:${shard}`))?.[1] ?? '';
    const object = join(folder, '.git/lfs/objects', oid.slice(0, 2), oid.slice(2, 4), oid);
    expect(linesOf(readFileSync(object, 'utf8'))).toEqual(dataAt(before, files));
    expect(shard).toBe(`data/archive/gender-1-${oid.slice(0, 8)}.jsonl`);
    expect(
      execFileSync('git', ['lfs', 'fsck', before, branch], { cwd: folder, env: gitEnv, encoding: 'utf8' }),
    ).toContain('OK');
  });

  it('is a change that the checks take, and refuse where a file goes unaccounted for', async () => {
    const clean = await json(['check', '--base', 'main', '--head', branch]);
    expect(clean).toMatchObject({ ok: true, change: { kind: 'bulk' } });
    git(folder, 'switch', '--quiet', '--detach', branch);
    const [runFile = ''] = git(folder, 'ls-files', 'data/age/*.run.json').split('\n');
    const record = JSON.parse(readFileSync(join(folder, runFile), 'utf8')) as RunFile;
    const files = record.files.map(({ archive: _, ...file }) => file);
    writeFileSync(join(folder, runFile), formatRunFile({ ...record, files }));
    git(folder, 'commit', '--quiet', '--all', '--message', 'Forget');
    const forgotten = await json(['check', '--base', 'main', '--head', 'HEAD']);
    expect(codes(forgotten)).toEqual(['E_ARCHIVE']);
    git(folder, 'switch', '--quiet', 'main');
  });

  it('is released like any other data, from a commit that has pointers only', async () => {
    git(folder, 'push', '--quiet', 'origin', `${branch}:main`);
    git(folder, 'fetch', '--quiet');
    git(folder, 'reset', '--quiet', '--hard', 'origin/main');
    const out = join(parent, 'after');
    const outcome = await evenhand(['release', 'build', '--out', out], { cwd: folder });
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    const released = readdirSync(join(out, 'jsonl'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.jsonl'))
      .flatMap((path) => linesOf(readFileSync(join(out, 'jsonl', path), 'utf8')));
    expect(released.sort()).toEqual(lines.toSorted());
  });

  it('leaves a clone without Git LFS small and usable, and says what is not there', async () => {
    const clone = join(parent, 'plain');
    git(parent, 'clone', '--quiet', 'origin.git', clone);
    expect(git(clone, 'status', '--porcelain')).toBe('');
    const report = await json(['check', '--only', 'identity'], clone);
    expect(report.ok).toBe(true);
    expect(codes(report)).toEqual(['W_ARCHIVE_NOT_HERE']);
    const refused = await json(['release', 'plan'], clone);
    expect(refused.error).toMatchObject({
      code: 'ARCHIVE_NOT_HERE',
      fix: expect.stringContaining('git lfs fetch'),
    });
    // The command that the fix names.
    execFileSync('git', ['lfs', 'fetch', '--include=data/archive', '--exclude='], {
      cwd: clone,
      env: gitEnv,
      stdio: 'pipe',
    });
    expect(await json(['release', 'plan'], clone)).toMatchObject({ ok: true, samples: lines.length });
    // A pull request is compared with what is archived too, once that is fetched.
    const repository = await readRepository({ folder: clone, env: gitEnv, base: 'HEAD' });
    const read: string[] = [];
    for await (const { path, bytes } of readBaseFiles({ repository, env: gitEnv }))
      if (path.endsWith('.jsonl')) read.push(...linesOf(new TextDecoder().decode(bytes)));
    expect(read.sort()).toEqual(lines.toSorted());
  });

  it('sees an archive that does not hold what was moved there, and an object that is damaged', async () => {
    const clone = join(parent, 'plain');
    const [shard = ''] = git(clone, 'ls-files', 'data/archive/gender-*').split('\n');
    const oid = /oid sha256:(\w+)/.exec(readFileSync(join(clone, shard), 'utf8'))?.[1] ?? '';
    const object = join(clone, '.git/lfs/objects', oid.slice(0, 2), oid.slice(2, 4), oid);
    const content = readFileSync(object, 'utf8');
    writeFileSync(join(clone, shard), content);
    expect(codes(await json(['check', '--only', 'identity'], clone))).toEqual(['W_ARCHIVE_NOT_HERE']);
    writeFileSync(join(clone, shard), content.split('\n').slice(1).join('\n'));
    expect(codes(await json(['check', '--only', 'identity'], clone))).toContain('E_ARCHIVE');
    git(clone, 'checkout', '--quiet', '--', shard);
    rmSync(object);
    writeFileSync(object, content.replace('a', 'b'));
    expect((await json(['release', 'plan'], clone)).error.code).toBe('ARCHIVE_DAMAGED');
  });
});
