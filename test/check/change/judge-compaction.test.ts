import { describe, expect, it } from 'vitest';
import type { ChangedContent } from '../../../scripts/check/change/change.ts';
import { judgeCompaction, judgeNewRunFile } from '../../../scripts/check/change/judge-compaction.ts';
import { formatRunFile } from '../../../scripts/publish/format-run-file.ts';
import type { RunFile } from '../../../scripts/sample/run-file.ts';
import { exampleRunFile, schema } from '../../support/samples.ts';
import { dataPath, runPath } from './changes.ts';

const validateRun = schema('run');
const shard = 'data/archive/gender-1-0a1b2c3d.jsonl';
const moved = movedTo({ path: shard, offset: 0, bytes: 10 });

function movedTo(archive: { path: string; offset: number; bytes: number }): RunFile {
  return { ...exampleRunFile, files: exampleRunFile.files.map((file) => ({ ...file, archive })) };
}

function runFile(before: RunFile | undefined, after: RunFile): ChangedContent {
  const encode = (run: RunFile) => new TextEncoder().encode(formatRunFile(run));
  return { path: runPath, before: before && encode(before), after: encode(after) };
}

const gone: ChangedContent = { path: dataPath, before: new Uint8Array([10]), after: undefined };

function messages(files: ChangedContent[], shards = [shard]): string[] {
  return judgeCompaction({ files, shards: new Set(shards), validateRun }).map(
    ({ code, path, message }) => `${code} ${path}: ${message}`,
  );
}

describe('judgeCompaction', () => {
  it('takes a file whose run file says where it is now', () => {
    expect(messages([gone, runFile(exampleRunFile, moved)])).toEqual([]);
  });

  it('refuses a file that nothing accounts for', () => {
    expect(messages([gone])).toEqual([
      `E_ARCHIVE ${dataPath}: the file is deleted, but no run file says where its lines went`,
    ]);
  });

  it('refuses a run file that changes in anything else, or moves what had moved', () => {
    const other = /differs in more than where/;
    expect(messages([runFile(exampleRunFile, { ...moved, licence: 'CC0-1.0' })])).toEqual([
      expect.stringMatching(other),
    ]);
    expect(messages([runFile(moved, movedTo({ path: shard, offset: 5, bytes: 10 }))])).toEqual([
      expect.stringMatching(other),
    ]);
    expect(messages([runFile(moved, exampleRunFile)])).toEqual([expect.stringMatching(other)]);
  });

  it('refuses a shard that is not there', () => {
    expect(messages([gone, runFile(exampleRunFile, moved)], [])).toEqual([
      `E_ARCHIVE ${runPath}: the run file names ${shard}, which is not there`,
    ]);
  });

  it('lets no new run file claim the archive', () => {
    expect(judgeNewRunFile(runFile(undefined, exampleRunFile), validateRun)).toEqual([]);
    expect(judgeNewRunFile(runFile(undefined, moved), validateRun)).toMatchObject([{ code: 'E_ARCHIVE' }]);
  });
});
