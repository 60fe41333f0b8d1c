import { describe, expect, it } from 'vitest';
import { type BiasContext, biasCheck, foldBias } from '../../../scripts/check/bias/bias-check.ts';
import type { BiasChange, BiasReport } from '../../../scripts/check/bias/bias-report.ts';
import type { Entry } from '../../../scripts/check/check.ts';
import { entriesOf } from '../../../scripts/check/check-files.ts';
import type { SourceFile } from '../../../scripts/check/source-file.ts';
import type { Sample } from '../../../scripts/sample/sample.ts';
import { biasContext, reader } from '../../support/bias.ts';
import { fileOf, jsonl, schema, textSample } from '../../support/samples.ts';

const validate = schema('sample');

const women = Array.from({ length: 60 }, (_, n) =>
  textSample(`The woman of house ${n} reads in the ${n % 3 ? 'kitchen' : 'garden'}.`),
);
const men = Array.from({ length: 40 }, (_, n) =>
  textSample(`The man of house ${n} reads by the lake.`, { groups: ['men'] }),
);
const others = Array.from({ length: 40 }, (_, n) =>
  textSample(`The nonbinary person of house ${n} reads.`, { groups: ['nonbinary-people'] }),
);

async function entries(files: SourceFile[], role: Entry['role']): Promise<Entry[]> {
  const read: Entry[] = [];
  for await (const entry of entriesOf(files, role, validate)) read.push(entry);
  return read;
}

/** Runs the check over shards that are merged in the order given. */
function judge(
  shards: Entry[][],
  more: Partial<BiasContext> = {},
): { report: BiasReport | undefined; text: string } {
  let report: BiasReport | undefined;
  const check = biasCheck({
    ...biasContext(),
    ...more,
    onReport: (made) => {
      report = made;
    },
  });
  const [first, ...rest] = shards.map((shard) => {
    const state = check.empty();
    for (const entry of shard) check.add(state, entry);
    return state;
  });
  for (const state of rest) check.merge(first as NonNullable<typeof first>, state);
  const findings = check.finish(first as NonNullable<typeof first>);
  return {
    report,
    text: JSON.stringify([report, [...findings].sort((a, b) => (a.message < b.message ? -1 : 1))]),
  };
}

