import { describe, expect, it } from 'vitest';
import { compareShards } from '../../../scripts/publish/release/compare-shards.ts';
import type { DataFile, RunFile } from '../../../scripts/sample/run-file.ts';
import { exampleRunFile } from '../../support/samples.ts';

const shard = (hash: string) => `data/archive/gender-1-${hash.repeat(8)}.jsonl`;

function file(number: number, samples: number, hash?: string): DataFile {
  const path = `data/gender/2026/${exampleRunFile.run}.${number + 1}.jsonl`;
  const archive = hash ? { path: shard(hash), offset: 0, bytes: samples } : undefined;
  return { path, sha256: '0'.repeat(64), samples, ...(archive ? { archive } : {}) };
}

/** One run file with some data files. */
function runs(...files: DataFile[]): Map<string, RunFile> {
  return new Map([
    [`data/gender/2026/${exampleRunFile.run}.run.json`, { ...exampleRunFile, author: 'Ada <a@b.c>', files }],
  ]);
}

const rowsOf = ({ rows }: ReturnType<typeof compareShards>) => rows.map(({ rows: count }) => count);

describe('compareShards', () => {
  it('counts what a shard has fewer, and leaves both shards unread', () => {
    const before = runs(file(1, 5, 'a'), file(2, 3, 'a'), file(3, 2, 'b'));
    const after = runs(file(1, 4, 'c'), file(3, 2, 'b'));
    const cut = compareShards(new Set([shard('a')]), before, after);
    expect([...cut.paths]).toEqual([shard('a'), shard('c')]);
    expect(cut.rows).toEqual([
      { axis: 'gender', contributor: 'Ada', rows: 1 },
      { axis: 'gender', contributor: 'Ada', rows: 3 },
    ]);
  });

  it('counts all of a shard of which nothing is left, with its run file', () => {
    const cut = compareShards(new Set([shard('a')]), runs(file(1, 5, 'a')), new Map());
    expect([...cut.paths]).toEqual([shard('a')]);
    expect(rowsOf(cut)).toEqual([5]);
  });

  it('has files that stand in the open again read, and those that a shard took in', () => {
    const [open, archived] = [runs(file(1, 5), file(2, 3)), runs(file(1, 5, 'a'), file(2, 3, 'a'))];
    const none = { paths: new Set(), rows: [] };
    expect(compareShards(new Set([shard('a')]), archived, open)).toEqual(none);
    expect(compareShards(new Set(), open, archived)).toEqual(none);
  });
});
