import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashPlaces } from '../../../scripts/check/judge-archive.ts';
import {
  type Contribution,
  moveFiles,
  planCompaction,
  shardPath,
} from '../../../scripts/publish/archive/plan-compaction.ts';
import { sha256Hex } from '../../../scripts/sample/hash.ts';
import { exampleRunFile } from '../../support/samples.ts';

function contribution(axis: string, date: string, sizes: number[]): Contribution {
  const run = exampleRunFile.run.replace(/^.{10}/, date);
  const files = sizes.map((bytes, index) => ({
    path: `data/${axis}/2026/${run}${index === 0 ? '' : `.${index + 1}`}.jsonl`,
    sha256: '0'.repeat(64),
    samples: 1,
    bytes,
  }));
  return {
    path: `data/${axis}/2026/${run}.run.json`,
    run: { ...exampleRunFile, run, date, files: files.map(({ bytes: _, ...file }) => file) },
    files,
  };
}

describe('planCompaction', () => {
  it('moves old runs, axis by axis, and cuts shards between files', () => {
    const plans = planCompaction({
      contributions: [
        contribution('age', '2026-01-01', [60, 30, 20]),
        contribution('age', '2026-03-01', [10]),
        contribution('gender', '2026-01-02', [70]),
      ],
      before: '2026-02-01',
      shards: ['data/archive/age-2-0a1b2c3d.jsonl', 'data/archive/age-gap-7-0a1b2c3d.jsonl'],
      maxBytes: 100,
    });
    const sketch = plans.map(({ axis, number, files }) => ({
      axis,
      number,
      places: files.map(({ offset, bytes }) => [offset, bytes]),
    }));
    expect(sketch).toEqual([
      {
        axis: 'age',
        number: 3,
        places: [
          [0, 60],
          [60, 30],
        ],
      },
      { axis: 'age', number: 4, places: [[0, 20]] },
      { axis: 'gender', number: 1, places: [[0, 70]] },
    ]);
    expect(shardPath({ axis: 'age', number: 3 }, 'abcdef0123'.repeat(7))).toBe(
      'data/archive/age-3-abcdef01.jsonl',
    );
  });

  it('leaves what is in the archive where it is', () => {
    const old = contribution('age', '2026-01-01', [60]);
    const [file] = old.files;
    if (!file) throw new Error('no file');
    const place = { path: 'data/archive/age-1-0a1b2c3d.jsonl', offset: 0, bytes: 60 };
    const moved = moveFiles(old.run, new Map([[file.path, place]]));
    expect(moved.files).toEqual([{ path: file.path, sha256: file.sha256, samples: 1, archive: place }]);
    const contributions = [{ ...old, run: moved, files: [{ ...file, archive: place }] }];
    expect(planCompaction({ contributions, before: '2027-01-01', shards: [], maxBytes: 100 })).toEqual([]);
  });

  it('loses, repeats and reorders nothing, whatever the sizes', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.array(sizes, { maxLength: 6 }), (runs) => {
        const contributions = runs.map((each, index) => contribution('age', `2026-01-0${index + 1}`, each));
        const plans = planCompaction({ contributions, before: '2027-01-01', shards: [], maxBytes: 100 });
        const paths = plans.flatMap(({ files }) => files.map(({ path }) => path));
        expect(paths).toEqual(contributions.flatMap(({ files }) => files.map(({ path }) => path)));
        for (const { files } of plans) {
          let end = 0;
          for (const { offset, bytes } of files) {
            expect(offset).toBe(end);
            end += bytes;
          }
          expect(end <= 100 || files.length === 1).toBe(true);
        }
      }),
    );
  });
});

describe('hashPlaces', () => {
  it('hashes each place as its own bytes, however the stream is cut', async () => {
    const place = fc.record({ offset: fc.nat(60), bytes: fc.nat(30) });
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 80 }),
        fc.array(place, { maxLength: 6 }),
        fc.integer({ min: 1, max: 20 }),
        async (bytes, places, chunk) => {
          const expected = places.map(({ offset, bytes: length }) =>
            sha256Hex(bytes.subarray(offset, offset + length)),
          );
          expect(await hashPlaces(chunksOf(bytes, chunk), places)).toEqual(expected);
        },
      ),
    );
  });
});

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}
