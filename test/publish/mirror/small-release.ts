import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { formatJson, type Manifest } from '../../../scripts/publish/release/manifest.ts';

/** Bytes that no file holds by chance, and that read as binary. */
export function binary(length: number, seed: number): Buffer {
  const block = createHash('sha512').update(`${seed}`).digest();
  return Buffer.from(Array.from({ length }, (_, index) => block[index % 64]! ^ (index >> 6)));
}

/** A release as `release build` lays it out, of a few kilobytes. */
export function smallRelease(version = '0.1.0', more: Record<string, Buffer | string> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenhand-small-release-'));
  const contents: Record<string, Buffer | string> = {
    'README.md': `---\nversion: ${version}\n---\n\n# Evenhand ${version}\n`,
    'LICENSE.md': 'MIT\n',
    'all/train-00000.parquet': binary(3_000, 1),
    'text/train-00000.parquet': binary(900, 2),
    'jsonl/text/train.jsonl': '{"text":"She repaired the pump."}\n'.repeat(60),
    'index/segments/0.seg': binary(400, 3),
    ...more,
  };
  for (const [path, content] of Object.entries(contents)) writeInto(folder, path, content);
  const manifest: Manifest = {
    schema: 1,
    version,
    previous: null,
    commit: createHash('sha1').update(version).digest('hex'),
    date: '2026-11-24',
    tool: 'evenhand/0.1.0',
    samples: 60,
    families: 60,
    kinds: { text: 60 },
    langs: { en: 60 },
    axes: { gender: 60 },
    checks: { ok: true, names: ['json'], errors: 0, warnings: 0, byCode: {} },
    files: Object.entries(contents)
      .map(([path, content]) => ({ path, bytes: Buffer.byteLength(content), sha256: sha256(content) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
  writeInto(folder, 'manifest.json', formatJson(manifest));
  const sums = [...manifest.files, { path: 'manifest.json', sha256: sha256(formatJson(manifest)) }];
  writeInto(folder, 'SHA256SUMS', sums.map(({ path, sha256: sum }) => `${sum}  ${path}\n`).join(''));
  return folder;
}

function sha256(content: Buffer | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function writeInto(folder: string, path: string, content: Buffer | string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}
