import { stringify } from 'yaml';
import { inertMarkdown } from '../../report/inert.ts';
import type { Counts, Report } from '../../report/report.ts';
import { sayNumber, sayShare } from '../../report/wording.ts';
import { sayMeasuredBias } from './card-bias.ts';
import { configs } from './configs.ts';
import type { ReleaseFile } from './manifest.ts';
import { splits } from './split.ts';

export type CardFacts = {
  version: string;
  commit: string;
  date: string;
  report: Report;
  /** Files with rows. */
  files: readonly ReleaseFile[];
  /** Samples by what made them, and under which terms. */
  origins: readonly OriginCount[];
};

export type OriginCount = {
  provider: string;
  model: string | null;
  terms: string | null;
  licence: string;
  samples: number;
};

/** `README.md` of a release: the Hub's dataset card, its metadata first. */
export function formatCard(facts: CardFacts): string {
  return `---\n${stringify(metadataOf(facts), { lineWidth: 0 })}---\n\n${bodyOf(facts)}\n`;
}

function metadataOf({ version, report, files }: CardFacts) {
  return {
    pretty_name: 'Evenhand',
    license: 'mit',
    language: Object.keys(report.langs),
    size_categories: [sizeCategory(report.samples)],
    task_categories: ['text-generation'],
    tags: ['bias', 'fairness', 'counterfactual', 'synthetic', 'trl'],
    version,
    configs: configs.flatMap(({ name }) => {
      const data_files = splits.flatMap((split) => {
        const has = files.some((file) => file.config === name && file.split === split);
        return has ? [{ split, path: `${name}/${split}-*.parquet` }] : [];
      });
      if (data_files.length === 0) return [];
      return [{ config_name: name, ...(name === 'all' && { default: true }), data_files }];
    }),
  };
}

/** As the Hub names them. */
export function sizeCategory(samples: number): string {
  if (samples < 1_000) return 'n<1K';
  const bounds = ['1K', '10K', '100K', '1M', '10M', '100M', '1B'];
  const index = Math.min(Math.floor(Math.log10(samples)) - 3, bounds.length - 2);
  return `${bounds[index]}<n<${bounds[index + 1]}`;
}

function bodyOf(facts: CardFacts): string {
  const { version, commit, date, report } = facts;
  return [
    `# Evenhand ${version}`,
    `${sayNumber(report.samples)} synthetic samples in ${sayNumber(report.families)} families, for training language models that treat groups more evenly. Built on ${date} from commit \`${commit}\`; \`manifest.json\` and \`SHA256SUMS\` name every file.`,
    useOf(facts),
    `## What is in it\n\n${splitTable(facts)}\n\n${splitNote}`,
    `### By axis and group\n\n${axisTable(report)}\n\n${shareNote}`,
    `### By language and stance\n\n${countTable('Language', report.langs)}\n\n${countTable('Stance', report.stances)}`,
    ...(report.bias ? [sayMeasuredBias(report.bias)] : []),
    `## Terms of the models\n\n${originTable(facts)}\n\n${termsNote}`,
    checksOf(report),
    limits,
    citation(version),
  ].join('\n\n');
}

function useOf({ files }: CardFacts): string {
  const first = configs.find(({ name }) => files.some(({ config }) => config === name))?.name ?? 'all';
  return `\`\`\`python
from datasets import load_dataset

dataset = "."  # this folder, or on the Hub the name at the top of this page: "<namespace>/<name>"
load_dataset(dataset, "${first}", split="train")
\`\`\`

| config | columns |
| --- | --- |
${configs.map(({ name, columns }) => `| \`${name}\` | ${columns.map((column) => `\`${column.name}\``).join(', ')} |`).join('\n')}

\`text\`, \`chat\` and \`preference\` have the columns that TRL expects and nothing else. \`all\` has every sample with its
labels, its origin and the provider's \`terms\`. The same samples stand as canonical JSON in \`jsonl/\`.`;
}

