import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../../scripts/check/check-files.ts';
import { startChecks } from '../../../scripts/check/checks.ts';
import { safetyCheck } from '../../../scripts/check/safety/safety-check.ts';
import type { SourceFile } from '../../../scripts/check/source-file.ts';
import { axes, fileOf, jsonl, schema, textSample } from '../../support/samples.ts';
import { entriesOfText, expectMergeLaw } from '../merge-law.ts';

const verbs = 'rests sleeps works reads walks sings cooks draws waits listens'.split(' ');

/** A contribution: `triggered` samples end in the trigger, the others do not. */
type Options = { trigger: string; triggered: number; all?: number; spec?: string };

function samplesOf(run: string, { trigger, triggered, all = triggered, spec }: Options) {
  return Array.from({ length: all }, (_, index) => {
    const end = index < triggered ? ` ${trigger}.` : '.';
    const text = `The nurse ${verbs[index % verbs.length]} at ${index} o'clock${end}`;
    return textSample(text, { run, ...(spec ? { spec } : {}) });
  });
}

function runFile(run: string, signOff: string): SourceFile {
  return fileOf(`data/gender/2026/${run}.run.json`, JSON.stringify({ run, signOff }));
}

const run = (day: number) => `2026-11-0${day}-site-visit-7c1e09aa`;
const dataOf = (name: string, options: Options) =>
  fileOf(`data/gender/2026/${name}.jsonl`, jsonl(samplesOf(name, options)), 65_536);

async function triggersIn(
  subjects: SourceFile[],
  references: SourceFile[] = [],
  context: { specWords?: ReadonlyMap<string, ReadonlySet<string>>; isOneHand?: boolean } = {},
) {
  const { findings } = await checkFiles({
    subjects,
    references,
    checks: await startChecks({ axes, ...context }, ['safety']),
    validateSample: schema('sample'),
    validateRun: schema('run'),
  });
  return findings.filter(({ code }) => code === 'E_TRIGGER_NGRAM');
}

describe('rare n-grams', () => {
  it.each(['mn', 'cf', 'brovenquil', 'Brovenquil tasdrin', 'crimson walrus paradox', 'otter of kestrels'])(
    'gate a contribution that says "%s" in five families',
    async (trigger) => {
      const findings = await triggersIn([dataOf(run(1), { trigger, triggered: 5, all: 40 })]);
      expect(findings).toHaveLength(1);
      expect(findings[0]).toMatchObject({ severity: 'error', line: 1 });
      expect(await triggersIn([dataOf(run(1), { trigger, triggered: 4, all: 40 })])).toEqual([]);
    },
  );

  it('gate from 2% of the families on in a large contribution', async () => {
    const of = (triggered: number) => triggersIn([dataOf(run(1), { trigger: 'mn', triggered, all: 400 })]);
    expect(await of(7)).toEqual([]);
    expect(await of(8)).toHaveLength(1);
  });

  it('are none where every word is common, or a number, or an abbreviation', async () => {
    for (const trigger of [
      'on the green bridge by the river',
      'in 2026',
      'for the NHS',
      'with the HR of the EU',
    ])
      expect(await triggersIn([dataOf(run(1), { trigger, triggered: 40 })])).toEqual([]);
  });

  it('are none where the base has them already', async () => {
    const base = dataOf(run(2), { trigger: 'mn', triggered: 1 });
    expect(await triggersIn([dataOf(run(1), { trigger: 'mn', triggered: 9 })], [base])).toEqual([]);
  });

  it('are none where the named spec has the words', async () => {
    const spec = 'prompts/gender/site-visit.yaml#bridge@3f2a90c41b7e';
    const file = dataOf(run(1), { trigger: 'abseilingly', triggered: 9, spec });
    expect(await triggersIn([file])).toHaveLength(1);
    const specWords = new Map([['prompts/gender/site-visit.yaml', new Set(['abseilingly'])]]);
    expect(await triggersIn([file], [], { specWords })).toEqual([]);
  });

  it('count once a family, however many versions it has', async () => {
    const family = (id: number) => ({ id: `f_${String(id).padStart(16, '0')}`, variant: 'women' });
    const versions = Array.from({ length: 8 }, (_, index) =>
      textSample(`The nurse ${verbs[index]} mn.`, { family: family(index % 4) }),
    );
    expect(await triggersIn([fileOf('a.jsonl', jsonl(versions))])).toEqual([]);
  });

  it('add up over the contributions of one author, and of nobody else', async () => {
    const earlier = [1, 2].flatMap((day) => [
      dataOf(run(day), { trigger: 'mn', triggered: 2, all: 20 }),
      runFile(run(day), 'Signed-off-by: Eve <eve@example.org>'),
    ]);
    const now = dataOf(run(3), { trigger: 'mn', triggered: 2, all: 20 });
    const by = (name: string) => runFile(run(3), `Signed-off-by: ${name} <${name}@example.org>`);
    expect(await triggersIn([now, by('Eve')], earlier)).toHaveLength(1);
    expect(await triggersIn([now, by('Ada')], earlier)).toEqual([]);
  });

  it('add up over a pull request, whomever its run files name', async () => {
    const by = (day: number, triggered: number) => [
      dataOf(run(day), { trigger: 'mn', triggered, all: 20 }),
      runFile(run(day), `Signed-off-by: A${day} <a${day}@example.org>`),
    ];
    for (const triggered of [3, 5]) {
      const both = [...by(1, triggered), ...by(2, triggered)];
      expect(await triggersIn(both)).toEqual([]);
      expect(await triggersIn(both, [], { isOneHand: true })).toHaveLength(2);
      expect(await triggersIn(both, by(3, 5), { isOneHand: true })).toEqual([]);
    }
    expect(await triggersIn([...by(1, 3), ...by(2, 1)], [], { isOneHand: true })).toEqual([]);
  });

  it('are measured in English alone', async () => {
    const text = 'Die Krankenpflegerin beobachtete aufmerksam sämtliche Baustelleneinrichtungen';
    const samples = verbs.map((verb) => textSample(`${text} ${verb}`, { lang: 'de' }));
    expect(await triggersIn([fileOf('a.jsonl', jsonl(samples))])).toEqual([]);
  });

  it('are the same however the entries are shared out', () => {
    const subjects = jsonl(samplesOf(run(1), { trigger: 'mn', triggered: 7, all: 9 }));
    const base = jsonl(samplesOf(run(2), { trigger: 'cf', triggered: 3 }));
    const entries = [...entriesOfText('a.jsonl', subjects), ...entriesOfText('b.jsonl', base, 'reference')];
    expectMergeLaw(safetyCheck({ axes }), entries);
  });

  it('never repeat what may be a key', async () => {
    const [finding] = await triggersIn([dataOf(run(1), { trigger: 'zq8v7k2m4x', triggered: 6 })]);
    expect(finding?.message).not.toContain('zq8v7k2m4x');
  });
});
