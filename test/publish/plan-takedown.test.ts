import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaOf } from '../../scripts/check/change/area.ts';
import { judgeTakedown } from '../../scripts/check/change/judge-takedown.ts';
import { moveFiles } from '../../scripts/publish/archive/plan-compaction.ts';
import { formatRunFile } from '../../scripts/publish/format-run-file.ts';
import { planContribution } from '../../scripts/publish/plan-contribution.ts';
import { planTakedown } from '../../scripts/publish/plan-takedown.ts';
import { sha256Hex } from '../../scripts/sample/hash.ts';
import { formatPointer } from '../../scripts/sample/lfs-pointer.ts';
import type { ArchivePlace, RunFile } from '../../scripts/sample/run-file.ts';
import type { Sample } from '../../scripts/sample/sample.ts';
import { formatTombstone } from '../../scripts/sample/tombstone.ts';
import { schema } from '../support/samples.ts';
import { exampleAuthor, exampleRecord, exampleRun, exampleSample } from './example-run.ts';

const validators = { validateTombstone: schema('tombstone'), validateRun: schema('run') };
const encoder = new TextEncoder();
const samples = [
  exampleSample({ text: 'One.' }),
  exampleSample({ text: 'Two.', family: 'f_a', variant: 'women' }),
  exampleSample({ text: 'Three.', family: 'f_a', variant: 'men' }),
  exampleSample({ text: 'Four.', axis: 'age', variant: 'older-adults' }),
];
const [one, two, three, four] = samples as [Sample, Sample, Sample, Sample];
const path = `data/gender/2026/${exampleRun}.jsonl`;

function filesOf(contributed: Sample[]) {
  const { files } = planContribution({ record: exampleRecord, samples: contributed, author: exampleAuthor });
  return files.map(({ path, content }) => ({ path, bytes: encoder.encode(content) }));
}

const oldShard = 'data/archive/all-1-00000000.jsonl';
const isRun = (path: string) => path.endsWith('.run.json');

/** The same files, with the data files one after the other in a shard. */
function archivedFilesOf(contributed: Sample[]) {
  const files = filesOf(contributed);
  const places = new Map<string, ArchivePlace>();
  let offset = 0;
  const data = files.filter(({ path }) => !isRun(path));
  for (const { path, bytes } of data) {
    places.set(path, { path: oldShard, offset, bytes: bytes.length });
    offset += bytes.length;
  }
  const runFiles = files
    .filter(({ path }) => isRun(path))
    .map(({ path, bytes }) => {
      const run = moveFiles(JSON.parse(new TextDecoder().decode(bytes)) as RunFile, places);
      return { path, bytes: encoder.encode(formatRunFile(run)) };
    });
  return [{ path: oldShard, bytes: Uint8Array.from(data.flatMap(({ bytes }) => [...bytes])) }, ...runFiles];
}

function plan(
  ids: string[],
  { wholeFamilies = false, files = filesOf(samples), buried = '', elsewhere = [] as string[] } = {},
) {
  return planTakedown({
    files,
    tombstones: { path: 'data/tombstones.jsonl', bytes: encoder.encode(buried) },
    ids,
    elsewhere,
    wholeFamilies,
    reason: 'a real person',
    date: '2026-11-25',
    author: exampleAuthor,
  });
}

