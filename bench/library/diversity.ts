import { join, resolve } from 'node:path';
import { openProject } from '../../scripts/commands/project.ts';
import { readSpecs } from '../../scripts/prompt/read-specs.ts';
import { copyAt, type Rendering, renderFamilies, similaritiesWithin } from './measure.ts';

// How alike the families of the library's templates are once identity terms are masked:
//     npx tsx bench/library/diversity.ts [PATH] [--per-template N]

const args = process.argv.slice(2);
const option = args.indexOf('--per-template');
const perTemplate = option >= 0 ? Number(args[option + 1]) : 24;
const [path] = args.filter((_, index) => option < 0 || (index !== option && index !== option + 1));

const { root, axes, validatePrompt: validate } = await openProject(process.cwd());
const specs = await readSpecs([path ? resolve(path) : join(root, 'prompts')], { root, axes, validate });
const families = await renderFamilies(specs, { axes, perTemplate, seed: 7 });

const rows = groupBy(families, ({ spec, template }) => `${spec}#${template}`)
  .map(describe)
  .sort((a, b) => b.worst - a.worst);
const all = groupBy(families, ({ spec }) => spec).flatMap(similaritiesWithin);
const copies = all.filter((one) => one >= copyAt).length;
const lines = [
  'worst  median  words  template',
  ...rows.map(({ template, words, median, worst }) =>
    [worst.toFixed(2).padStart(5), median.toFixed(2).padStart(6), String(words).padStart(5), template].join(
      '  ',
    ),
  ),
  `${families.length} families of ${rows.length} templates in ${specs.length} specs`,
  `${copies} of ${all.length} pairs within a spec at ${copyAt} or above`,
  `highest ${quantile(all, 1).toFixed(2)}, 99th percentile ${quantile(all, 0.99).toFixed(2)}, median ${quantile(all, 0.5).toFixed(2)}`,
];
process.stdout.write(`${lines.join('\n')}\n`);

function groupBy(list: Rendering[], keyOf: (one: Rendering) => string): Rendering[][] {
  const groups = new Map<string, Rendering[]>();
  for (const one of list) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one]);
  return [...groups.values()];
}

function describe(own: Rendering[]) {
  const similar = similaritiesWithin(own);
  return {
    template: `${own[0]?.spec.replace(/^prompts\/|\.yaml$/g, '')}#${own[0]?.template}`,
    words: Math.round(own.reduce((sum, { words }) => sum + words, 0) / own.length),
    median: quantile(similar, 0.5),
    worst: quantile(similar, 1),
  };
}

function quantile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
}
