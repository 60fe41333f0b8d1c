import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readReleased } from '../../scripts/commands/released.ts';
import { formatRunFile } from '../../scripts/publish/format-run-file.ts';
import { readRepository } from '../../scripts/publish/read-repository.ts';
import { sha256Hex } from '../../scripts/sample/hash.ts';
import type { RunFile } from '../../scripts/sample/run-file.ts';
import type { Sample } from '../../scripts/sample/sample.ts';
import { exampleManifest } from '../check/change/changes.ts';
import { commitFile } from '../support/released.ts';
import { runHere } from '../support/run-here.ts';
import { readYaml, type Workflow } from '../support/run-steps.ts';
import { exampleRunFile, jsonl, projectRoot, scenes, textSample } from '../support/samples.ts';
import { git, gitEnv, newWorkshop } from '../support/workshop.ts';

const hasJq = spawnSync('jq', ['--version']).status === 0;
const hasLfs = spawnSync('git', ['lfs', 'version']).status === 0;
const runs = ['2026-11-20-evening-00000001', '2026-11-21-morning-00000002'] as const;
const tombstones = 'data/tombstones.jsonl';

describe.skipIf(!hasLfs)('takedown of what is in the archive (skipped where git-lfs is missing)', () => {
  let folder = '';
  /** The one that everything was moved into. */
  let shard = '';
  /** In the order in which the shard has them: two files of one run, one of another. */
  let samples: Sample[] = [];
  let family: string[] = [];
  let alone = '';

  const json = async (line: string, cwd = folder) => {
    const { code, stdout, stderr } = await runHere(cwd, `${line} --json`, gitEnv);
    return { code, ...JSON.parse(stdout || JSON.stringify({ stderr })) };
  };
  const takedown = (ids: string[], more = '', cwd = folder) =>
    json(`takedown ${ids.join(' ')} --reason harm${more}`, cwd);
  const objectOf = (commit: string, path: string) => {
    const oid = /oid sha256:(\w+)/.exec(git(folder, 'show', `${commit}:${path}`))?.[1] ?? '';
    return join(folder, '.git/lfs/objects', oid.slice(0, 2), oid.slice(2, 4), oid);
  };
  const contentOf = (commit: string, path: string) => readFileSync(objectOf(commit, path), 'utf8');
  const linesOf = (text: string) => text.trimEnd().split('\n');
  const shardAt = (commit: string) =>
    git(folder, 'ls-tree', '--name-only', commit, 'data/archive/')
      .split('\n')
      .find((path) => path.startsWith('data/archive/')) ?? '';
  const runFilesAt = (commit: string) =>
    git(folder, 'ls-tree', '-r', '--name-only', commit, 'data/gender/').trim().split('\n');
  const merge = (commit: string) => {
    git(folder, 'push', '--quiet', 'origin', `${commit}:main`);
    git(folder, 'reset', '--quiet', '--hard', 'origin/main');
  };
  /** A takedown's commit with some of its files as another commit has them. */
  const forge = (
    name: string,
    branch: string,
    files: { path: string; from?: string; content?: string }[],
  ) => {
    git(folder, 'switch', '--quiet', '--force', '--detach', branch);
    for (const { path, from, content } of files)
      if (content === undefined) git(folder, 'checkout', '--quiet', from ?? 'main', '--', path);
      else commitFile(folder, path, content);
    git(folder, 'commit', '--quiet', '--allow-empty', '--message', name);
    const commit = git(folder, 'rev-parse', 'HEAD').trim();
    git(folder, 'switch', '--quiet', '--force', 'main');
    return commit;
  };
  const judge = async (head: string) => {
    const report = await json(`check --base main --head ${head}`);
    const findings = report.findings as { code: string; path: string; message: string }[];
    return { ...report, words: findings.map(({ code, message }) => `${code} ${message}`).join('\n') };
  };

  /** A run with a data file for each list. */
  const writeRun = (run: string, lists: Sample[][]) => {
    const files = lists.map((list, index) => {
      const path = `data/gender/2026/${run}${index === 0 ? '' : `.${index + 1}`}.jsonl`;
      const content = jsonl(list);
      commitFile(folder, path, content);
      return { path, sha256: sha256Hex(content), samples: list.length };
    });
    const record = { ...exampleRunFile, run, date: run.slice(0, 10), files };
    commitFile(folder, `data/gender/2026/${run}.run.json`, formatRunFile(record));
  };

  /** What is left of a shard was in the last release; one with the files of a new run was not. */
  const expectReleased = async (left: string) => {
    const [name = ''] = runFilesAt('main');
    const record = JSON.parse(git(folder, 'show', `main:${name}`)) as RunFile;
    const fresh = 'data/archive/gender-2-0a1b2c3d.jsonl';
    const files = record.files.map((file) => ({
      ...file,
      path: file.path.replace('00000001', '00000009'),
      archive: { path: fresh, offset: 0, bytes: 1 },
    }));
    commitFile(folder, fresh, git(folder, 'show', `main:${left}`));
    commitFile(folder, name.replace('00000001', '00000009'), formatRunFile({ ...record, files }));
    const repository = await readRepository({ folder, env: gitEnv, base: 'HEAD' });
    const isReleased = await readReleased(repository, gitEnv);
    expect([left, fresh].map((path) => isReleased?.(path))).toEqual([true, false]);
    git(folder, 'reset', '--quiet', '--hard', 'origin/main');
  };

  beforeAll(async () => {
    folder = newWorkshop();
    cpSync(join(projectRoot, '.lfsconfig'), join(folder, '.lfsconfig'));
    const versions = (['women', 'men'] as const).map((variant) =>
      textSample(
        `At the harbour ${variant === 'women' ? 'she' : 'he'} calls the dog, and it comes at once.`,
        {
          run: runs[0],
          groups: [variant],
          stance: 'counterfactual',
          family: { id: 'f_0123456789abcdef', variant },
        },
      ),
    );
    const single = (run: string) => (text: string) => textSample(text, { run });
    const [first = [], second = [], third = []] = [
      [...scenes.slice(0, 1).map(single(runs[0])), ...versions, ...scenes.slice(1, 2).map(single(runs[0]))],
      scenes.slice(2, 3).map(single(runs[0])),
      scenes.slice(3).map(single(runs[1])),
    ];
    writeRun(runs[0], [first, second]);
    writeRun(runs[1], [third]);
    merge('HEAD');
    merge((await json('release compact --before 2999-01-01')).branch);
    const commit = git(folder, 'rev-parse', 'HEAD').trim();
    const manifest = { ...exampleManifest, version: '0.1.0', commit };
    commitFile(folder, 'releases/0.1.0/manifest.json', JSON.stringify(manifest));
    merge('HEAD');
    shard = shardAt('main');
    samples = [...first, ...second, ...third];
    family = versions.map(({ id }) => id);
    alone = first[0]?.id ?? '';
  }, 60_000);

  it('replaces the shard by one without the line, and its run file says where each file is now', async () => {
    const made = await takedown([alone]);
    const next = shardAt(made.branch);
    expect(made).toMatchObject({ code: 0, kind: 'created', removed: [alone], shards: [next] });
    expect(next).not.toBe(shard);
    const left = linesOf(contentOf('main', shard)).filter((line) => !line.includes(alone));
    expect(linesOf(contentOf(made.branch, next))).toEqual(left);
    const records = runFilesAt(made.branch).map(
      (path) => JSON.parse(git(folder, 'show', `${made.branch}:${path}`)) as RunFile,
    );
    const bytes = readFileSync(objectOf(made.branch, next));
    const files = records.flatMap((record) => record.files);
    for (const { sha256, archive } of files) {
      expect(archive?.path).toBe(next);
      const { offset = 0, bytes: length = 0 } = archive ?? {};
      expect(sha256Hex(bytes.subarray(offset, offset + length))).toBe(sha256);
    }
    expect(files.map((file) => file.samples)).toEqual([3, 1, scenes.length - 3]);
    expect(await judge(made.branch)).toMatchObject({
      ok: true,
      change: { kind: 'takedown', removed: 1 },
      // Two families name somebody; one of them goes.
      bias: {
        mode: 'takedown',
        axes: [{ axis: 'gender', families: { before: 2, contribution: 1, after: 1 } }],
      },
    });
    expect(git(folder, 'status', '--porcelain')).toBe('');
    expect(await takedown([alone])).toMatchObject({ kind: 'unchanged', branch: made.branch });
  }, 30_000);

  it('is refused where it cuts more than it buries, buries more than it cuts, or leaves a run file behind', async () => {
    const { branch: one } = await takedown([alone]);
    const { branch: many } = await takedown(family);
    const [first = '', second = ''] = linesOf(git(folder, 'show', `${many}:${tombstones}`));
    const silent = await judge(forge('Silent', many, [{ path: tombstones, content: `${first}\n` }]));
    expect(silent.words).toContain(`E_TAKEDOWN ${JSON.parse(second).id} (line`);
    const loud = await judge(forge('Loud', 'main', [{ path: tombstones, content: `${first}\n` }]));
    expect(loud.words).toContain(`has a tombstone, but still stands in ${shard}:`);
    const left = await judge(
      forge('Left behind', one, [{ path: runFilesAt('main')[1] ?? '', from: 'main' }]),
    );
    expect(left.words).toContain(`stands in ${shard}, which is deleted`);
    const object = objectOf(one, shardAt(one));
    renameSync(object, `${object}.away`);
    expect((await judge(one)).words).toContain('E_ARCHIVE');
    renameSync(`${object}.away`, object);
  }, 60_000);

  it('asks for the archive where only pointers are here, and knows what is nowhere', async () => {
    const clone = join(folder, '../plain');
    git(join(folder, '..'), 'clone', '--quiet', 'origin.git', clone);
    const unread = await takedown([alone], '', clone);
    expect(unread).toMatchObject({ code: 2, error: { code: 'ARCHIVE_NOT_HERE' } });
    expect(unread.error.fix).toContain('git lfs fetch');
    const nowhere = await takedown(['ev1_00000000000000000000000000']);
    expect(nowhere).toMatchObject({ code: 2, error: { code: 'UNKNOWN_SAMPLE' } });
  });

  it('is released without the family, even where what was cut has been purged', async () => {
    const { branch, removed } = await takedown([family[0] ?? ''], ' --family');
    expect(removed).toEqual(family.toSorted());
    const before = objectOf('main', shard);
    merge(branch);
    rmSync(before);
    await expectReleased(shardAt('main'));
    const out = join(folder, '../release');
    expect(await json(`release build --out ${out}`)).toMatchObject({ code: 0, ok: true });
    const changelog = readFileSync(join(out, 'CHANGELOG.md'), 'utf8');
    expect(changelog).toContain(`0 samples added, ${removed.length} removed`);
    expect(changelog).toContain(`| gender | 0 | ${removed.length} | 0 |`);
    for (const id of removed) expect(changelog).toContain(id);
    const rows = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((path) =>
      /\.jsonl$/.test(path),
    );
    const ids = rows.flatMap((path) =>
      linesOf(readFileSync(join(out, path), 'utf8')).map((line) => JSON.parse(line).id),
    );
    expect(samples.filter(({ id }) => ids.includes(id)).map(({ id }) => id)).toEqual(
      samples.map(({ id }) => id).filter((id) => !removed.includes(id)),
    );
    expect(await takedown(family)).toMatchObject({ code: 0, kind: 'merged', removed: [] });
  }, 60_000);

  it.skipIf(!hasJq)('leaves the last release to be mirrored (skipped where jq is missing)', () => {
    const clone = join(folder, '../mirror');
    git(join(folder, '..'), 'clone', '--quiet', 'origin.git', clone);
    const { steps = [] } = readYaml<Workflow>('.github/workflows/mirror.yml').jobs['mirror'] ?? {};
    const script = steps.find(({ run }) => run?.includes('git lfs fetch'))?.run ?? '';
    execFileSync('bash', ['-eo', 'pipefail', '-c', script], { cwd: clone, env: gitEnv, stdio: 'pipe' });
    const { commit } = JSON.parse(readFileSync(join(clone, 'releases/0.1.0/manifest.json'), 'utf8'));
    expect(shardAt(commit)).toBe(shard);
    const object = objectOf(commit, shard).slice(folder.length);
    expect(linesOf(readFileSync(join(clone, object), 'utf8'))).toHaveLength(samples.length);
  });

  it('takes a shard away that nothing is left of, and its run file with it', async () => {
    const ids = samples.map(({ id }) => id).filter((id) => !family.includes(id));
    const { branch, shards } = await takedown(ids);
    expect(shards).toEqual([]);
    expect(shardAt(branch)).toBe('');
    expect(runFilesAt(branch)).toEqual(['']);
    expect(await judge(branch)).toMatchObject({ ok: true, change: { removed: ids.length } });
    expect(existsSync(objectOf('main', shardAt('main')))).toBe(true);
  }, 30_000);
});