function splitTable({ files }: CardFacts): string {
  const rowsOf = (config: string, split: string) =>
    files
      .filter((file) => file.config === config && file.split === split)
      .reduce((sum, { rows = 0 }) => sum + rows, 0);
  const rows = configs.map(
    ({ name }) => `| ${name} | ${splits.map((split) => sayNumber(rowsOf(name, split))).join(' | ')} |`,
  );
  return [`| config | ${splits.join(' | ')} |`, '| --- | ---: | ---: | ---: |', ...rows].join('\n');
}

const splitNote = `A family (the versions of one text for different groups) is never divided between splits, and stays in its split in
every later release. Families that one template or one prompt made can be in different splits: for a test on unseen
templates, split by \`spec\`. A split without samples has no files.`;

function axisTable({ axes }: Report): string {
  const rows = axes.flatMap(({ axis, samples, families, groups }) => [
    `| **${axis}** | | ${sayNumber(samples)} | ${sayNumber(families)} | |`,
    ...groups.map(
      ({ label, samples: count, target }) =>
        `| | ${inertMarkdown(label)} | ${sayNumber(count)} | | ${target === null ? '' : sayShare(target)} |`,
    ),
  ]);
  return [
    '| axis | group | samples | families | target share |',
    '| --- | --- | ---: | ---: | ---: |',
    ...rows,
  ].join('\n');
}

const shareNote =
  'Groups are counted as declared: a sample that names two groups counts in both. A target share is a value choice, with its reason in the axis file.';

function countTable(name: string, counts: Counts): string {
  const rows = Object.entries(counts).map(([key, count]) => `| ${key} | ${sayNumber(count)} |`);
  return [`| ${name} | samples |`, '| --- | ---: |', ...rows].join('\n');
}

function originTable({ origins }: CardFacts): string {
  const rows = origins.map(({ provider, model, terms, licence, samples }) => {
    const cells = [provider, model ?? '', licence].map((cell) => inertMarkdown(cell));
    return `| ${cells.join(' | ')} | ${terms === null ? 'none beside the licence' : `<${terms}>`} | ${sayNumber(samples)} |`;
  });
  return [
    '| provider | model | licence | terms | samples |',
    '| --- | --- | --- | --- | ---: |',
    ...rows,
  ].join('\n');
}

const termsNote = `Some providers restrict what their models' output may be used for, training other models among it. Check what holds for
you, and filter by the column \`terms\` of the config \`all\`: \`dataset.filter(lambda row: row["terms"] is None)\`. \`template\` samples were filled in by rule, and
\`authored\` ones were brought in as finished texts, by people or by machines: \`docs/dataset.md\` of the repository says which,
and how they were read.`;

function checksOf({ verdict, counts, benchmarks }: Report): string {
  const held = benchmarks?.checked.join(', ') || 'no benchmark';
  const missing = benchmarks?.notChecked ?? [];
  const unchecked = missing.length > 0 ? ` Not held against: ${missing.join(', ')}.` : '';
  return `## Checks\n\n${inertMarkdown(verdict)} Warnings: ${sayNumber(counts.warnings)}. Texts were held against ${held}, to keep benchmarks out of training data.${unchecked}`;
}

const limits = `## Limits

- A better-balanced dataset does not by itself make a less biased model. Measure yours before and after, on your own use.
- \`rejected\` answers, and the questions that invite them, are biased on purpose: **never train on them as text**.
- The text is synthetic: templates repeat shapes, and a model's samples repeat that model's habits. Use it beside real
  text, not instead of it.
- Labels (\`groups\`, \`stance\`, \`association\`) are what contributors declare, not a measurement.
- The axes follow English-language research; much is missing, and groups meet in one person where the axes stand
  side by side.

[ETHICAL_CONSIDERATIONS.md](ETHICAL_CONSIDERATIONS.md) says more, and how to have something taken down.`;

function citation(version: string): string {
  return `## How to cite

\`\`\`bibtex
@misc{evenhand,
  title  = {Evenhand: an open dataset of synthetic text for less biased language models},
  author = {{The Evenhand contributors}},
  year   = {2026},
  note   = {Version ${version}}
}
\`\`\``;
}
