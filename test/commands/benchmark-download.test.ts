import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from '../provider/servers/listen.ts';
import { evenhand } from '../support/workshop.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A host that has one file, whose content can be changed. */
async function startHost(path: string) {
  const host = { content: '{"data":{}}', requests: 0 };
  const { url, close } = await listen((request, response) => {
    host.requests += 1;
    const found = request.url === `/repo/${path}`;
    response.writeHead(found ? 200 : 404);
    response.end(found ? host.content : 'not here');
  });
  closing.push(close);
  return Object.assign(host, { url: `${url}/repo/` });
}

const sumOf = (text: string) => createHash('sha256').update(text).digest('hex');
const download = (cwd: string, name: string, ...flags: string[]) =>
  evenhand(['benchmark', 'download', name, ...flags], { cwd });
const newFolder = () => mkdtempSync(join(tmpdir(), 'evenhand-download-'));

describe('benchmark download', () => {
  it('records the first sum, and refuses another file afterwards', async () => {
    const host = await startHost('data/dev.json');
    const cwd = newFolder();
    const first = await download(cwd, 'stereoset', '--from', host.url);
    const folder = join(cwd, 'runs/benchmark-data/stereoset');
    expect(first.code).toBe(0);
    expect(first.stdout).toContain(`SHA-256 ${sumOf(host.content)} (first seen`);
    expect(readFileSync(join(folder, 'SHA256SUMS'), 'utf8')).toBe(`${sumOf(host.content)}  dev.json\n`);
    expect((await download(cwd, 'stereoset', '--from', host.url)).stdout).toContain('(as expected)');

    const before = host.content;
    host.content = '{"data":{"changed":1}}';
    const changed = await download(cwd, 'stereoset', '--from', host.url);
    expect(changed.code).toBe(3);
    expect(changed.stderr).toContain('OTHER_CHECKSUM');
    expect(readFileSync(join(folder, 'dev.json'), 'utf8')).toBe(before);
    expect(readdirSync(folder).sort()).toEqual(['SHA256SUMS', 'dev.json']);
  });

  it('holds a file to --sha256', async () => {
    const host = await startHost('data/crows_pairs_anonymized.csv');
    const cwd = newFolder();
    const wrong = await download(cwd, 'crows-pairs', '--from', host.url, '--sha256', '0'.repeat(64));
    expect(wrong.code).toBe(3);
    expect(existsSync(join(cwd, 'runs/benchmark-data/crows-pairs/crows_pairs_anonymized.csv'))).toBe(false);
    const right = await download(
      cwd,
      'crows-pairs',
      '--from',
      host.url,
      '--sha256',
      sumOf(host.content),
      '--json',
    );
    expect(JSON.parse(right.stdout).files[0]).toMatchObject({ sha256: sumOf(host.content), known: true });
  });

  it.each([
    ['a file that is not there', 'stereoset', [], 3, 'HTTP 404'],
    ['a benchmark nobody knows', 'winobias', [], 2, 'UNKNOWN_BENCHMARK'],
    ['one sum for many files', 'bbq', ['--sha256', '0'.repeat(64)], 2, 'ONE_SUM_FOR_MANY'],
    ['a sum that is none', 'stereoset', ['--sha256', 'abc'], 2, '64 hex digits'],
  ])('refuses %s', async (_, name, flags, expected, words) => {
    const host = await startHost('elsewhere');
    const { code, stderr } = await download(newFolder(), name, '--from', host.url, ...flags);
    expect(stderr).toContain(words);
    expect(code).toBe(expected);
  });
});
