/**
 * What Evenhand families do to a small language model with a planted bias: dose and response.
 *
 *     node --import tsx bench/effect/bench.ts [--write]
 *
 * `--write` saves the plot beside this file. See bench/README.md for what it shows, and what it does not.
 */
import { writeFileSync } from 'node:fs';
import { bootstrap, type Estimate } from '../../scripts/benchmark/bootstrap.ts';
import { baseSentences, baseText, heldOutClusters, plantedShare } from './corpus.ts';
import { createLanguageModel, tokenize } from './kneser-ney.ts';
import { type HeldOut, type Measured, measure } from './measure.ts';
import { formatPlot } from './plot.ts';
import { counterStereotypes, readFamilies, readFiller } from './read-families.ts';

const order = 4;
const seeds = 12;
/** Added samples, as multiples of the base corpus's sentences that name a role. */
const doses = [0, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4];
const fillerTexts = 1_200;
const heldOutTexts = 240;

const arms = ['families', 'counter-stereotype', 'filler'] as const;
type Arm = (typeof arms)[number];

const mostSamples = baseSentences * Math.max(...doses);

/** What is added in each arm, in order; every dose is the beginning of it. */
async function readAdded(arm: Arm, seed: number): Promise<string[]> {
  if (arm === 'filler') return readFiller(mostSamples, seed + 1_000);
  const families = await readFamilies(arm === 'families' ? mostSamples / 3 : mostSamples, seed);
  return arm === 'families'
    ? families.flatMap(({ texts }) => [...texts.values()])
    : counterStereotypes(families);
}

async function runSeed(seed: number): Promise<Record<Arm, Measured[]>> {
  const filler = (await readFiller(fillerTexts + heldOutTexts, seed)).map(tokenize);
  const base = [...baseText(seed).map(tokenize), ...filler.slice(heldOutTexts)];
  const heldOut: HeldOut = {
    near: heldOutClusters('near'),
    far: heldOutClusters('far'),
    text: baseText(seed + 5_000, heldOutTexts).map(tokenize),
    filler: filler.slice(0, heldOutTexts),
  };
  const added = await Promise.all(
    arms.map(async (arm) => ({ arm, texts: (await readAdded(arm, seed)).map(tokenize) })),
  );
  // One vocabulary for all arms and doses, so that their perplexities can be compared.
  const vocabulary = new Set([
    ...base.flat(),
    ...added.flatMap(({ texts }) => texts.flat()),
    ...heldOut.text.flat(),
    ...heldOut.filler.flat(),
    ...[...heldOut.near, ...heldOut.far].flatMap(({ sentences }) =>
      Object.values(sentences).flatMap(({ text }) => tokenize(text)),
    ),
  ]);
  return Object.fromEntries(
    added.map(({ arm, texts }) => {
      const model = createLanguageModel(vocabulary, order);
      for (const words of base) model.add(words);
      let given = 0;
      return [
        arm,
        doses.map((dose) => {
          for (const words of texts.slice(given, dose * baseSentences)) model.add(words);
          given = dose * baseSentences;
          return measure(model, heldOut);
        }),
      ];
    }),
  ) as Record<Arm, Measured[]>;
}

const runs: Record<Arm, Measured[]>[] = [];
for (let seed = 1; seed <= seeds; seed++) {
  runs.push(await runSeed(seed));
  process.stderr.write(`seed ${seed} of ${seeds}\r`);
}

/** A figure's mean over the seeds with its interval, for every arm and dose. */
function curve(arm: Arm, of: (measured: Measured, start: Measured) => number): Estimate[] {
  return doses.map((_, index) => {
    const values = runs.map((run) => of(run[arm][index] as Measured, run[arm][0] as Measured));
    return bootstrap({ size: seeds, seed: 1, measure: (drawn) => ({ mean: meanOf(drawn, values) }) }).mean;
  });
}

function meanOf(indices: readonly number[], values: readonly number[]): number {
  return indices.reduce((sum, index) => sum + (values[index] as number), 0) / indices.length;
}

