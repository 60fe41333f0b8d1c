import { clip, inertMarkdown } from './inert.ts';
import { type JudgedTable, listJudgedTables } from './judged-tables.ts';
import { readingOfJudged, sayWhoJudged } from './judged-wording.ts';
import { formatTable, keepWhatFits, toRow } from './markdown-table.ts';
import type { Report } from './report.ts';

const maxCell = 160;

/** A second opinion: what a judge says of a drawn part, and where it and the measures are far apart. */
export function sayJudged({ judged }: Report, budget: number): string {
  if (!judged) return '';
  const head = `### Second opinion\n\n${inertMarkdown(sayWhoJudged(judged))}`;
  const reading = `<details>\n<summary>How to read this</summary>\n\n${readingOfJudged.map((line) => `- ${inertMarkdown(line)}`).join('\n')}\n\n</details>`;
  const room = budget - head.length - reading.length - 4;
  if (room < 0) return '';
  const tables = listJudgedTables(judged)
    .map((table) => sayTable(table, Math.floor(room / 2)))
    .filter((table) => table !== '');
  return [head, ...keepWhatFits(tables, room, 2), reading].join('\n\n');
}

function sayTable({ note, columns, rows, more }: JudgedTable, budget: number): string {
  const said = rows.map((row) => toRow(row.map((cell) => inertMarkdown(clip(cell, maxCell)))));
  return formatTable({ heading: inertMarkdown(note), columns, rows: said, more }, budget).trim();
}
