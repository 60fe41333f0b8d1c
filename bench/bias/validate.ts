/**
 * Does the bias report find what is there, and nothing else? Run all parts or name some:
 * `node --import tsx bench/bias/validate.ts null real-null power coverage groups clusters real loop speed`
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldBias } from '../../scripts/check/bias/bias-check.ts';
import { addFamily, type BiasState, emptyState } from '../../scripts/check/bias/bias-state.ts';
import { buildBias } from '../../scripts/check/bias/build-bias.ts';
import { cellOf } from '../../scripts/check/bias/cells.ts';
import { clusterOf } from '../../scripts/check/bias/cluster.ts';
import { joinFamily } from '../../scripts/check/bias/family-facts.ts';
import { formatState, parseState } from '../../scripts/check/bias/format-state.ts';
import {
  categorySums,
  logOddsDraws,
  namedSums,
  priorShare,
  tableAt,
} from '../../scripts/check/bias/measure-association.ts';
import { distanceQuantity, shareQuantity } from '../../scripts/check/bias/measure-representation.ts';
import { valenceGapQuantity } from '../../scripts/check/bias/measure-valence.ts';
import { planCells } from '../../scripts/check/bias/plan-cells.ts';
import {
  type Draws,
  difference,
  evaluate,
  intervalOf,
  type Quantity,
  standardError,
} from '../../scripts/check/bias/quantity.ts';
import { readReader } from '../../scripts/check/bias/read-reader.ts';
import { factsOfSample } from '../../scripts/check/bias/sample-facts.ts';
import { defaultThresholds } from '../../scripts/check/bias/thresholds.ts';
import { valenceOf } from '../../scripts/check/bias/valence.ts';
import { sharedGroups, withWord, wordColumns } from '../../scripts/check/bias/word-counts.ts';
import { rateWord, ratingFlags } from '../../scripts/check/bias/word-ratings.ts';
import { createWordTable, wordsOfText } from '../../scripts/check/bias/word-table.ts';
import { cellOffers } from '../../scripts/prompt/cell-offers.ts';
import { planRequests } from '../../scripts/prompt/plan-requests.ts';
import { readSpecs } from '../../scripts/prompt/read-specs.ts';
import { createProvider } from '../../scripts/provider/providers.ts';
import { toSamples } from '../../scripts/run/accept.ts';
import { type Axes, requireAxis } from '../../scripts/sample/axis.ts';
import { findTerms } from '../../scripts/sample/find-terms.ts';
import type { PlannedCell } from '../../scripts/sample/planned-cell.ts';
import { shuffle } from '../../scripts/sample/random.ts';
import { readAxes } from '../../scripts/sample/read-axes.ts';
import type { Sample } from '../../scripts/sample/sample.ts';
import { compileSchema } from '../../scripts/sample/schema-validator.ts';
import { linePlot } from './plot.ts';
import { drawFrom, familyOf, groupFacts, normal, randomStream } from './synthetic-families.ts';

const schema = (name: string) =>
  compileSchema(JSON.parse(readFileSync(`schemas/${name}.schema.json`, 'utf8')));
const axes = await readAxes('schemas/axes', schema('axis'));
const reader = await readReader({ axes, path: 'schemas/attributes.json', validate: schema('attributes') });
const { attributes } = reader;
const ratedWords = createWordTable((part) => rateWord(part, reader.ratings), ratingFlags);
const say = (line: string) => void process.stdout.write(`${line}\n`);
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;

/** Gates that fire when this merge is judged. */
function gatesOf(before: BiasState, contribution: BiasState, ofAxes: Axes): string[] {
  const { report } = buildBias({
    sides: { before, contribution },
    families: [],
    thresholds: defaultThresholds,
    mode: 'merge',
    axes: ofAxes,
    attributes,
  });
  return report.changes.filter(({ status }) => status === 'gate').map(({ measure }) => measure);
}

