import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { asyncBufferFromFile, asyncBufferFromUrl, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../scripts/publish/release/manifest.ts';
import { sampleId } from '../../scripts/sample/identify.ts';
import type { Sample } from '../../scripts/sample/sample.ts';
import { formatTombstone } from '../../scripts/sample/tombstone.ts';
import { serveFolder } from '../check/index/serve-folder.ts';
import { commitFile, newDataset } from '../support/released.ts';
import { projectRoot, schema } from '../support/samples.ts';
import { evenhand, git } from '../support/workshop.ts';

const parent = mkdtempSync(join(tmpdir(), 'evenhand-release-'));
const compressors = {
  GZIP: (bytes: Uint8Array) => new Uint8Array(gunzipSync(bytes)),
};
let folder = '';
let release = '';
let manifest: Manifest;

async function build(name: string, ...more: string[]): Promise<string> {
  const out = join(parent, name);
  const outcome = await evenhand(['release', 'build', '--out', out, ...more], { cwd: folder });
  expect(outcome).toMatchObject({ code: 0, stderr: '' });
  return out;
}

async function refusal(): Promise<string> {
  const { code, stdout } = await evenhand(['release', 'plan', '--json'], { cwd: folder });
  expect(code).toBe(1);
  return JSON.parse(stdout).error.code;
}

const manifestOf = (out: string) => JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')) as Manifest;
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

const dataFile = () => git(folder, 'ls-files', 'data/gender/*.jsonl').split('\n')[0] ?? '';

function filesIn(out: string): string[] {
  return (readdirSync(out, { recursive: true }) as string[])
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => statSync(join(out, path)).isFile())
    .sort();
}

function linesOf(out: string, split?: string): Sample[] {
  return manifestOf(out)
    .files.filter((file) => file.path.startsWith('jsonl/') && (split === undefined || file.split === split))
    .flatMap(({ path }) => readFileSync(join(out, path), 'utf8').trimEnd().split('\n'))
    .map((line) => JSON.parse(line) as Sample);
}

async function rowsOf(config: string) {
  const files = manifest.files.filter((file) => file.config === config);
  const tables = files.map(async ({ path }) =>
    parquetReadObjects({ file: await asyncBufferFromFile(join(release, path)), compressors }),
  );
  return (await Promise.all(tables)).flat();
}

beforeAll(async () => {
  folder = await newDataset(120);
  release = await build('first');
  manifest = manifestOf(release);
});

