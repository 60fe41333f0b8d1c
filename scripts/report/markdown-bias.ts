import type { BiasChange, BiasReport } from '../check/bias/bias-report.ts';
import {
  columnsOf,
  readingOfBias,
  sayDrift,
  sayPlaces,
  sayStatus,
  sayUntold,
  splitChanges,
} from './bias-wording.ts';
import { clip, inertMarkdown } from './inert.ts';
import { formatTable, toRow } from './markdown-table.ts';
import type { Report } from './report.ts';
import { sayCount } from './wording.ts';

const maxCell = 300;

/** What the merge changes, worst first, with the families behind it and what would mend it. */
export function sayBias({ bias }: Report, budget: number): string {
  if (!bias) return '';
  const { told } = splitChanges(bias);
  const headline = `### Bias\n\n${inertMarkdown(clip(bias.headline, 400))}`;
  const reading = told.length === 0 ? '' : sayReading(bias);
  const closing = [...sayUntold(bias).map((note) => inertMarkdown(clip(note, 1_500))), reading].filter(
    (part) => part !== '',
  );
  const room = budget - headline.length - closing.join('\n\n').length - 20;
  const rows = told.map((change) => toChangeRow(change, bias));
  const columns = ['Number', ...columnsOf(bias).map(({ name }) => name), 'Verdict'];
  const open = formatRows(rows.slice(0, shownAtOnce), columns, room);
  const folded = foldRows(rows.slice(shownAtOnce), columns, room - open.length);
  return [headline, open, folded, ...closing].filter((part) => part !== '').join('\n\n');
}

/** Rows that stand open; the others are one click away. */
const shownAtOnce = 10;

function formatRows(rows: string[], columns: string[], budget: number): string {
  const more = 'more numbers; `report.json` has them all';
  return formatTable({ heading: '', columns, rows, more }, budget).trim();
}

function foldRows(rows: string[], columns: string[], budget: number): string {
  if (rows.length === 0) return '';
  const summary = `<summary>${sayCount(rows.length, 'more number')}</summary>`;
  return `<details>\n${summary}\n\n${formatRows(rows, columns, budget - summary.length - 40)}\n\n</details>`;
}

function toChangeRow(change: BiasChange, bias: BiasReport): string {
  return toRow([
    inertMarkdown(clip(change.label, maxCell)),
    ...columnsOf(bias).map(({ say }) => inertMarkdown(say(change))),
    [
      `**${sayStatus(change, bias)}**`,
      inertMarkdown(sayDrift(change)),
      sayFamilies(change),
      change.fix ? inertMarkdown(clip(change.fix, maxCell)) : '',
    ]
      .filter((part) => part !== '')
      .join('<br>'),
  ]);
}

function sayFamilies({ families }: BiasChange): string {
  if (families.length === 0) return '';
  const places = sayPlaces(families).map((place) => inertMarkdown(clip(place, 200)));
  return `Moved most by ${places.join(', ')}`;
}

function sayReading(bias: NonNullable<Report['bias']>): string {
  return `<details>\n<summary>How to read this</summary>\n\n${readingOfBias(bias)
    .map((line) => `- ${inertMarkdown(line)}`)
    .join('\n')}\n\n</details>`;
}
