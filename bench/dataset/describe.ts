import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { checkFiles } from '../../scripts/check/check-files.ts';
import { readFolder } from '../../scripts/check/read-folder.ts';
import { openProject } from '../../scripts/commands/project.ts';
import { readSpecs } from '../../scripts/prompt/read-specs.ts';
import { randomAt } from '../../scripts/sample/random.ts';
import type { Sample } from '../../scripts/sample/sample.ts';
import { wholeText } from '../../scripts/sample/text.ts';
import { distinct, selfBleu, wordsOf } from './text-measures.ts';

// Describes the dataset for docs/dataset.md: sizes, lengths, vocabulary, diversity, what comes up most often.
//     npx tsx bench/dataset/describe.ts [--stereoset dev.json] [--texts 300]

const argumentOf = (name: string) => {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
};
/** Self-BLEU compares every text with every other: so many of each part. */
const compared = Number(argumentOf('--texts') ?? 300);

const project = await openProject(process.cwd());
const { root, axes, validateSample, validateRun, validatePrompt: validate } = project;
const samples: Sample[] = [];
await checkFiles({
  subjects: await readFolder([join(root, 'data')], root),
  checks: [],
  validateSample,
  validateRun,
  onSample: (sample) => samples.push(sample),
});
const parts = {
  'from templates': samples.filter(({ spec }) => spec !== undefined),
  written: samples.filter(({ spec }) => spec === undefined),
};
const stereoset = argumentOf('--stereoset');
const rows = [
  ...Object.entries(parts).map(([name, part]) => describe(name, firstOfFamilies(part).map(wholeText), part)),
  ...(stereoset ? [describe('StereoSet dev, for comparison', await textsOfStereoset(stereoset))] : []),
];
print(
  [
    'part',
    'samples',
    'families',
    'words',
    'vocabulary',
    'median length',
    'distinct-1',
    'distinct-2',
    'self-BLEU',
  ],
  rows,
);
print(
  ['axis', 'samples', 'families', 'most of one template', 'most frequent slot value'],
  await describeAxes(),
);

/** Diversity is that of families: the versions of one are alike by design. */
function firstOfFamilies(part: Sample[]): Sample[] {
  return [...new Map(part.toReversed().map((sample) => [familyOf(sample), sample])).values()].toReversed();
}

function familyOf({ family, id }: Sample): string {
  return family?.id ?? id;
}

function describe(name: string, texts: string[], part?: Sample[]): string[] {
  const words = texts.map(wordsOf);
  const lengths = words.map(({ length }) => length).sort((a, b) => a - b);
  const slice = words
    .map((text, index) => ({ text, key: randomAt(index, 1) }))
    .sort((a, b) => a.key - b.key)
    .slice(0, compared)
    .map(({ text }) => text);
  return [
    name,
    String(part?.length ?? texts.length),
    String(texts.length),
    String(lengths.reduce((sum, length) => sum + length, 0)),
    String(new Set(words.flat()).size),
    `${lengths[Math.floor(lengths.length / 2)] ?? 0} words`,
    distinct(slice, 1).toFixed(2),
    distinct(slice, 2).toFixed(2),
    selfBleu(slice).toFixed(2),
  ];
}

async function describeAxes(): Promise<string[][]> {
  const specs = await readSpecs([join(root, 'prompts')], { root, axes, validate });
  const slots = new Map(
    specs.map(({ path, slots: own }) => [
      path,
      Object.values(own).flatMap((slot) => slot.map(({ one }) => one)),
    ]),
  );
  return [...axes.keys()].map((axis) => {
    const own = firstOfFamilies(samples.filter((sample) => sample.axis === axis));
    const templates = own.flatMap(({ spec }) =>
      spec ? [spec.replace(/@.*$/, '').replace(/^prompts\/[^/]*\//, '')] : [],
    );
    const counts = new Map<string, number>();
    for (const value of own.flatMap((sample) => valuesIn(sample, slots.get(pathOf(sample)) ?? [])))
      counts.set(value, (counts.get(value) ?? 0) + 1);
    return [
      axis,
      String(samples.filter((sample) => sample.axis === axis).length),
      String(own.length),
      sayMost(mostFrequent(templates), own.length),
      sayMost([...counts].sort(([, a], [, b]) => b - a)[0], own.length),
    ];
  });
}

/** The path of the spec that a sample comes from; empty for a written one. */
function pathOf({ spec = '' }: Sample): string {
  return spec.replace(/#.*$/, '');
}

/** Which of its own spec's values a sample holds, as whole words; values with tags are another text in each sample. */
function valuesIn(sample: Sample, values: string[]): string[] {
  const words = ` ${wordsOf(wholeText(sample)).join(' ')} `;
  return [...new Set(values.map((value) => wordsOf(value).join(' ')))].filter(
    (value) => value !== '' && words.includes(` ${value} `),
  );
}

function mostFrequent(names: string[]): readonly [string, number] | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0];
}

function sayMost(most: readonly [string, number] | undefined, families: number): string {
  return most ? `${most[0]} (${((100 * most[1]) / families).toFixed(1)} %)` : 'none';
}

async function textsOfStereoset(path: string): Promise<string[]> {
  type Item = { context: string; sentences: { sentence: string }[] };
  const { data } = JSON.parse(await readFile(path, 'utf8')) as { data: Record<string, Item[]> };
  return Object.entries(data).flatMap(([split, items]) =>
    items.flatMap(({ context, sentences }) =>
      sentences.map(({ sentence }) => (split === 'intersentence' ? `${context} ${sentence}` : sentence)),
    ),
  );
}

function print(head: string[], lines: string[][]): void {
  const format = (cells: string[]) => `| ${cells.join(' | ')} |`;
  process.stdout.write(
    `${[format(head), format(head.map(() => '---')), ...lines.map(format)].join('\n')}\n\n`,
  );
}