const onlyGender: Axes = new Map([['gender', requireAxis(axes, 'gender')]]);
const genders = requireAxis(axes, 'gender').groups.map(({ id }) => id);
const categories = attributes.categories.map(({ id }) => id);
let families = 0;
const nextId = () => `family ${families++}`;

/** Wilson's interval of a rate (1927). */
function wilson(hits: number, n: number): string {
  const z = 1.96;
  const p = hits / n;
  const middle = (p + z ** 2 / (2 * n)) / (1 + z ** 2 / n);
  const half = (z * Math.sqrt((p * (1 - p)) / n + z ** 2 / (4 * n ** 2))) / (1 + z ** 2 / n);
  return `${percent(p)} (${percent(middle - half)} to ${percent(middle + half)})`;
}

function testNull(): void {
  const runs = 1000;
  const fired = new Map<string, number>([
    ['balance', 0],
    ['own-balance', 0],
    ['association', 0],
  ]);
  for (let run = 0; run < runs; run++) {
    const random = randomStream(run + 1);
    // Two groups of 450 and 300 of them new, three kinds of word that do not depend on the group.
    const sides = [emptyState(axes), emptyState(axes)] as const;
    for (let at = 0; at < 1500; at++) {
      const said = [0.1, 0.25, 0.5].flatMap((rate, i) => (random() < rate ? [categories[i] as string] : []));
      const group = genders[Math.floor(random() * 3)] as string;
      addFamily(sides[at < 900 ? 0 : 1], nextId(), familyOf('gender', [[group, groupFacts(said)]]));
    }
    for (const gate of new Set(gatesOf(sides[0], sides[1], onlyGender)))
      fired.set(gate, (fired.get(gate) ?? 0) + 1);
  }
  say('### Null: labels drawn without regard to the text (900 families, 600 new, 1,000 times)\n');
  for (const [gate, hits] of fired) say(`- gate ${gate} fires in ${wilson(hits, runs)}`);
  say('');
}

function testPower(): void {
  const runs = 100;
  const sizes = [100, 400, 1600];
  const shifts = [0, 0.05, 0.1, 0.2, 0.4];
  say(
    '### Power: a planted share shift (contribution of n onto n balanced families), gate "balance" or "own-balance"\n',
  );
  say(
    `| n | ${shifts.map((shift) => `${shift * 100} points`).join(' | ')} |\n| --- | ${shifts.map(() => '---').join(' | ')} |`,
  );
  const shiftCurves = sizes.map((n) =>
    shifts.map((shift) =>
      rate(runs, (seed) => {
        const random = randomStream(seed + n * 31 + shift * 977);
        const [before, contribution] = [emptyState(axes), emptyState(axes)];
        for (let at = 0; at < n; at++)
          addFamily(before, nextId(), familyOf('gender', [[genders[at % 3] as string, groupFacts()]]));
        const shares = [1 / 3 + shift, 1 / 3 - shift / 2, Math.max(0, 1 / 3 - shift / 2)];
        for (let at = 0; at < n; at++)
          addFamily(
            contribution,
            nextId(),
            familyOf('gender', [[genders[drawFrom(shares, random())] as string, groupFacts()]]),
          );
        return gatesOf(before, contribution, onlyGender).some((gate) => gate !== 'association');
      }),
    ),
  );
  for (const [at, n] of sizes.entries()) say(`| ${n} | ${shiftCurves[at]?.map(percent).join(' | ')} |`);
  const ratios = [1, 1.5, 2, 4];
  say(
    '\n### Power: a planted association (n new families, half about each of two groups, one in five of the other group says it), gate "association"\n',
  );
  say(
    `| n | ${ratios.map((ratio) => `odds ratio ${ratio}`).join(' | ')} |\n| --- | ${ratios.map(() => '---').join(' | ')} |`,
  );
  const ratioCurves = sizes.map((n) =>
    ratios.map((ratio) =>
      rate(runs, (seed) => {
        const random = randomStream(seed + n * 37 + ratio * 1009);
        const contribution = emptyState(axes);
        const rates = [(0.25 * ratio) / (1 + 0.25 * ratio), 0.2];
        for (let at = 0; at < n; at++) {
          const said = random() < (rates[at % 2] as number) ? ['care'] : [];
          addFamily(
            contribution,
            nextId(),
            familyOf('gender', [[genders[at % 2] as string, groupFacts(said)]]),
          );
        }
        return gatesOf(emptyState(axes), contribution, onlyGender).includes('association');
      }),
    ),
  );
  for (const [at, n] of sizes.entries()) say(`| ${n} | ${ratioCurves[at]?.map(percent).join(' | ')} |`);
  say(
    '\nAt n = 100 an association has insufficient data by rule (200 families in both groups), so nothing is found.\n',
  );
  const colours = ['#a9a59d', '#0b6b66', '#1d1c1a'];
  const plot = (title: string, xLabel: string, xs: number[], curves: number[][]) =>
    linePlot({
      title,
      xLabel,
      yLabel: 'share of runs that gate',
      yMax: 1,
      series: sizes.map((n, at) => ({
        name: `n = ${n}`,
        colour: colours[at] as string,
        points: xs.map((x, i) => [x, curves[at]?.[i] ?? 0]),
      })),
    });
  writeFileSync(
    'bench/bias/power-shift.svg',
    plot(
      'Share shift found',
      'points',
      shifts.map((s) => s * 100),
      shiftCurves,
    ),
  );
  writeFileSync(
    'bench/bias/power-association.svg',
    plot('Association found', 'odds ratio', ratios, ratioCurves),
  );
}

