import { listFacts } from '../../report/facts.ts';
import { formatMarkdown } from '../../report/format-markdown.ts';
import { clip, inertMarkdown } from '../../report/inert.ts';
import { formatTable, toRow } from '../../report/markdown-table.ts';
import type { Report } from '../../report/report.ts';
import { sayNumber } from '../../report/wording.ts';
import type { RunRecord } from '../../sample/run-file.ts';
import { markReport } from './body-report.ts';

/** UTF-16 code units of one table; GitHub takes 65,536 in all. */
const tableBudget = 20_000;
const maxCell = 400;

/**
 * The text of a contribution's pull request: what the checks say, samples per axis, what made them and at what cost;
 * then boxes that are for the contributor to tick, since only a person can say so. No sample's text stands in it,
 * and names that come from the run are inert.
 */
export function formatSamplesBody(report: Report, record: RunRecord): string {
  const said = [sayVerdict(report), sayAxes(report), sayOrigin(report, record.licence)];
  return `${markReport(said.join('\n\n'))}\n\n${formatBoxes(boxesFor(record))}`;
}

function boxesFor({ licence, termsUrl, model }: RunRecord): string[] {
  return [
    'I have read the samples.',
    `I may give them under the licence ${inertMarkdown(licence)}; the commit is signed off (\`Signed-off-by\`).`,
    ...(model ? [sayTerms(termsUrl)] : []),
  ];
}

/** The same for a bulk contribution, whose samples no difference shows: with the whole report, and samples to read. */
export function formatBulkBody(report: Report, record: RunRecord): string {
  return `${markReport(formatMarkdown(report))}\n\n${formatBoxes(boxesFor(record))}`;
}

/** The same for prompt specs. */
export function formatSpecsBody(paths: readonly string[]): string {
  const list = paths.map((path) => `- ${inertMarkdown(path)}`);
  const report = ['Prompt specs that the samples of a later pull request are made from:', '', ...list];
  const boxes = [
    'I have read what they give (`npx evenhand generate <spec> --preview`).',
    'I may give them under the licence MIT; the commit is signed off (`Signed-off-by`).',
  ];
  return `${markReport(report.join('\n'))}\n\n${formatBoxes(boxes)}`;
}

function formatBoxes(boxes: readonly string[]): string {
  return `${boxes.map((box) => `- [ ] ${box}`).join('\n')}\n`;
}

function sayTerms(termsUrl: string | undefined): string {
  const terms = termsUrl ? ` (${inertMarkdown(termsUrl)})` : '';
  return `The terms of the model's provider${terms} let its output be published and trained on.`;
}

function sayVerdict({ verdict, bias }: Report): string {
  const said = `**${inertMarkdown(clip(verdict, 500))}**`;
  return bias ? said : `${said}\n\nThe effect on the dataset's bias was not measured.`;
}

function sayAxes({ axes }: Report): string {
  const rows = axes
    .filter(({ samples }) => samples > 0)
    .map(({ title, samples, families }) =>
      toRow([inertMarkdown(clip(title, maxCell)), sayNumber(samples), sayNumber(families)]),
    );
  const columns = ['Axis', 'Samples:', 'Families:'];
  return formatTable({ heading: '### Samples', columns, rows, more: 'more axes' }, tableBudget);
}

function sayOrigin(report: Report, licence: string): string {
  const facts = [...listFacts(report), { name: 'Licence', value: licence }];
  const rows = facts.map(({ name, value }) => toRow([name, inertMarkdown(clip(value, maxCell))]));
  const table = { heading: '### What made them', columns: ['What', 'Value'], rows, more: 'more lines' };
  return formatTable(table, tableBudget);
}
