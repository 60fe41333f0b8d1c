import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFileLines } from '../../scripts/sample/read-lines.ts';
import { collect } from './json/files.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'read-lines-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('readFileLines', () => {
  it('reads a file line by line', async () => {
    const path = join(folder, 'two.jsonl');
    await writeFile(path, '{"a":1}\n{"b":2}');
    const lines = await collect(readFileLines(path));
    expect(
      lines.map(({ line, bytes, terminated }) => [line, new TextDecoder().decode(bytes), terminated]),
    ).toEqual([
      [1, '{"a":1}', true],
      [2, '{"b":2}', false],
    ]);
  });

  it('refuses a line of 1 GiB in under 2 s without holding it', async () => {
    const path = join(folder, 'gigabyte.jsonl');
    const file = await open(path, 'w');
    // A sparse file: NUL bytes that take no space on the disk.
    await file.truncate(2 ** 30);
    await file.close();
    const start = performance.now();
    const memory = process.memoryUsage().arrayBuffers;
    const lines = await collect(readFileLines(path));
    expect(lines).toMatchObject([{ line: 1, offset: 0, tooLong: true, terminated: false }]);
    expect(performance.now() - start).toBeLessThan(2_000);
    expect(process.memoryUsage().arrayBuffers - memory).toBeLessThan(8 * 2 ** 20);
  });

  it('leaves the error of a missing file as it is', async () => {
    const missing = collect(readFileLines(join(folder, 'missing.jsonl')));
    await expect(missing).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
