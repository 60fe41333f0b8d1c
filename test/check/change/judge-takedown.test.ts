import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeTakedown } from '../../../scripts/check/change/judge-takedown.ts';
import type { Sample } from '../../../scripts/sample/sample.ts';
import { formatTombstone } from '../../../scripts/sample/tombstone.ts';
import { jsonl, schema, textSample } from '../../support/samples.ts';
import { dataPath } from './changes.ts';

const path = 'data/tombstones.jsonl';
const validators = { validateTombstone: schema('tombstone'), validateRun: schema('run') };
const samples = ['One.', 'Two.', 'Three.', 'Four.'].map((text) => textSample(text));
const [one, two, three] = samples as [Sample, Sample, Sample];
const bytes = (text: string | undefined) => (text === undefined ? undefined : new TextEncoder().encode(text));

function bury(...buried: Sample[]): string {
  return buried.map(({ id }) => formatTombstone({ id, date: '2026-11-24', reason: 'harmful' })).join('');
}

type Sides = [before: string | undefined, after: string | undefined];

function judge(data: Sides, tombstones: Sides) {
  const files = [
    { path: dataPath, before: bytes(data[0]), after: bytes(data[1]) },
    { path, before: bytes(tombstones[0]), after: bytes(tombstones[1]) },
  ];
  const { findings, buried } = judgeTakedown({ files, ...validators });
  return { codes: findings.map(({ code, path, line }) => `${code} ${path}:${line}`), findings, buried };
}

describe('judgeTakedown', () => {
  it('takes any lines away that get a tombstone, and no other', () => {
    fc.assert(
      fc.property(fc.subarray(samples), fc.subarray(samples), (kept, buried) => {
        const unburied = samples.filter((sample) => !kept.includes(sample) && !buried.includes(sample));
        const { findings } = judge([jsonl(samples), jsonl(kept)], ['', bury(...buried)]);
        expect(findings.map(({ message }) => message.split(' ')[0])).toEqual(unburied.map(({ id }) => id));
      }),
    );
  });

  it('takes a whole file away', () => {
    expect(judge([jsonl([one]), undefined], [undefined, bury(one)]).codes).toEqual([]);
    expect(judge([jsonl([one]), undefined], [undefined, undefined]).codes).toEqual([
      `E_TOMBSTONE ${path}:0`,
      `E_TAKEDOWN ${dataPath}:0`,
    ]);
  });

  it('refuses a line that is edited, added or moved', () => {
    const rest = [jsonl([one, two]), bury(two)] as const;
    for (const after of [[three], [one, three], [two, one]]) {
      expect(judge([rest[0], jsonl(after)], ['', rest[1]]).codes).toEqual([
        `E_TAKEDOWN ${dataPath}:${after.length === 1 ? 1 : 2}`,
      ]);
    }
  });

  it('only lets tombstones be appended, each once, whole and canonical', () => {
    const data = [jsonl([one, two]), jsonl([two])] as Sides;
    expect(judge(data, [bury(two), bury(two, one)]).codes).toEqual([]);
    expect(judge(data, [bury(two), bury(one, two)]).codes).toEqual([`E_TOMBSTONE ${path}:1`]);
    expect(judge(data, [bury(two, three), bury(two)]).codes).toContain(`E_TOMBSTONE ${path}:2`);
    expect(judge(data, [bury(one), bury(one, one)]).codes).toEqual([`E_TOMBSTONE ${path}:2`]);
    expect(judge(data, ['', bury(one).trimEnd()]).codes).toContain(`E_TOMBSTONE ${path}:1`);
    expect(judge(data, ['', bury(one).replace(':"2026', ': "2026')]).codes).toContain(
      `E_TOMBSTONE ${path}:1`,
    );
    const broken = judge(data, ['', `${bury(one)}{"date":"today","id":"x","reason":""}\n`]);
    expect(broken.findings.map(({ line, column }) => [line, column])).toEqual([
      [2, 9],
      [2, 22],
      [2, 35],
    ]);
  });

  it('names what is newly buried, with its line', () => {
    expect([...judge([jsonl([one]), undefined], [bury(two), bury(two, one)]).buried]).toEqual([[one.id, 2]]);
  });
});
