import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openSampleWriter, writeRunFolder } from '../../scripts/run/write-run.ts';
import { canonicalJson } from '../../scripts/sample/canonical-json.ts';
import { makeSample } from '../../scripts/sample/identify.ts';
import type { Sample } from '../../scripts/sample/sample.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'evenhand-run-'));

function sampleOf(text: string): Sample {
  const run = '2026-11-24-test-0123abcd';
  return makeSample(
    { kind: 'text', text },
    { lang: 'en', axis: 'gender', groups: [], stance: 'neutral', run },
  );
}

const samples = ['one', 'two', 'three'].map(sampleOf);
const lines = samples.map((sample) => `${canonicalJson(sample)}\n`);

describe('openSampleWriter', () => {
  it('saves canonical lines', async () => {
    const folder = await newFolder();
    const writer = await openSampleWriter(folder);
    await writer.append(samples.slice(0, 2));
    await writer.append(samples.slice(2));
    await writer.close();
    expect(await readFile(join(folder, 'samples.jsonl'), 'utf8')).toBe(lines.join(''));
  });

  it.each([0, 1, 30])('goes on behind whole lines and cuts a last line torn after %i bytes', async (torn) => {
    const folder = await newFolder();
    const path = join(folder, 'samples.jsonl');
    await writeFile(path, lines[0]! + lines[1]!.slice(0, torn));
    const writer = await openSampleWriter(folder);
    await writer.append(samples);
    await writer.close();
    expect(await readFile(path, 'utf8')).toBe(lines.join(''));
  });

  it('refuses to go on behind lines that the plan does not give, and keeps them', async () => {
    const folder = await newFolder();
    const path = join(folder, 'samples.jsonl');
    await appendFile(path, '{"edited":true}\n');
    const writer = await openSampleWriter(folder);
    await expect(writer.append(samples)).rejects.toMatchObject({ code: 'RUN_CHANGED' });
    await writer.close();
    expect(await readFile(path, 'utf8')).toBe('{"edited":true}\n');
  });
});

describe('a full disk', () => {
  const mountPoint = join(tmpdir(), `evenhand-full-${process.pid}`);
  const mounted = mountTinyDisk(mountPoint);
  afterAll(async () => {
    if (!mounted) return;
    execFileSync('umount', [mountPoint]);
    await rm(mountPoint, { recursive: true });
  });

  it.skipIf(!mounted)(
    'stops with a fix, and leaves whole lines only (needs the right to mount a tmpfs)',
    async () => {
      const folder = join(mountPoint, 'run');
      await mkdir(folder);
      const writer = await openSampleWriter(folder);
      const large = Array.from({ length: 400 }, (_, index) => sampleOf(`${index} ${'x'.repeat(4_000)}`));
      const saved: Sample[] = [];
      const filling = (async () => {
        for (const sample of large) {
          await writer.append([sample]);
          saved.push(sample);
        }
      })();
      await expect(filling).rejects.toMatchObject({
        code: 'WRITE_FAILED',
        exitCode: 3,
        fix: expect.stringContaining('disk is full'),
      });
      await writer.close().catch(() => undefined);
      const text = await readFile(join(folder, 'samples.jsonl'), 'utf8');
      expect(saved.length).toBeGreaterThan(100);
      expect(text).toBe(saved.map((sample) => `${canonicalJson(sample)}\n`).join(''));
    },
  );
});

describe('writeRunFolder', () => {
  it('says what stands in the way', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(writeRunFolder(join(folder, 'file', 'run'))).rejects.toMatchObject({
      code: 'WRITE_FAILED',
      exitCode: 3,
      fix: expect.stringContaining('--out'),
    });
  });
});

function mountTinyDisk(path: string): boolean {
  try {
    execFileSync('mkdir', ['-p', path]);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
