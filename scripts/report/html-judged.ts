import type { JudgedReport } from '../check/judged/judged-report.ts';
import { formatRates } from './chart-rates.ts';
import { type Html, html } from './html.ts';
import { type JudgedTable, listJudgedTables } from './judged-tables.ts';
import { readingOfJudged, sayWhoJudged } from './judged-wording.ts';
import type { Report } from './report.ts';

/** A second opinion: a chart of its rates, and its tables. */
export function formatJudged({ judged }: Report): Html {
  if (!judged) return html``;
  return html`<section aria-labelledby="judged">
<h2 id="judged">Second opinion</h2>
<p class="lead">It informs; no gate hangs on it.</p>
<p class="quiet">${sayWhoJudged(judged)}</p>
${listJudgedTables(judged).map((table) => formatPart(table, judged))}
<details><summary>How to read this</summary>
<ul>${readingOfJudged.map((line) => html`<li>${line}</li>`)}</ul>
</details>
</section>`;
}

function formatPart(table: JudgedTable, { judge }: JudgedReport): Html {
  const { name, title, note, listsSamples } = table;
  if (listsSamples) return html`<details><summary>${title}</summary>\n${formatTable(table)}\n</details>\n`;
  const chart = name === 'axes' && judge ? formatRates(judge.axes) : html``;
  const above = note === '' ? html`` : html`<p class="quiet">${note}</p>`;
  return html`<h3 class="charts">${title}</h3>\n${above}${chart}\n${formatTable(table)}\n`;
}

function formatTable({ columns, rows }: JudgedTable): Html {
  return html`<div class="scroll"><table class="opinions">
<thead><tr>${columns.map((column) => html`<th scope="col">${column.replace(/:$/, '')}</th>`)}</tr></thead>
<tbody>
${rows.map(formatRow)}</tbody>
</table></div>`;
}

function formatRow([first = '', ...others]: readonly string[]): Html {
  return html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td dir="auto">${cell}</td>`)}</tr>\n`;
}
