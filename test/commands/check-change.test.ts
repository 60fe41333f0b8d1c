import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Sample } from '../../scripts/sample/sample.ts';
import { formatTombstone } from '../../scripts/sample/tombstone.ts';
import { exampleRunFile, jsonl, run, schema, textSample } from '../support/samples.ts';
import { evenhand, git, newWorkshop } from '../support/workshop.ts';

const path = `data/gender/2026/${run}.jsonl`;
const runPath = `data/gender/2026/${run}.run.json`;
const otherRun = '2026-11-25-evening-0a1b2c3d';
const samples = ['The engineer rests.', 'The nurse reads.', 'A pilot sings at dawn.'].map((text) =>
  textSample(text),
);

function runFile(name: string, data: string, count: number, specs: string[] = []): string {
  const files = [
    {
      path: `data/gender/2026/${name}.jsonl`,
      sha256: createHash('sha256').update(data).digest('hex'),
      samples: count,
    },
  ];
  return `${JSON.stringify({ ...exampleRunFile, run: name, date: name.slice(0, 10), specs, files }, null, 2)}\n`;
}

let folder = '';

function write(name: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

/** A branch off main with what `change` does to the work tree, committed; main is checked out again. */
function branch(name: string, change: () => void, from = 'main'): string {
  git(folder, 'checkout', '--quiet', '-B', name, from);
  change();
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', name);
  git(folder, 'checkout', '--quiet', 'main');
  return name;
}

type Entry = { path: string; mode?: string; content: string };

/** A commit on main made of plumbing alone: trees may hold what no work tree could. */
function plumbed(name: string, entries: Entry[]): string {
  git(folder, 'checkout', '--quiet', '--detach', 'main');
  for (const { path, mode = '100644', content } of entries) {
    const id = mode === '160000' ? git(folder, 'rev-parse', 'main').trim() : blob(content);
    git(folder, 'update-index', '--add', '--cacheinfo', `${mode},${id},${path}`);
  }
  git(folder, 'commit', '--quiet', '--message', name);
  git(folder, 'branch', '--force', name);
  git(folder, 'checkout', '--quiet', '--force', 'main');
  return name;
}

function blob(content: string): string {
  write('.git/content', content);
  return git(folder, 'hash-object', '-w', '--no-filters', join(folder, '.git/content')).trim();
}

async function check(head: string, ...more: string[]) {
  const outcome = await evenhand(['check', '--base', 'main', '--head', head, '--json', ...more], {
    cwd: folder,
  });
  if (outcome.stdout === '') throw new Error(outcome.stderr);
  const report = JSON.parse(outcome.stdout);
  expect(schema('report')(report)).toEqual([]);
  expect(outcome.code).toBe(report.ok ? 0 : 1);
  // The example texts name nobody, whatever their labels say: that is another check's matter.
  report.findings = report.findings.filter(({ code }: { code: string }) => code !== 'W_GROUP_LABEL');
  const codes = report.findings.map((each: { code: string; path: string }) => `${each.code} ${each.path}`);
  return { report, codes };
}

function contribute(added: Sample[], name = otherRun, specs: string[] = []): Entry[] {
  const data = jsonl(added.map((sample) => ({ ...sample, run: name })));
  return [
    { path: `data/gender/2026/${name}.jsonl`, content: data },
    { path: `data/gender/2026/${name}.run.json`, content: runFile(name, data, added.length, specs) },
  ];
}

describe('check --base', () => {
  beforeAll(() => {
    folder = newWorkshop();
    const data = jsonl(samples);
    write(path, data);
    write(runPath, runFile(run, data, samples.length));
    const [sample] = samples;
    const buried = textSample('A sentence that was removed.');
    write('data/tombstones.jsonl', formatTombstone({ id: buried.id, date: '2026-11-24', reason: 'harmful' }));
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message', `Data, ${sample?.id}`);
  });

  const fresh = [textSample('The surveyor laughs.'), textSample('The baker writes.')];

  it('passes a contribution, names its kind, and reads no work tree', async () => {
    plumbed('good', contribute(fresh));
    write(`data/gender/2026/${otherRun}.jsonl`, 'not what is committed\n');
    const { report, codes } = await check('good');
    expect(codes).toEqual([]);
    expect(report).toMatchObject({ ok: true, samples: 2, files: 1, change: { kind: 'contribution' } });
    git(folder, 'clean', '-fdq', 'data');
  });

  it('works in a bare repository that has fetched the pull request', async () => {
    git(folder, 'clone', '--quiet', '--bare', '.', '../bare.git');
    const outcome = await evenhand(['check', '--base', 'main', '--head', 'good', '--json'], {
      cwd: join(folder, '../bare.git'),
    });
    expect(JSON.parse(outcome.stdout)).toMatchObject({ ok: true, samples: 2 });
  });

  it('compares with the base, reports the delta alone, and lets nothing buried come back', async () => {
    const copy = textSample('the ENGINEER rests');
    const buried = textSample('A sentence that was removed.');
    const { report } = await check(plumbed('copies', contribute([copy, buried])));
    expect(report.findings).toMatchObject([
      {
        code: 'E_DUPLICATE',
        path: `data/gender/2026/${otherRun}.jsonl`,
        line: 1,
        other: { path, line: 1 },
      },
      { code: 'E_TOMBSTONED', line: 2 },
    ]);
  });

  it('takes axes and schemas from the base, whatever the pull request says', async () => {
    const robots = [textSample('The robots rest.', { groups: ['robots'] })];
    const axis = JSON.parse(readFileSync(join(folder, 'schemas/axes/gender.json'), 'utf8'));
    axis.groups[0].id = 'robots';
    const entries = [
      ...contribute(robots),
      { path: 'schemas/axes/gender.json', content: `${JSON.stringify(axis)}\n` },
      { path: 'schemas/sample.schema.json', content: '{}\n' },
    ];
    const { codes } = await check(plumbed('own-rules', entries));
    expect(codes).toEqual([
      `E_GROUP data/gender/2026/${otherRun}.jsonl`,
      'E_CHANGE_CODE schemas/axes/gender.json',
      'E_CHANGE_CODE schemas/sample.schema.json',
    ]);
  });

  it('refuses a run file that does not match its data, and a spec that the base never had', async () => {
    const spec = 'prompts/gender/site-visit.yaml@0123456789ab';
    const [data, record] = contribute(fresh, otherRun, [spec]) as [Entry, Entry];
    const edited = { ...data, content: data.content.replace('laughs', 'weeps ') };
    const { report, codes } = await check(plumbed('edited', [edited, record]), '--only', 'identity');
    expect(codes).toEqual([`E_ID ${data.path}`, `E_SPEC ${record.path}`, `E_RUN_FILE ${record.path}`]);
    const lines = record.content.split('\n');
    expect(report.findings[1].line).toBe(lines.findIndex((line) => line.includes(spec)) + 1);
  });

  it('accepts the spec that the base has', async () => {
    const name = 'prompts/gender/site-visit.yaml';
    const hash = createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
    const entries = contribute(fresh, otherRun, [`${name}@${hash.slice(0, 12)}`]);
    expect((await check(plumbed('with-spec', entries))).codes).toEqual([]);
  });

  it('sees everything that hides from a work tree', async () => {
    const good = contribute(fresh);
    const hostile: Entry[] = [
      { path: 'data/gender/2026/link.jsonl', mode: '120000', content: '/etc/passwd' },
      { path: `data/age/2026/${otherRun}.jsonl`, mode: '120000', content: '../../x' },
      { path: `data/age/2026/${run}.jsonl`, mode: '160000', content: '' },
      { path: `data/religion/2026/${run}.jsonl`, mode: '100755', content: 'x' },
      { path: '.gitattributes', content: 'data/** -diff linguist-generated filter=evil\n' },
      { path: 'data/gender/.gitattributes', content: '*.jsonl binary\n' },
      { path: '.github/workflows/ci.yml', content: 'on: push\n' },
      { path: 'data/gender/2026/a\u202eb "c"\nd.jsonl', content: 'x\n' },
      { path: `Data/gender/2026/${run}.jsonl`, content: 'x\n' },
      { path: 'scripts/evil.ts', content: '\n' },
    ];
    const { codes } = await check(plumbed('hostile', [...good, ...hostile]));
    expect(codes.sort()).toEqual(
      [
        'E_CHANGE_CODE scripts/evil.ts',
        'E_CHANGE_GIT_SETTINGS .gitattributes',
        'E_CHANGE_GIT_SETTINGS data/gender/.gitattributes',
        'E_CHANGE_WORKFLOW .github/workflows/ci.yml',
        `E_EXECUTABLE data/religion/2026/${run}.jsonl`,
        `E_PATH Data/gender/2026/${run}.jsonl`,
        'E_PATH data/gender/2026/a\u202eb "c"\nd.jsonl',
        'E_PATH data/gender/2026/link.jsonl',
        `E_PATH_CASE Data/gender/2026/${run}.jsonl`,
        `E_SUBMODULE data/age/2026/${run}.jsonl`,
        'E_SYMLINK data/gender/2026/link.jsonl',
        `E_SYMLINK data/age/2026/${otherRun}.jsonl`,
      ].sort(),
    );
  });

  it('sees a data file that is renamed to look like code', async () => {
    const moved = branch('moved', () => {
      git(folder, 'mv', path, 'scripts.ts');
    });
    expect((await check(moved)).codes).toEqual(
      ['E_CHANGE_CODE scripts.ts', `E_CHANGE_EDITS ${path}`].reverse(),
    );
  });

  it('sees bytes that a filter would change, and a pointer in place of data', async () => {
    const data = jsonl(fresh.map((sample) => ({ ...sample, run: otherRun }))).replaceAll('\n', '\r\n');
    const crlf = contribute(fresh);
    crlf[0] = { path: crlf[0]?.path ?? '', content: data };
    expect((await check(plumbed('crlf', crlf), '--only', 'json')).codes).toEqual(
      Array(2).fill(`E_CRLF data/gender/2026/${otherRun}.jsonl`),
    );
    const oid = 'a'.repeat(64);
    const content = `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 12\n`;
    const pointer = plumbed('pointer', [{ path: `data/gender/2026/${otherRun}.jsonl`, content }]);
    expect((await check(pointer, '--only', 'json')).report.findings[0]).toMatchObject({
      code: 'E_LFS_POINTER',
      line: 1,
    });
    const archive = [
      { path: 'data/archive/gender-1-0a1b2c3d.jsonl', content },
      { path: 'data/archive/gender-2-0a1b2c3d.jsonl', content: jsonl(fresh) },
    ];
    const bulk = await check(plumbed('bulk', archive));
    expect(bulk.report.change.kind).toBe('bulk');
    // One that leads nowhere, and one that is none.
    expect(bulk.codes).toEqual(
      [1, 2].map((shard) => `E_ARCHIVE data/archive/gender-${shard}-0a1b2c3d.jsonl`),
    );
  });

  it('refuses a file too large to read, unread', async () => {
    const entries = contribute(fresh);
    entries[0] = { path: entries[0]?.path ?? '', content: 'x'.repeat(400_001) };
    expect((await check(plumbed('large', entries), '--only', 'json')).codes).toEqual([
      `E_FILE_SIZE data/gender/2026/${otherRun}.jsonl`,
    ]);
  });

  it('refuses trees that name ten million files, unlisted', async () => {
    const treeOf = (lines: string[]) => {
      const input = lines.map((line) => `${line}\n`).join('');
      return execFileSync('git', ['mktree'], { cwd: folder, input, encoding: 'utf8' }).trim();
    };
    const names = Array.from({ length: 10 }, (_, index) => `n${index}`);
    let tree = treeOf(names.map((name) => `100644 blob ${blob('x')}\t${name}`));
    for (let depth = 0; depth < 6; depth += 1)
      tree = treeOf(names.map((name) => `040000 tree ${tree}\t${name}`));
    const head = git(folder, 'commit-tree', '-p', 'main', '-m', 'Many', tree).trim();
    const { code, stderr } = await evenhand(['check', '--base', 'main', '--head', head], { cwd: folder });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('CHANGE_TOO_LARGE') });
  });

  it('passes a takedown with its tombstone, and refuses one that leaves the sample elsewhere', async () => {
    const [one, ...rest] = samples as [Sample, ...Sample[]];
    const data = jsonl(rest);
    const old = git(folder, 'show', 'main:data/tombstones.jsonl');
    const tombstone = formatTombstone({ id: one.id, date: '2026-11-25', reason: 'a real person' });
    const takedown = () => {
      write(path, data);
      write(runPath, runFile(run, data, rest.length));
      write('data/tombstones.jsonl', old + tombstone);
    };
    const good = await check(branch('takedown', takedown));
    expect(good.codes).toEqual([]);
    expect(good.report.change.kind).toBe('takedown');
    const still = await check(branch('half-takedown', () => write('data/tombstones.jsonl', old + tombstone)));
    expect(still.report.findings).toMatchObject([
      { code: 'E_TAKEDOWN', path: 'data/tombstones.jsonl', line: 2 },
    ]);
    const stale = await check(
      branch('stale-hash', () => {
        takedown();
        write(runPath, runFile(run, jsonl(samples), samples.length));
      }),
    );
    expect(stale.codes).toEqual([`E_RUN_FILE ${runPath}`]);
    const silent = await check(branch('silent', () => write(path, data)));
    expect(silent.codes).toEqual([`E_CHANGE_EDITS ${path}`]);
  });

  it('sees a conflict with a base that has moved on', async () => {
    const late = plumbed('late', contribute([textSample('The pianist naps.')]));
    git(folder, 'merge', '--quiet', '--ff-only', 'good');
    expect((await check(late)).codes.filter((code: string) => code.startsWith('E_CHANGE'))).toEqual([
      `E_CHANGE_CONFLICT data/gender/2026/${otherRun}.jsonl`,
      `E_CHANGE_CONFLICT data/gender/2026/${otherRun}.run.json`,
    ]);
    expect((await check('good')).report).toMatchObject({ ok: true, samples: 0, change: { kind: 'code' } });
  });

  it('says what is wrong with its own use', async () => {
    const wrong = async (...args: string[]) => {
      const { code, stderr } = await evenhand(['check', ...args], { cwd: folder });
      expect(code).toBe(2);
      return stderr;
    };
    expect(await wrong('--base', 'nowhere')).toContain('UNKNOWN_BASE');
    expect(await wrong('--base', 'main', '--head', 'nowhere')).toContain('UNKNOWN_HEAD');
    expect(await wrong('--head', 'good')).toContain('WRONG_USE');
    expect(await wrong('--base', 'main', 'data')).toContain('WRONG_USE');
    git(folder, 'checkout', '--quiet', '--orphan', 'alone');
    git(folder, 'commit', '--quiet', '--message', 'Alone');
    expect(await wrong('--base', 'main')).toContain('NO_MERGE_BASE');
  });
});