function rate(runs: number, hit: (seed: number) => boolean): number {
  let hits = 0;
  for (let seed = 1; seed <= runs; seed++) if (hit(seed)) hits += 1;
  return hits / runs;
}

function testCoverage(): void {
  const runs = 1000;
  say('### Coverage of 95 % intervals (1,000 simulations; 400 families before, 200 new, three groups)\n');
  say(
    '| true distance before | change of a share | change of a valence gap | distance after | change of the distance |\n| --- | --- | --- | --- | --- |',
  );
  for (const distance of [0, 0.05, 0.1, 0.2]) {
    const shares = [1 / 3 + distance, 1 / 3 - distance / 2, 1 / 3 - distance / 2];
    const added = [0.55, 0.25, 0.2];
    const merged = shares.map((share, at) => (share * 2 + (added[at] as number)) / 3);
    const tv = (values: number[]) => values.reduce((sum, value) => sum + Math.abs(value - 1 / 3), 0) / 2;
    const hits = [0, 0, 0, 0];
    const truths = [
      (merged[0] as number) - (shares[0] as number),
      Number.NaN,
      tv(merged),
      tv(merged) - tv(shares),
    ];
    const gaps = [0.1, 0, 0];
    truths[1] = gapAfter(shares, added, gaps) - 0.1;
    for (let run = 0; run < runs; run++) {
      const random = randomStream(run * 7 + distance * 1000 + 5);
      const [before, contribution] = [emptyState(axes), emptyState(axes)];
      const add = (state: BiasState, n: number, from: number[], lift: number) => {
        for (let at = 0; at < n; at++) {
          const group = drawFrom(from, random());
          const valence = Math.round(((group === 0 ? lift : 0) + 0.4 * normal(random)) * 10_000);
          addFamily(
            state,
            nextId(),
            familyOf('gender', [[genders[group] as string, groupFacts([], valence)]]),
          );
        }
      };
      add(before, 400, shares, 0.1);
      add(contribution, 200, added, 0.3);
      const both = [before, contribution];
      const change = (quantity: Quantity) =>
        difference(evaluate(both, quantity), evaluate([before], quantity));
      const target = requireAxis(axes, 'gender').target.shares;
      const far = distanceQuantity('gender', genders, target);
      const intervals = [
        change(shareQuantity('gender', genders, genders[0] as string)),
        change(valenceGapQuantity('learned', 'gender', genders, genders[0] as string)),
        evaluate(both, far),
        change(far),
      ].map((draws, at) => intervalOf(draws, at === 2 ? far.least : undefined));
      for (const [at, { low, high }] of intervals.entries())
        if (low <= (truths[at] as number) && (truths[at] as number) <= high)
          hits[at] = (hits[at] as number) + 1;
    }
    say(`| ${distance.toFixed(2)} | ${hits.map((hit) => percent(hit / runs)).join(' | ')} |`);
  }
  say('\nAt a true distance of 0 a bootstrap cannot cover: the distance has its smallest value there.\n');
}