describe('planTakedown', () => {
  it('deletes the line, mends the run file, appends the tombstone', () => {
    const { changes, branch, message } = plan([one.id], { buried: 'what was there\n' });
    expect(changes.map(({ path }) => path)).toEqual([
      path,
      `data/gender/2026/${exampleRun}.run.json`,
      'data/tombstones.jsonl',
    ]);
    expect(changes[0]?.content).not.toContain('One.');
    expect(changes[0]?.content).toContain('Two.');
    expect(JSON.parse(changes[1]?.content ?? '').files).toMatchObject([{ path, samples: 2 }]);
    expect(changes[2]?.content).toBe(
      `what was there\n{"date":"2026-11-25","id":"${one.id}","reason":"a real person"}\n`,
    );
    expect(branch).toMatch(/^takedown\/2026-11-25-[0-9a-f]{8}$/);
    expect(message).toBe(
      `Take 1 sample down\n\na real person\n\n- ${one.id}\n\nSigned-off-by: ${exampleAuthor.name} <${exampleAuthor.email}>\n`,
    );
  });

  it('takes a file that holds nothing more away, and its run file with it', () => {
    expect(plan([four.id]).changes.slice(0, 2)).toEqual([
      { path: `data/age/2026/${exampleRun}.jsonl`, content: undefined },
      { path: `data/age/2026/${exampleRun}.run.json`, content: undefined },
    ]);
  });

  it('takes a family whole where that is asked for', () => {
    expect(plan([two.id]).removed).toEqual([two.id]);
    expect(plan([two.id], { wholeFamilies: true }).removed).toEqual([two.id, three.id].sort());
  });

  it('leaves out what was taken down before', () => {
    const buried = formatTombstone({ id: 'ev1_00000000000000000000000000', date: '2026-11-24', reason: 'x' });
    expect(plan([one.id, 'ev1_00000000000000000000000000'], { buried }).removed).toEqual([one.id]);
  });

  it('names every id that is not there', () => {
    const strangers = ['ev1_00000000000000000000000000', 'ev1_11111111111111111111111111'];
    expect(() => plan([one.id, ...strangers])).toThrow(`holds ${strangers.join(', ')}`);
  });

  it('is what the check takes for a takedown, whatever goes', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(samples, { minLength: 1 }), fc.boolean(), (going, wholeFamilies) => {
        const before = filesOf(samples);
        const { changes, removed } = plan(
          going.map(({ id }) => id),
          { wholeFamilies },
        );
        const files = changes.map(({ path, content }) => ({
          path,
          before: before.find((file) => file.path === path)?.bytes,
          after: content === undefined ? undefined : encoder.encode(content),
        }));
        const judged = judgeTakedown({ files, ...validators });
        expect(judged.findings).toEqual([]);
        expect([...judged.buried.keys()]).toEqual(removed);
      }),
    );
  });

  it('cuts a shard in the same way, and says where each file of it is now', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(samples, { minLength: 1 }), (going) => {
        const ids = going.map(({ id }) => id);
        const open = plan(ids);
        const archived = plan(ids, { files: archivedFilesOf(samples) });
        expect(archived.removed).toEqual(open.removed);
        const contentOf = ({ path, offset, bytes }: ArchivePlace) =>
          archived.shards.find((shard) => shard.path === path)?.content.subarray(offset, offset + bytes);
        for (const { path: runPath, content } of open.changes.filter(({ path }) => isRun(path))) {
          const there = archived.changes.find((change) => change.path === runPath)?.content;
          const filesIn = (text: string | undefined) =>
            text === undefined ? [] : (JSON.parse(text) as RunFile).files;
          expect(filesIn(there).map(({ archive: _, ...file }) => file)).toEqual(filesIn(content));
          for (const { archive, sha256 } of filesIn(there))
            expect(sha256Hex((archive && contentOf(archive)) ?? '')).toBe(sha256);
        }
        const pointers = archived.changes.filter(({ path }) => areaOf(path) === 'archive');
        for (const { path, content, sha256 } of archived.shards) {
          expect(path).toBe(`data/archive/all-1-${sha256.slice(0, 8)}.jsonl`);
          expect(pointers.find((pointer) => pointer.path === path)?.content).toBe(
            formatPointer({ sha256, bytes: content.length }),
          );
        }
        expect(pointers[0]).toEqual({ path: oldShard, content: undefined });
      }),
    );
  });

  it('asks for shards that it could not look into, where an id is not in the others', () => {
    const ids = ['ev1_00000000000000000000000000'];
    expect(() => plan(ids, { elsewhere: [oldShard] })).toThrow(`not looked into: ${oldShard}`);
    expect(plan([one.id], { elsewhere: [oldShard] }).removed).toEqual([one.id]);
  });
});
