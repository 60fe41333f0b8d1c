import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReleaseFile } from '../../../scripts/publish/release/manifest.ts';
import type { Origin } from '../../../scripts/publish/release/origin.ts';
import { openJsonlFiles } from '../../../scripts/publish/release/write-jsonl.ts';
import { writeRows } from '../../../scripts/publish/release/write-rows.ts';
import { jsonl, run, textSample } from '../../support/samples.ts';

const origin: Origin = {
  date: '2026-11-24',
  provider: 'template',
  model: null,
  terms: null,
  licence: 'MIT',
  contributor: 'Ada Tester',
};
const newFolder = () => mkdtempSync(join(tmpdir(), 'evenhand-rows-'));

async function* dataFiles(count: number) {
  for (let file = 0; file < count; file++) {
    const samples = Array.from({ length: 40 }, (_, index) =>
      textSample(`Nurse ${file} rests ${index} times.`),
    );
    yield { path: `data/gender/2026/${file}.jsonl`, bytes: new TextEncoder().encode(jsonl(samples)) };
  }
}

function write(folder: string, bytesBeforeThread: number, origins = new Map([[run, origin]])) {
  return writeRows({ folder, files: dataFiles(20), origins, tool: 'evenhand/test', bytesBeforeThread });
}

const byPath = (files: ReleaseFile[]) => files.sort((a, b) => (a.path < b.path ? -1 : 1));

describe('writeRows', () => {
  it('writes the same bytes with the help of a thread', async () => {
    const [alone, helped] = [newFolder(), newFolder()];
    const expected = await write(alone, Number.POSITIVE_INFINITY);
    const actual = await write(helped, 2_000);
    expect(byPath(actual.files)).toEqual(byPath(expected.files));
    expect(actual.files.map(({ path }) => path)).toContain('all/train-00000.parquet');
    expect(actual.runs).toEqual(new Map([[run, 800]]));
    for (const { path } of actual.files)
      expect(readFileSync(join(helped, path)).equals(readFileSync(join(alone, path))), path).toBe(true);
  });

  it('says which run file is missing, and leaves no thread behind', async () => {
    await expect(write(newFolder(), 0, new Map())).rejects.toMatchObject({ code: 'RUN_FILE_MISSING' });
  });

  it('throws what goes wrong in the thread', async () => {
    const folder = newFolder();
    mkdirSync(join(folder, 'all'));
    writeFileSync(join(folder, 'all/train-00000.parquet'), 'in the way');
    await expect(write(folder, 0)).rejects.toThrow('EEXIST');
  });
});

describe('openJsonlFiles', () => {
  it('goes on in another file once one is full, and loses no line', () => {
    const folder = newFolder();
    const files = openJsonlFiles(folder, 'text', 'train', 25);
    const lines = Array.from({ length: 9 }, (_, index) => `{"line":${index}}`);
    for (const line of lines) files.add(new TextEncoder().encode(line));
    const written = files.finish();
    expect(written.map(({ path, rows }) => [path, rows])).toEqual([
      ['jsonl/text/train.jsonl', 3],
      ['jsonl/text/train.2.jsonl', 3],
      ['jsonl/text/train.3.jsonl', 3],
    ]);
    const read = written.map(({ path }) => readFileSync(join(folder, path), 'utf8'));
    expect(read.join('')).toBe(lines.map((line) => `${line}\n`).join(''));
  });
});