/** Coverage of the distance's interval where an axis has many groups: it hangs on the families per group. */
function testGroups(): void {
  const runs = 200;
  const distances = [0.05, 0.1, 0.2];
  say('### Coverage of the 95 % interval of a distance, by number of groups (200 simulations)\n');
  say(
    `| groups | families | ${distances.map((each) => `true distance ${each}`).join(' | ')} |\n| --- | --- | ${distances.map(() => '---').join(' | ')} |`,
  );
  for (const axis of ['gender', 'religion', 'profession']) {
    const { groups: ofAxis, target } = requireAxis(axes, axis);
    const groups = ofAxis.map(({ id }) => id);
    const far = distanceQuantity(axis, groups, target.shares);
    for (const perGroup of [20, 40, 80]) {
      const families = perGroup * groups.length;
      const covered = distances.map((distance) => {
        // Half of the groups have too much, the others too little.
        const many = Math.floor(groups.length / 2);
        const shares = groups.map((_, at) =>
          at < many
            ? 1 / groups.length + distance / many
            : 1 / groups.length - distance / (groups.length - many),
        );
        return rate(runs, (seed) => {
          const random = randomStream(seed * 13 + perGroup + distance * 1000);
          const state = emptyState(axes);
          for (let n = 0; n < families; n++)
            addFamily(
              state,
              nextId(),
              familyOf(axis, [[groups[drawFrom(shares, random())] as string, groupFacts()]]),
            );
          const { low, high } = intervalOf(evaluate([state], far), far.least);
          return low <= distance && distance <= high;
        });
      });
      say(`| ${groups.length} | ${families} | ${covered.map(percent).join(' | ')} |`);
    }
  }
  say('');
}

/** The mixture of 400 families with a lift of .1 and 200 with .3 in the first group. */
function gapAfter(shares: number[], added: number[], _gaps: number[]): number {
  const [own, others] = [(shares[0] as number) * 2, added[0] as number];
  return (own * 0.1 + others * 0.3) / (own + others);
}

function testReal(): void {
  const path = '../shared/fixtures/stereoset/dev.json';
  if (!existsSync(path)) {
    say('### Real text: skipped, the StereoSet fixture is missing\n');
    return;
  }
  const { data } = JSON.parse(readFileSync(path, 'utf8')) as { data: Record<string, Cluster[]> };
  const axisOf: Record<string, string> = {
    race: 'race-ethnicity',
    gender: 'gender',
    religion: 'religion',
    profession: 'profession',
  };
  say('### Real text: StereoSet, development set\n');
  say(
    '| axis | identity recall on targets in the lexicon | targets not in the lexicon | AUC of negative valence, intrasentence |\n| --- | --- | --- | --- |',
  );
  for (const [type, axis] of Object.entries(axisOf)) {
    const hits = new Map<string, [number, number]>();
    for (const { target, context, bias_type } of Object.values(data).flat()) {
      if (bias_type !== type) continue;
      const seen = findTerms(reader.lexicon, context, 'en').some(
        (match) => match.axis === axis && !match.weak,
      );
      const [found, all] = hits.get(target) ?? [0, 0];
      hits.set(target, [found + Number(seen), all + 1]);
    }
    const known = [...hits].filter(([, [found, all]]) => found > all / 2);
    const found = known.reduce((sum, [, [hit]]) => sum + hit, 0);
    const all = known.reduce((sum, [, [, count]]) => sum + count, 0);
    const unknown = [...hits.keys()].filter((target) => !known.some(([name]) => name === target));
    say(
      `| ${type} | ${(found / all).toFixed(4)} (${found} of ${all}) | ${unknown.join(', ') || 'none'} | ${areaUnderCurve(data['intrasentence'] ?? [], type).toFixed(3)} |`,
    );
  }
  say(
    '\nAn AUC of .5 is chance: negative valence tells stereotypes from anti-stereotypes for race and religion only, and is reversed for profession and gender. So valence gates nothing.\n',
  );
}