describe('a release', () => {
  it('has a manifest that obeys its schema and names every file', () => {
    expect(schema('release')(manifest)).toEqual([]);
    expect(manifest).toMatchObject({ version: '0.1.0', previous: null, checks: { ok: true } });
    expect(manifest.commit).toBe(git(folder, 'rev-parse', 'HEAD').trim());
    expect(filesIn(release)).toEqual(
      [...manifest.files.map(({ path }) => path), 'manifest.json', 'SHA256SUMS'].sort(),
    );
    for (const { path, sha256: expected } of manifest.files)
      expect(sha256(join(release, path)), path).toBe(expected);
    const sums = readFileSync(join(release, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
    expect(sums).toContain(`${sha256(join(release, 'manifest.json'))}  manifest.json`);
    expect(sums.length).toBe(manifest.files.length + 1);
  });

  it('is the same, byte for byte, however often the commit is built', async () => {
    writeFileSync(join(folder, 'stray.txt'), 'not part of any release');
    const again = await build('again', '--commit', manifest.commit);
    rmSync(join(folder, 'stray.txt'));
    expect(filesIn(again)).toEqual(filesIn(release));
    for (const path of filesIn(release))
      expect(sha256(join(again, path)), path).toBe(sha256(join(release, path)));
  });

  it('holds every sample of the dataset once, under its own id, with no family in two splits', () => {
    const samples = linesOf(release);
    expect(samples.map(({ id }) => id).sort()).toEqual([...new Set(samples.map(sampleId))].sort());
    const data = git(folder, 'grep', '--count', '-I', '"id"', 'HEAD', '--', 'data/*.jsonl');
    const held = data
      .trim()
      .split('\n')
      .map((line) => Number(line.split(':').at(-1)));
    expect(samples.length).toBe(held.reduce((sum, count) => sum + count, 0));
    const places = new Map<string, string>();
    for (const split of ['train', 'validation', 'test']) {
      for (const { family } of linesOf(release, split)) {
        if (!family) continue;
        expect(places.get(family.id) ?? split).toBe(split);
        places.set(family.id, split);
      }
    }
    expect(new Set(places.values())).toContain('train');
  });

  it("has Parquet files that hold the same values, in TRL's columns", async () => {
    const lines = new Map(linesOf(release).map((sample) => [sample.id, sample]));
    const rows = await rowsOf('all');
    expect(rows.length).toBe(lines.size);
    for (const { date, provider, model, terms, licence, contributor, ...row } of rows) {
      const present = Object.fromEntries(Object.entries(row).filter(([, value]) => value != null));
      expect(present).toEqual(lines.get(row['id'] as string));
      expect({ provider, model, terms, licence, contributor }).toEqual({
        provider: 'template',
        model: null,
        terms: null,
        licence: 'MIT',
        contributor: 'Ada Tester',
      });
      expect(date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
    const columns = { text: ['text'], chat: ['messages'], preference: ['prompt', 'chosen', 'rejected'] };
    for (const [config, names] of Object.entries(columns)) {
      const own = await rowsOf(config);
      expect(own.length).toBe(manifest.kinds[config]);
      expect(Object.keys(own[0]!)).toEqual(names);
    }
  });

  it('names the tool in each Parquet file', async () => {
    const metadata = await parquetMetadataAsync(
      await asyncBufferFromFile(join(release, 'all/train-00000.parquet')),
    );
    expect(metadata.created_by).toBe(manifest.tool);
  });

  it('opens in datasets, pandas, pyarrow, DuckDB and mlcroissant', (context) => {
    const python = process.env['EVENHAND_PYTHON'] ?? 'python3';
    const modules = 'import datasets, pandas, pyarrow, duckdb, mlcroissant';
    if (spawnSync(python, ['-c', modules]).status !== 0)
      context.skip(
        `${python} lacks a package of: ${modules.slice(7)} (EVENHAND_PYTHON names another Python)`,
      );
    const script = join(projectRoot, 'bench/release/consumers.py');
    const outcome = spawnSync(python, [script, release], { encoding: 'utf8' });
    expect(outcome.stderr).not.toContain('Traceback');
    expect(outcome.status, outcome.stdout + outcome.stderr).toBe(0);
    expect(outcome.stdout).toContain('every record set; warnings: []');
  }, 120_000);

  it('lets a reader take one column through HTTP ranges, and little else', async () => {
    const path = 'all/train-00000.parquet';
    const { bytes = 0, rows: count } = manifest.files.find((file) => file.path === path) ?? {};
    const server = await serveFolder(release);
    try {
      const file = await asyncBufferFromUrl({ url: `${server.address}/${path}`, byteLength: bytes });
      const metadata = await parquetMetadataAsync(file, { initialFetchSize: 4_096 });
      const rows = await parquetReadObjects({ file, metadata, columns: ['axis'], compressors });
      expect(rows).toHaveLength(count ?? 0);
      expect(new Set(rows.map(({ axis }) => axis))).toContain('gender');
      const lengths = server.ranges.map((range) => {
        const [from = 0, to = 0] = range.replace('bytes=', '').split('-').map(Number);
        return to + 1 - from;
      });
      expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThan(bytes / 2);
    } finally {
      await server.close();
    }
  });

  it('refuses a commit that is not there, and one that holds no samples', async () => {
    const plan = async (commit: string) => {
      const args = ['release', 'plan', '--json', '--commit', commit];
      const { code, stdout } = await evenhand(args, { cwd: folder });
      return { code, error: JSON.parse(stdout).error.code };
    };
    expect(await plan('nowhere')).toEqual({ code: 2, error: 'UNKNOWN_COMMIT' });
    const first = git(folder, 'rev-list', '--max-parents=0', 'HEAD').trim();
    expect(await plan(first)).toEqual({ code: 1, error: 'NO_DATA' });
  });

  it('refuses a folder that holds something', async () => {
    const outcome = await evenhand(['release', 'build', '--out', release, '--json'], { cwd: folder });
    expect(outcome.code).toBe(2);
    expect(JSON.parse(outcome.stdout).error.code).toBe('OUT_NOT_EMPTY');
  });
});

describe('the next release', () => {
  it('is refused where nothing has changed', async () => {
    commitFile(folder, 'releases/0.1.0/manifest.json', JSON.stringify(manifest));
    expect(await refusal()).toBe('NOTHING_TO_RELEASE');
  });

  it('is a patch where only other files changed, and refused where its tag stands elsewhere', async () => {
    commitFile(folder, 'LICENSE.md', 'MIT\n');
    const { stdout } = await evenhand(['release', 'plan', '--json'], { cwd: folder });
    expect(JSON.parse(stdout)).toMatchObject({
      version: '0.1.1',
      bump: 'patch',
      previous: { version: '0.1.0', commit: manifest.commit },
      difference: { total: { added: 0, removed: 0, relabelled: 0 }, metadata: ['LICENSE.md'] },
    });
    git(folder, 'tag', 'v0.1.1', 'HEAD~1');
    expect(await refusal()).toBe('TAG_ELSEWHERE');
    git(folder, 'tag', '--delete', 'v0.1.1');
  });

  it('is refused while something is not committed, and where a check fails', async () => {
    const path = dataFile();
    writeFileSync(join(folder, path), readFileSync(join(folder, path), 'utf8').replace(/^.*\n/, ''));
    expect(await refusal()).toBe('DIRTY_TREE');
    git(folder, 'commit', '--quiet', '--all', '--message', 'Lose a line');
    expect(await refusal()).toBe('CHECKS_FAILED');
  });

  it('leaves out what was taken down, and says so', async () => {
    git(folder, 'reset', '--quiet', '--hard', manifest.commit);
    const path = dataFile();
    const [gone = '', ...kept] = readFileSync(join(folder, path), 'utf8').trimEnd().split('\n');
    const { id, family } = JSON.parse(gone) as Sample;
    // A family goes whole.
    const left = kept.filter((line) => !family || !line.includes(family.id));
    const buried = [gone, ...kept.filter((line) => !left.includes(line))].map(
      (line) => JSON.parse(line) as Sample,
    );
    const data = left.map((line) => `${line}\n`).join('');
    const runPath = path.replace(/\.jsonl$/, '.run.json');
    const record = JSON.parse(readFileSync(join(folder, runPath), 'utf8'));
    record.files = record.files.map((file: { path: string }) =>
      file.path === path
        ? { path, sha256: createHash('sha256').update(data).digest('hex'), samples: left.length }
        : file,
    );
    commitFile(folder, 'releases/0.1.0/manifest.json', JSON.stringify(manifest));
    writeFileSync(join(folder, path), data);
    writeFileSync(join(folder, runPath), `${JSON.stringify(record, null, 2)}\n`);
    commitFile(
      folder,
      'data/tombstones.jsonl',
      buried
        .map(({ id: each }) => formatTombstone({ id: each, date: '2026-11-25', reason: 'Asked for.' }))
        .join(''),
    );
    const out = await build('takedown');
    expect(manifestOf(out)).toMatchObject({
      version: '0.2.0',
      samples: manifest.samples - buried.length,
    });
    expect(readFileSync(join(out, 'CHANGELOG.md'), 'utf8')).toContain('Asked for');
    const mentions = filesIn(out).filter((file) => readFileSync(join(out, file)).includes(id));
    expect(mentions).toEqual(['CHANGELOG.md']);
  });
});
