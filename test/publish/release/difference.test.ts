import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ComparedRow,
  compareMeaning,
  compareRows,
} from '../../../scripts/publish/release/difference.ts';
import { genderAxis } from '../../support/samples.ts';

async function* stream(rows: ComparedRow[]): AsyncGenerator<ComparedRow> {
  yield* rows;
}

const row = (id: string, line = id, axis = 'gender'): ComparedRow => ({ id, axis, contributor: 'Ada', line });

describe('compareRows', () => {
  it('counts what came, went and was relabelled, by axis and contributor', async () => {
    const before = [row('a'), row('b'), row('c', 'c', 'age')];
    const after = [row('b', 'another line'), row('a'), { ...row('d'), contributor: 'Bo' }];
    expect(await compareRows(stream(before), stream(after))).toEqual({
      total: { added: 1, removed: 1, relabelled: 1 },
      axes: {
        age: { added: 0, removed: 1, relabelled: 0 },
        gender: { added: 1, removed: 0, relabelled: 1 },
      },
      contributors: {
        Ada: { added: 0, removed: 1, relabelled: 1 },
        Bo: { added: 1, removed: 0, relabelled: 0 },
      },
    });
  });

  it('sees no change in rows that only moved, and turns round with its sides', async () => {
    const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }));
    await fc.assert(
      fc.asyncProperty(ids, ids, async (one, other) => {
        const [a, b] = [one.map((id) => row(id)), other.map((id) => row(id))];
        const same = await compareRows(stream(a), stream([...a].reverse()));
        expect(same.total).toEqual({ added: 0, removed: 0, relabelled: 0 });
        const { total: there } = await compareRows(stream(a), stream(b));
        const { total: back } = await compareRows(stream(b), stream(a));
        expect([there.added, there.removed]).toEqual([back.removed, back.added]);
      }),
    );
  });
});

describe('compareMeaning', () => {
  const axes = new Map([['gender', genderAxis]]);
  const sampleSchema = {
    type: 'object',
    description: 'A sample',
    properties: { description: { type: 'string' } },
  };

  it('does not mind words', () => {
    const reworded = { ...sampleSchema, description: 'One line' };
    expect(compareMeaning({ sampleSchema, axes }, { sampleSchema: reworded, axes })).toEqual([]);
  });

  it('names a schema that changed, an axis and a group that are gone; new ones break nothing', () => {
    const fewer = new Map([['gender', { groups: genderAxis.groups.slice(1) }]]);
    const reshaped = { ...sampleSchema, properties: {} };
    expect(compareMeaning({ sampleSchema, axes }, { sampleSchema: reshaped, axes: fewer })).toEqual([
      'the schema of samples changed',
      'gender has no group women any more',
    ]);
    expect(compareMeaning({ sampleSchema, axes }, { sampleSchema, axes: new Map() })).toEqual([
      'the axis gender is gone',
    ]);
    expect(compareMeaning({ sampleSchema, axes: fewer }, { sampleSchema, axes })).toEqual([]);
  });
});