type Cluster = {
  target: string;
  bias_type: string;
  context: string;
  sentences: { sentence: string; gold_label: string }[];
};

/** How often a stereotype's valence is lower than an anti-stereotype's, a tie counting half. */
function areaUnderCurve(clusters: Cluster[], type: string): number {
  const rated = (label: string) =>
    clusters
      .filter(({ bias_type }) => bias_type === type)
      .flatMap(({ sentences }) => sentences.filter(({ gold_label }) => gold_label === label))
      .map(({ sentence }) => -valenceOf(sentence, wordsOfText(sentence, ratedWords)));
  const [stereotypes, others] = [rated('stereotype'), rated('anti-stereotype')];
  let wins = 0;
  for (const a of stereotypes) for (const b of others) wins += (Math.sign(a - b) + 1) / 2;
  return wins / (stereotypes.length * others.length);
}

/** What the template provider writes for the cells. */
async function generateCells(cells: PlannedCell[], round: number): Promise<Sample[]> {
  const specs = await readSpecs(['prompts'], { root: process.cwd(), axes, validate: schema('prompt') });
  const provider = createProvider('template', { axes });
  const samples: Sample[] = [];
  const wanted = cells.reduce((sum, cell) => sum + cell.samples, 0);
  const run = `2026-01-01-loop-${String(round).padStart(8, '0')}`;
  for (const request of planRequests({ specs, axes, seed: 1000 + round, writesFrom: 'templates', cells })) {
    if (samples.length + request.groups.length > wanted) break;
    const drafts = await provider.answer(request, new AbortController().signal);
    samples.push(...toSamples(request, drafts, { run, axes }));
  }
  return samples;
}

function mergeSamples(state: BiasState, samples: Sample[]): void {
  for (const members of familiesOf(samples)) {
    const [first] = members;
    if (first) addFamily(state, clusterOf(first), joinFamily(readMembers(members)));
  }
}

function familiesOf(samples: Sample[]): Sample[][] {
  const byFamily = new Map<string, Sample[]>();
  for (const sample of samples) {
    const id = `${sample.axis}|${sample.family?.id ?? sample.id}`;
    byFamily.set(id, [...(byFamily.get(id) ?? []), sample]);
  }
  return [...byFamily.values()];
}

function readMembers(members: Sample[]) {
  return members.flatMap((sample) => {
    const read = factsOfSample(reader, sample);
    return read ? [{ ...read, variant: sample.family?.variant }] : [];
  });
}

