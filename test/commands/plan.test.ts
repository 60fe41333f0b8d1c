import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPlannedCells } from '../../scripts/commands/generate/planned-cells.ts';
import type { PlannedCell } from '../../scripts/sample/planned-cell.ts';
import { startOpenAiServer, type TestServer } from '../provider/servers/openai-server.ts';
import { allAxes } from '../support/axes.ts';
import { runHere } from '../support/run-here.ts';
import { newWorkshop } from '../support/workshop.ts';

/** Built when it is needed, so that no file holds what looks like a key. */
const key = ['sk', 'plan', '0123456789'].join('-');

/** One sample a request: what a test server writes for a family would not be one. */
const waiting = `title: Somebody waits
axis: gender
kind: text
lang: en
stances: [neutral, counter-stereotype]
instructions: |
  Write one sentence about somebody who waits for a bus or a boat.
  For a neutral sample, the group is named in passing.
  For a counter-stereotype sample, the person does what few expect of the group.
slots:
  place: [${Array.from({ length: 24 }, (_, at) => `stop ${at}`).join(', ')}]
  moment: [${Array.from({ length: 24 }, (_, at) => `at hour ${at}`).join(', ')}]
`;

const families = `title: Somebody arrives
axis: gender
kind: text
lang: en
stances: [counterfactual]
instructions: Write one sentence about somebody who arrives.
slots:
  place: [a harbour, a library, a market]
templates:
  - name: arrives
    text: "{They} arrived at {place}."
`;

/** Three hundred families of each gender: half of the women are nursing, a few of the others. */
function writeLinked(folder: string): void {
  mkdirSync(folder);
  const said = [
    ['woman', 2],
    ['man', 10],
    ['nonbinary person', 10],
  ] as const;
  const lines = said.flatMap(([who, every]) =>
    Array.from({ length: 300 }, (_, at) =>
      JSON.stringify({ text: `The ${who} in seat ${at} was ${at % every === 0 ? 'nursing' : 'early'}.` }),
    ),
  );
  writeFileSync(join(folder, 'linked.jsonl'), `${lines.join('\n')}\n`);
}

type Planned = { cells: PlannedCell[]; cost: { samples: number; likelyMicroUsd: number } };

describe('plan, and generate --plan with a model', () => {
  let server: TestServer;
  let cwd = '';
  beforeAll(async () => {
    server = await startOpenAiServer({ key, models: ['gpt-5-mini'] });
    cwd = newWorkshop();
    const folder = join(cwd, 'prompts', 'gender');
    rmSync(join(cwd, 'prompts'), { recursive: true });
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'waiting.yaml'), waiting);
    writeFileSync(join(folder, 'families.yaml'), families);
    writeFileSync(join(cwd, '.env'), `OPENAI_API_KEY="${key}"\n`);
    writeLinked(join(cwd, 'linked'));
  }, 60_000);
  afterAll(() => server.close());

  const ask = '--provider openai --model gpt-5-mini';

  it('plans against a link, in cells that a model writes, at a price', async () => {
    const { code, stdout } = await runHere(cwd, `plan --data linked --axis gender ${ask} --json`);
    expect(code).toBe(0);
    const { cells, cost } = JSON.parse(stdout) as Planned;
    const against = cells.filter(({ attribute }) => attribute === 'care');
    expect(against.map(({ group, stance }) => [group, stance])).toEqual([
      ['men', 'counter-stereotype'],
      ['nonbinary-people', 'counter-stereotype'],
    ]);
    expect(cost.samples).toBe(cells.reduce((sum, { samples }) => sum + samples, 0));
    const half = cost.likelyMicroUsd / 2e6;
    const cheap = await runHere(
      cwd,
      `plan --data linked --axis gender ${ask} --budget ${half.toFixed(6)} --json --out cheap.json`,
    );
    const bought = JSON.parse(cheap.stdout) as Planned;
    expect(bought.cost.likelyMicroUsd).toBeLessThanOrEqual(half * 1e6);
    expect(bought.cost.samples).toBeGreaterThan(cost.samples / 3);
  });

  it('has the model write the cells and nothing else', async () => {
    const plan = await runHere(cwd, `plan --data linked --axis gender ${ask} --count 12 --out small.json`);
    expect(plan.stdout).toContain('Next: npx evenhand generate --plan small.json --provider openai');
    const generate = `--plan small.json ${ask} --base-url ${server.url}`;
    const preview = await runHere(cwd, `generate ${generate} --preview`);
    expect(preview.stdout).toContain('says this of that person or group');
    const refused = await runHere(cwd, `generate prompts/gender/families.yaml ${generate} --budget 1`);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.stderr).toContain('PLAN_UNWRITTEN');
  });

  it('ends with samples of the groups and stances that were planned', async () => {
    const cells: PlannedCell[] = [
      { axis: 'gender', group: 'men', stance: 'counter-stereotype', attribute: 'care', samples: 5 },
      { axis: 'gender', group: 'women', stance: 'neutral', samples: 3 },
    ];
    const attributes = { care: { label: 'Care', words: { en: ['caring', 'nursing'] } } };
    writeFileSync(join(cwd, 'mine.json'), JSON.stringify({ cells, attributes }));
    const { code, stderr } = await runHere(
      cwd,
      `generate prompts/gender/waiting.yaml --plan mine.json ${ask} --base-url ${server.url} --budget 1`,
    );
    // The server's sentences name no group, of which the checks warn.
    expect([code, stderr]).toEqual([0, '']);
    const [run = ''] = readdirSync(join(cwd, 'runs'));
    const samples = readFileSync(join(cwd, 'runs', run, 'samples.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { groups: string[]; stance: string });
    const written = samples.map(({ groups, stance }) => `${groups.join()} ${stance}`).sort();
    expect(written).toEqual([...Array(5).fill('men counter-stereotype'), ...Array(3).fill('women neutral')]);
    // What was planned stands in the run's plan: made again, it is the same run.
    const again = await runHere(cwd, `reparse runs/${run}`);
    expect(again.code).toBe(0);
  });

  it('refuses a budget where nothing costs', async () => {
    expect((await runHere(cwd, 'plan --budget 1')).stderr).toContain('BUDGET_WITHOUT_MODEL');
  });
});

describe('readPlannedCells', () => {
  it.each([
    ['{"cells": [{"axis": "gender", "group": "nobody", "stance": "neutral", "samples": 1}]}', /cells\.0/],
    ['{"cells": [{"axis": "gender", "group": "men", "stance": "kind", "samples": 1}]}', /cells\.0/],
    [
      '{"cells": [{"axis": "gender", "group": "men", "stance": "neutral", "attribute": "care", "samples": 1}]}',
      /"attributes" explains/,
    ],
    ['{"cells": []}', /asks for nothing/],
    ['{', /wrong\.json/],
  ])('refuses %s', async (text, words) => {
    const path = join(mkdtempSync(join(tmpdir(), 'evenhand-plan-')), 'wrong.json');
    writeFileSync(path, text);
    await expect(readPlannedCells(path, allAxes)).rejects.toThrow(words);
  });
});
