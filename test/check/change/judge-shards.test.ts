import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeShards } from '../../../scripts/check/change/judge-shards.ts';
import { exampleRunFile } from '../../support/samples.ts';

const path = 'data/archive/gender-1-9e24574d.jsonl';

function runOf(places: [offset: number, bytes: number][]) {
  const files = places.map(([offset, bytes], index) => ({
    path: `data/gender/2026/${exampleRunFile.run}.${index + 2}.jsonl`,
    sha256: '0'.repeat(64),
    samples: 1,
    archive: { path, offset, bytes },
  }));
  return { ...exampleRunFile, files };
}

const wordsOf = (bytes: number | undefined, places: [number, number][], pointerBytes = 100) =>
  judgeShards([{ path, pointerBytes, bytes }], [runOf(places)]).map(({ message }) => message);

describe('judging shards', () => {
  it('takes a shard that its runs account for to the last byte, in any order', () => {
    expect(
      wordsOf(100, [
        [60, 40],
        [0, 60],
      ]),
    ).toEqual([]);
  });

  it('refuses a pointer to nothing, or to something else', () => {
    expect(wordsOf(undefined, [[0, 100]])).toEqual(['there is no object behind the pointer']);
    expect(wordsOf(90, [[0, 100]])).toEqual(['the pointer says 100 bytes, and its object has 90']);
  });

  it('refuses bytes that no run answers for, wherever they hide', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 100 }), (start, length) => {
        const end = Math.min(100, start + length);
        const [message = ''] = wordsOf(100, [
          [0, start],
          [end, 100 - end],
        ]);
        expect(message).toBe(`the bytes ${start} to ${end} belong to no data file of a run in this change`);
      }),
    );
  });
});