/** The dose at which the mean preference of a draw of seeds has come half the way to .5; Infinity where it never does. */
function halfDose(arm: Arm, drawn: readonly number[]): number {
  const excess = doses.map(
    (_, index) =>
      meanOf(
        drawn,
        runs.map((run) => (run[arm][index] as Measured).near),
      ) - 0.5,
  );
  const half = (excess[0] as number) / 2;
  const after = excess.findIndex((value) => value <= half);
  if (after < 0) return Number.POSITIVE_INFINITY;
  const [x0, x1, y0, y1] = [doses[after - 1], doses[after], excess[after - 1], excess[after]] as number[] as [
    number,
    number,
    number,
    number,
  ];
  return x0 + ((x1 - x0) * (y0 - half)) / (y0 - y1);
}

const figures = {
  preference: ({ near }: Measured) => near,
  'far preference': ({ far }: Measured) => far,
  SS: ({ scores }: Measured) => scores.ss,
  LMS: ({ scores }: Measured) => scores.lms,
  'perplexity, × start': (measured: Measured, start: Measured) => measured.perplexity / start.perplexity,
  'without roles, × start': (measured: Measured, start: Measured) =>
    measured.fillerPerplexity / start.fillerPerplexity,
};

const curves = Object.fromEntries(
  arms.map((arm) => [
    arm,
    Object.fromEntries(Object.entries(figures).map(([name, of]) => [name, curve(arm, of)])),
  ]),
) as Record<Arm, Record<keyof typeof figures, Estimate[]>>;

process.stdout.write(
  `${seeds} seeds; order ${order}; base: ${baseSentences} sentences with a role (${100 * plantedShare} % follow the stereotype) and ${fillerTexts} other texts\n`,
);
for (const arm of arms) {
  process.stdout.write(
    `\n| ${arm}: dose | ${Object.keys(figures).join(' | ')} |\n|${' --- |'.repeat(1 + Object.keys(figures).length)}\n`,
  );
  doses.forEach((dose, index) => {
    const cells = (Object.keys(figures) as (keyof typeof figures)[]).map((name) => {
      const { value, low, high } = curves[arm][name][index] as Estimate;
      const digits = name === 'SS' || name === 'LMS' ? 1 : 3;
      return `${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;
    });
    process.stdout.write(`| ${dose} | ${cells.join(' | ')} |\n`);
  });
  const { dose } = bootstrap({ size: seeds, seed: 2, measure: (drawn) => ({ dose: halfDose(arm, drawn) }) });
  process.stdout.write(
    Number.isFinite(dose.value)
      ? `\nPreference halved at a dose of ${dose.value.toFixed(2)} [${dose.low.toFixed(2)}, ${dose.high.toFixed(2)}], ${Math.round(dose.value * baseSentences)} samples.\n`
      : '\nPreference not halved at any dose.\n',
  );
}

/** The dose that halves the preference, where one does. */
function markOf(arm: Arm): number | undefined {
  const dose = halfDose(
    arm,
    runs.map((_, index) => index),
  );
  return Number.isFinite(dose) ? dose : undefined;
}

if (process.argv.includes('--write')) {
  const path = new URL('dose-response.svg', import.meta.url);
  writeFileSync(
    path,
    formatPlot({
      doses,
      panels: [
        {
          title: 'Preference for the stereotype (held out)',
          from: 0,
          to: 1,
          neutral: 0.5,
          lines: linesOf('preference').map((line, index) => ({ ...line, mark: markOf(arms[index] as Arm) })),
        },
        { title: "StereoSet's SS", from: 0, to: 100, neutral: 50, lines: linesOf('SS') },
        {
          title: 'Perplexity, × without dose',
          from: 0.8,
          to: 1.2,
          neutral: 1,
          lines: linesOf('perplexity, × start'),
        },
      ],
    }),
  );
}

function linesOf(name: keyof typeof figures): { name: string; points: Estimate[] }[] {
  return arms.map((arm) => ({ name: arm, points: curves[arm][name] }));
}