async function testLoop(): Promise<void> {
  const biased = ['gender', 'age'];
  const chosen = biased.map((axis) => requireAxis(axes, axis));
  const state = emptyState(axes);
  for (const { axis, groups } of chosen) {
    // One group 30 points above its share, 300 families.
    const shares = groups.map((_, at) =>
      at === 0 ? 1 / groups.length + 0.3 : (1 - 1 / groups.length - 0.3) / (groups.length - 1),
    );
    for (const [at, share] of shares.entries())
      for (let n = 0; n < Math.round(share * 300); n++)
        addFamily(state, nextId(), familyOf(axis, [[groups[at]?.id as string, groupFacts()]]));
  }
  const distanceOf = (axis: string) => {
    const { groups, target } = requireAxis(axes, axis);
    return intervalOf(
      evaluate(
        [state],
        distanceQuantity(
          axis,
          groups.map(({ id }) => id),
          target.shares,
        ),
      ),
    ).value;
  };
  // All other groups grow alike until the first has its share plus .02: c / (N + d) = s + .02.
  const closedForm = chosen.reduce((sum, { axis, groups }) => {
    const counts = groups.map(({ id }) => state.cells.get(cellOf.named(axis, id))?.[0] ?? 0);
    const total = counts.reduce((a, b) => a + b, 0);
    return sum + Math.ceil((counts[0] as number) / (1 / groups.length + 0.02) - total);
  }, 0);
  const specs = await readSpecs(['prompts'], { root: process.cwd(), axes, validate: schema('prompt') });
  const offers = cellOffers({ specs, axes, writesFrom: 'templates', attributes: {} });
  const planned: [number, number][] = [];
  let spent = 0;
  for (let round = 1; round <= 60; round++) {
    planned.push([spent, Math.max(...biased.map(distanceOf))]);
    const far = chosen.filter(({ axis }) => distanceOf(axis) >= 0.02);
    if (far.length === 0) break;
    const { cells } = planCells(state, far, {
      count: 20,
      offers,
      attributes,
      thresholds: defaultThresholds,
    });
    const samples = await generateCells(cells, round);
    spent += samples.length;
    mergeSamples(state, samples);
  }
  // Uniform generation adds as much to every group, on both axes in turn.
  const uniform: [number, number][] = [];
  for (let more = 0; more <= spent * 8; more += 40) {
    const worst = Math.max(
      ...chosen.map(
        ({ groups }) =>
          (300 * (1 / groups.length + 0.3) + more / 2 / groups.length) / (300 + more / 2) - 1 / groups.length,
      ),
    );
    uniform.push([more, worst]);
  }
  say('### Closed loop: two axes 30 points off, plan → generate (templates) → merge, 20 samples a round\n');
  say(
    `- every distance under .02 after ${spent} samples; the closed-form minimum is ${closedForm} (${(spent / closedForm).toFixed(3)} ×)`,
  );
  say(
    `- uniform generation is at ${(uniform.at(-1)?.[1] ?? 0).toFixed(3)} after ${uniform.at(-1)?.[0]} samples\n`,
  );
  writeFileSync(
    'bench/bias/closed-loop.svg',
    linePlot({
      title: 'Distance from the target, the worse of two axes',
      xLabel: 'samples',
      yLabel: 'total variation',
      series: [
        { name: 'plan', colour: '#0b6b66', points: planned },
        { name: 'uniform', colour: '#855300', points: uniform.filter(([x]) => x <= spent * 2), dashed: true },
      ],
    }),
  );
}

