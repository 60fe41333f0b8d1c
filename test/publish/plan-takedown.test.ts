import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeTakedown } from '../../scripts/check/change/judge-takedown.ts';
import { planContribution } from '../../scripts/publish/plan-contribution.ts';
import { planTakedown } from '../../scripts/publish/plan-takedown.ts';
import type { Sample } from '../../scripts/sample/sample.ts';
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
});