describe('biasCheck', () => {
  it('says the same bytes whatever the order of files and shards', async () => {
    const before = await entries([fileOf('data/old.jsonl', jsonl([...men, ...others]), 4096)], 'reference');
    const a = await entries([fileOf('a.jsonl', jsonl(women.slice(0, 30)), 4096)], 'subject');
    const b = await entries([fileOf('b.jsonl', jsonl(women.slice(30)), 4096)], 'subject');
    const whole = judge([[...a, ...b, ...before]]);
    expect(judge([[...before, ...b, ...a]]).text).toBe(whole.text);
    expect(judge([b, before, a]).text).toBe(whole.text);
    expect(whole.report?.changes[0]).toMatchObject({ measure: 'balance', axis: 'gender' });
  });

  it('gives the same numbers whatever the order of lines', async () => {
    const numbers = (report: BiasReport | undefined) =>
      report?.changes.map(({ families: _, ...rest }) => rest);
    const forth = judge([await entries([fileOf('a.jsonl', jsonl([...women, ...men]), 4096)], 'subject')]);
    const back = judge([
      await entries([fileOf('a.jsonl', jsonl([...men, ...women].reverse()), 4096)], 'subject'),
    ]);
    expect(numbers(back.report)).toEqual(numbers(forth.report));
  });

  it('gates small steps once they come to much, and no step back', async () => {
    const many = (who: string, group: string, from: number, count: number) =>
      Array.from({ length: count }, (_, n) =>
        textSample(`The ${who} of house ${from + n} reads.`, { groups: [group] }),
      );
    const released = [
      ...many('woman', 'women', 0, 260),
      ...many('man', 'men', 0, 170),
      ...many('nonbinary person', 'nonbinary-people', 0, 170),
    ];
    const files = (lists: Sample[][]) =>
      lists.map((list, at) => fileOf(`data/${at}.jsonl`, jsonl(list), 4096));
    const judged = async (merged: Sample[][], added: Sample[]) => {
      const reference = await entries(files([released, ...merged]), 'reference');
      const subject = await entries([fileOf('new.jsonl', jsonl(added), 4096)], 'subject');
      return judge([[...reference, ...subject]], { isReleased: (path) => path === 'data/0.jsonl' }).report
        ?.changes[0];
    };
    const steps = Array.from({ length: 4 }, (_, step) => many('woman', 'women', 260 + step * 12, 12));
    const statuses = await Promise.all(
      steps.map((step, at) => judged(steps.slice(0, at), step).then((change) => change?.status)),
    );
    // Twelve women move the distance by about 1.1 points each time.
    expect(statuses).toEqual(['worse', 'gate', 'gate', 'gate']);
    const second = await judged(steps.slice(0, 1), steps[1] ?? []);
    expect(second?.change).toMatchObject({ value: expect.closeTo(0.0107, 3) });
    expect(second?.drift).toMatchObject({ value: expect.closeTo(0.0218, 3) });
    const back = await judged(steps, many('man', 'men', 170, 12));
    expect(back).toMatchObject({ status: 'better', drift: { value: expect.closeTo(0.0333, 3) } });
  });

  it('measures what the text names and tells where the labels differ', async () => {
    const mislabelled = men.map((sample) =>
      textSample('text' in sample ? sample.text : '', { groups: ['women'] }),
    );
    const { report, text } = judge([await entries([fileOf('a.jsonl', jsonl(mislabelled), 4096)], 'subject')]);
    const [women_, men_] = report?.axes[0]?.groups ?? [];
    expect(men_?.share.after).toMatchObject({ value: 1 });
    expect(women_?.share.after).toMatchObject({ value: 0 });
    expect(text).toContain('W_GROUP_LABEL');
  });

  it('says that a language was not measured', async () => {
    const { report } = judge([
      await entries([fileOf('a.jsonl', jsonl([textSample('Mwanamke.', { lang: 'sw' })]), 4096)], 'subject'),
    ]);
    expect(report?.notMeasured).toEqual({ sw: 1 });
    expect(report?.headline).toContain('nothing to measure');
  });

  it('tells of a takedown what bringing the samples back would tell the other way round, and gates nothing', async () => {
    const at = (who: string, group: string, place: string, count: number) =>
      Array.from({ length: count }, (_, n) =>
        textSample(`The ${who} of house ${n} reads by the ${place}.`, { groups: [group] }),
      );
    const women = at('woman', 'women', 'fire', 290);
    const [staying, going] = [[...at('man', 'men', 'lake', 290), ...women.slice(60)], women.slice(0, 60)];
    const rest = at('nonbinary person', 'nonbinary-people', 'fire', 290);
    const read = (samples: Sample[], path: string, role: Entry['role'] = 'reference') =>
      entries([fileOf(path, jsonl(samples), 4096)], role);
    const stateOf = async (samples: Sample[]) => {
      const fold = foldBias(reader);
      for (const entry of await read(samples, 'file.jsonl')) fold.add(entry);
      return fold.finish();
    };
    const base = [...(await read([...staying, ...going], 'file.jsonl')), ...(await read(rest, 'rest.jsonl'))];
    const [before, after, taken] = await Promise.all([
      stateOf([...staying, ...going]),
      stateOf(staying),
      stateOf(going),
    ]);
    const takedown = judge([base], { mode: 'takedown', takedown: { before, after, taken } });
    const left = [...(await read(staying, 'file.jsonl')), ...(await read(rest, 'rest.jsonl'))];
    const back = judge([[...left, ...(await read(going, 'back.jsonl', 'subject'))]]);
    const rowsIn = (report: BiasReport | undefined) =>
      (report?.changes ?? []).filter(
        ({ measure, attribute }) => measure === 'balance' || attribute?.name === 'lake',
      );
    const there = rowsIn(takedown.report);
    expect(there.map(({ measure, status }) => `${measure} ${status}`)).toEqual([
      'balance worse',
      'association better',
    ]);
    for (const row of there) {
      const twin = rowsIn(back.report).find(({ label }) => label === row.label);
      expect(row.contribution).toEqual(twin?.contribution);
      const { value, low, high } = (twin as BiasChange).change as {
        value: number;
        low: number;
        high: number;
      };
      if (row.measure === 'balance') {
        expect([row.before, row.after]).toEqual([twin?.after, twin?.before]);
        expect(row.change).toMatchObject({ value: -value, low: -high, high: -low });
      } else
        expect((row.change as { high: number }).high - (row.change as { low: number }).low).toBeCloseTo(
          high - low,
          2,
        );
    }
    expect(takedown.report?.headline).toContain('with this takedown');
    expect(takedown.text).toContain('W_BIAS_BALANCE');
    expect(takedown.text).not.toContain('"gate"');
  });
});