async function testSpeed(): Promise<void> {
  const specs = await readSpecs(['prompts'], { root: process.cwd(), axes, validate: schema('prompt') });
  const provider = createProvider('template', { axes });
  const samples: Sample[] = [];
  for (const request of planRequests({ specs, axes, seed: 3, writesFrom: 'templates' })) {
    samples.push(
      ...toSamples(request, await provider.answer(request, new AbortController().signal), {
        run: '2026-01-01-speed-00000000',
        axes,
      }),
    );
    if (samples.length >= 24_000) break;
  }
  const text = samples.map((sample) => JSON.stringify(sample)).join('\n');
  const single = samples.map(({ spec: _, ...sample }) => sample as Sample);
  const fold = (folds: readonly Sample[] = samples) => {
    const folded = foldBias(reader);
    for (const [at, sample] of folds.entries())
      folded.add({
        path: `data/${Math.floor(at / 1000)}.jsonl`,
        line: at,
        bytes: new Uint8Array(),
        jsonProblem: undefined,
        value: sample,
        schemaProblems: [],
        sample,
        content: undefined,
        role: 'reference',
      });
    return folded.finish();
  };
  const best = (run: () => void) =>
    Math.min(
      ...Array.from({ length: 3 }, () => {
        const start = performance.now();
        run();
        return performance.now() - start;
      }),
    );
  const parse = best(() => {
    for (const line of text.split('\n')) JSON.parse(line);
  });
  const state = best(() => {
    fold();
  });
  const singly = best(() => {
    fold(single);
  });
  const saved = formatState({ state: fold(), paths: new Set() });
  const large = formatState({ state: enlarged(fold(), 1_000_000 / samples.length), paths: new Set() });
  const thousand = samples.slice(0, 1000);
  const reportOnto = (text: string) => {
    const { state: before } = parseState('state.json', text, axes);
    const contribution = foldBias(reader);
    for (const [at, sample] of thousand.entries())
      contribution.add({
        path: 'new.jsonl',
        line: at,
        bytes: new Uint8Array(),
        jsonProblem: undefined,
        value: sample,
        schemaProblems: [],
        sample,
        content: undefined,
        role: 'reference',
      });
    gatesOf(before, contribution.finish(), axes);
  };
  const report = best(() => reportOnto(saved));
  const reportOnMillion = best(() => reportOnto(large));
  say('### Speed (one core; the best of three)\n');
  say(
    `- bias state of ${samples.length} samples: ${state.toFixed(0)} ms; split + JSON.parse of the same lines: ${parse.toFixed(0)} ms (${(parse / state).toFixed(3)} ×); of families that no template made, which are drawn one by one: ${singly.toFixed(0)} ms (${(parse / singly).toFixed(3)} ×)`,
  );
  say(
    `- report of a 1,000-sample contribution from a saved state of ${(saved.length / 1e6).toFixed(1)} MB: ${report.toFixed(0)} ms`,
  );
  say(
    `- the same from a state as of a million samples, with ${wordsPerAxis} words an axis, ${(large.length / 1e6).toFixed(1)} MB: ${reportOnMillion.toFixed(0)} ms\n`,
  );
}

/** Heaps' law gives prose of 10 million words an axis about 30,000 different ones. */
const wordsPerAxis = 30_000;

/** The state as it would be of so many times the families, with as many words as prose has; how often by Zipf's law. */
function enlarged(state: BiasState, times: number): BiasState {
  for (const [key, cell] of state.cells) state.cells.set(key, scaled(cell, times));
  for (const [axis, words] of state.words) {
    for (const [word, counts] of words) words.set(word, scaled(counts, times));
    const groups = state.groups.get(axis) ?? [];
    for (let rank = words.size + 1; rank <= wordsPerAxis; rank++)
      words.set(`word${rank}`, heldAlike(groups.length, Math.max(1, Math.round(20_000 / rank))));
  }
  return state;
}

function scaled(values: Float64Array, times: number): Float64Array {
  return values.map((value) => Math.round(value * times));
}

/** The counts of a word that stands in as many families of each group, and in none of two. */
function heldAlike(groups: number, families: number): Float64Array {
  const counts = new Float64Array(groups * wordColumns + 1);
  for (let group = 0; group < groups; group++) {
    counts[group * wordColumns + withWord] = families;
    counts[group * wordColumns + sharedGroups] = families;
  }
  counts[groups * wordColumns] = groups * families;
  return counts;
}

