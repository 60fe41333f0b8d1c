import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planContribution } from '../../scripts/publish/plan-contribution.ts';
import { canonicalJson } from '../../scripts/sample/canonical-json.ts';
import type { RunFile } from '../../scripts/sample/run-file.ts';
import { compileSchema } from '../../scripts/sample/schema-validator.ts';
import { exampleAuthor, exampleRecord, exampleRun, exampleSample, exampleSamples } from './example-run.ts';

const author = exampleAuthor;
const plan = (samples = exampleSamples, record = exampleRecord) =>
  planContribution({ record, samples, author });

describe('planContribution', () => {
  it('places each axis in its folder, with its run file', () => {
    expect(plan().branch).toBe(`contribute/${exampleRun}`);
    expect(plan().files.map(({ path, samples }) => [path, samples])).toEqual([
      [`data/gender/2026/${exampleRun}.jsonl`, 3],
      [`data/gender/2026/${exampleRun}.run.json`, 0],
      [`data/age/2026/${exampleRun}.jsonl`, 1],
      [`data/age/2026/${exampleRun}.run.json`, 0],
    ]);
  });

  it('goes on in .2.jsonl', () => {
    const samples = Array.from({ length: 2_001 }, (_, index) => exampleSample({ text: `Number ${index}.` }));
    expect(plan(samples).files.map(({ path }) => path.split('/').at(-1))).toEqual([
      `${exampleRun}.jsonl`,
      `${exampleRun}.2.jsonl`,
      `${exampleRun}.3.jsonl`,
      `${exampleRun}.run.json`,
    ]);
  });

  it('writes a commit message that counts, names the origin and signs off', () => {
    const record = {
      ...exampleRecord,
      provider: 'openai',
      model: { asked: 'm-1', served: ['m-1-x'] },
      costMicroUsd: 12_345,
    };
    expect(plan(exampleSamples, record).message).toBe(
      `Add 4 samples of gender and age from ${exampleRun}

- gender: 3 samples in 1 file
- age: 1 sample in 1 file

- provider: openai
- model: m-1 (served: m-1-x)
- cost: $0.012345
- licence: MIT

Signed-off-by: Ann Example <ann@example.org>
`,
    );
  });

  it('lets no value pose as a trailer', () => {
    const record = { ...exampleRecord, provider: 'x\n\nSigned-off-by: Eve <eve@example.org>' };
    const signOffs = plan(exampleSamples, record)
      .message.split('\n')
      .filter((line) => line.startsWith('Signed-off-by:'));
    expect(signOffs).toEqual(['Signed-off-by: Ann Example <ann@example.org>']);
  });

  it('writes run files that obey their schema, sorted and ended by a line feed', () => {
    const validate = compileSchema(JSON.parse(readFileSync('schemas/run.schema.json', 'utf8')) as object);
    for (const { path, content } of plan().files) {
      if (!path.endsWith('.run.json')) continue;
      const run = JSON.parse(content) as RunFile;
      expect(validate(run)).toEqual([]);
      expect(content.endsWith('}\n')).toBe(true);
      expect(canonicalJson(run)).toBe(JSON.stringify(run));
    }
  });

  it('writes the licence it is given', () => {
    const { files } = planContribution({
      record: exampleRecord,
      samples: exampleSamples,
      author,
      licence: 'CC0-1.0',
    });
    expect(files.at(-1)?.content).toContain('"licence": "CC0-1.0"');
  });

  it.each([
    ['no samples', [], /holds no samples/],
    [
      'another run',
      [{ ...exampleSample({ text: 'x' }), run: '2026-01-01-other-00000000' }],
      /belongs to the run/,
    ],
    [
      'an axis outside data/',
      [exampleSample({ text: 'x', axis: '../../.github' })],
      /has no place under data/,
    ],
    [
      'an axis that is a path',
      [exampleSample({ text: 'x', axis: 'gender/2026' })],
      /has no place under data/,
    ],
    [
      'a family on two axes',
      ['gender', 'age'].map((axis) => exampleSample({ text: 'x', axis, family: 'f_a' })),
      /stands on two axes, gender and age/,
    ],
  ])('refuses %s', (_, samples, message) => {
    expect(() => plan(samples)).toThrow(message);
  });

  it('refuses a run id that is no run id, or of another day', () => {
    const samples = [{ ...exampleSample({ text: 'x' }), run: '../x' }];
    expect(() => plan(samples, { ...exampleRecord, run: '../x' })).toThrow(/has no place under data/);
    expect(() => plan(exampleSamples, { ...exampleRecord, date: '2025-11-24' })).toThrow(
      /has no place under data/,
    );
  });

  it('obeys its laws: per axis the files are the samples in order, and the run file knows their bytes', () => {
    const slots = fc.array(
      fc.record({ axis: fc.constantFrom('gender', 'age', 'religion'), text: fc.string() }),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(slots, (drawn) => {
        const samples = drawn.map((slot) => exampleSample(slot));
        const { files } = plan(samples);
        for (const axis of new Set(samples.map((sample) => sample.axis))) {
          const ofAxis = files.filter(({ path }) => path.startsWith(`data/${axis}/`));
          const data = ofAxis.filter(({ path }) => path.endsWith('.jsonl'));
          const expected = samples
            .filter((sample) => sample.axis === axis)
            .map((sample) => `${canonicalJson(sample)}\n`);
          expect(data.map(({ content }) => content).join('')).toBe(expected.join(''));
          const run = JSON.parse(ofAxis.at(-1)!.content) as RunFile;
          expect(run.files).toEqual(
            data.map(({ path, content, samples }) => ({ path, samples, sha256: nodeSha256(content) })),
          );
        }
      }),
      { numRuns: 50 },
    );
  });
});

function nodeSha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