function readDataset(): Sample[] {
  return readdirSync('data', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.jsonl') && path !== 'tombstones.jsonl')
    .sort()
    .flatMap((path) => readFileSync(join('data', path), 'utf8').trim().split('\n'))
    .map((line) => JSON.parse(line) as Sample);
}

/** The dataset's own families, each with its groups' names dealt out anew, half of them as a contribution to the rest. */
function testRealNull(): void {
  const runs = 500;
  const families = familiesOf(readDataset()).map((members) => ({
    cluster: members[0] ? clusterOf(members[0]) : '',
    facts: joinFamily(readMembers(members)),
  }));
  const fired = new Map<string, number>([
    ['balance', 0],
    ['own-balance', 0],
    ['association', 0],
  ]);
  for (let run = 0; run < runs; run++) {
    const random = randomStream(run + 1);
    const sides = [emptyState(axes), emptyState(axes)] as const;
    // What is drawn together is dealt and placed together.
    const places = new Map<string, 0 | 1>();
    for (const { cluster, facts } of families) {
      if (!axes.has(facts.axis)) continue;
      if (!places.has(cluster)) places.set(cluster, random() < 0.5 ? 0 : 1);
      const names = requireAxis(axes, facts.axis).groups.map(({ id }) => id);
      const dealt = shuffle(names, Math.floor(random() * 2 ** 31));
      const groups = new Map([...facts.groups.values()].map((said, at) => [dealt[at] as string, said]));
      addFamily(sides[places.get(cluster) ?? 0], cluster, { ...facts, groups });
    }
    for (const gate of new Set(gatesOf(sides[0], sides[1], axes)))
      fired.set(gate, (fired.get(gate) ?? 0) + 1);
  }
  say(
    `### Null on real text: ${families.length} families of the dataset, groups dealt anew, half merged onto half, ${runs} times\n`,
  );
  for (const [gate, hits] of fired) say(`- gate ${gate} fires in ${wilson(hits, runs)}`);
  say('');
}

/** What it does to intervals that whole templates are drawn anew, instead of families. */
function testClusters(): void {
  const samples = readDataset();
  const stateBy = (idOf: (sample: Sample) => string) => {
    const state = emptyState(axes);
    for (const members of familiesOf(samples)) {
      const [first] = members;
      if (first) addFamily(state, idOf(first), joinFamily(readMembers(members)));
    }
    return state;
  };
  const familyId = ({ family, id }: Sample) => family?.id ?? id;
  const [byFamily, byTemplate] = [stateBy(familyId), stateBy(clusterOf)];
  say('### Clusters: the dataset, families drawn anew against whole templates\n');
  say(
    '| axis | families | templates | share | valence gap | log-odds of categories | of families |\n| --- | --- | --- | --- | --- | --- | --- |',
  );
  for (const { axis, groups: ofAxis } of axes.values()) {
    const groups = ofAxis.map(({ id }) => id);
    const ratio = (of: (state: BiasState) => Draws) =>
      standardError(of(byTemplate)) / standardError(of(byFamily));
    const over = (quantityOf: (group: string) => Quantity) =>
      medianOf(groups.map((group) => ratio((state) => evaluate([state], quantityOf(group)))));
    const odds = groups.flatMap((_, group) =>
      categories.flatMap((category) => {
        const drawsOf = (state: BiasState) => {
          const withIt = categorySums([state], axis, groups, category, 'all');
          const named = namedSums([state], axis, groups, 'all');
          return logOddsDraws(withIt, named, group, priorShare(tableAt(withIt, named, group, 0)));
        };
        const count = categorySums([byFamily], axis, groups, category, 'all').allNamed[0] ?? 0;
        return count < 10 ? [] : [ratio(drawsOf)];
      }),
    );
    const ours = samples.filter((sample) => sample.axis === axis);
    const sizes = [familyId, clusterOf].map((idOf) => new Set(ours.map(idOf)).size);
    const ratios = [
      over((group) => shareQuantity(axis, groups, group)),
      over((group) => valenceGapQuantity('learned', axis, groups, group)),
      medianOf(odds),
    ];
    say(
      `| ${axis} | ${sizes.join(' | ')} | ${ratios.map((each) => each.toFixed(2)).join(' | ')} | ${odds.length} |`,
    );
  }
  say(
    '\nStandard errors by template over standard errors by family; medians over groups, and over groups and categories.\n',
  );
}

function medianOf(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

const parts: Record<string, () => void | Promise<void>> = {
  null: testNull,
  'real-null': testRealNull,
  power: testPower,
  coverage: testCoverage,
  groups: testGroups,
  clusters: testClusters,
  real: testReal,
  loop: testLoop,
  speed: testSpeed,
};
for (const name of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(parts))
  await parts[name]?.();
