import { type Html, html } from './html.ts';
import { listModels, modelColumns } from './model-rows.ts';
import type { Report } from './report.ts';

/** What each model of a run took: tokens, money, energy. */
export function formatModels(report: Report): Html {
  const rows = listModels(report);
  if (rows.length === 0) return html``;
  const columns = [...modelColumns, 'Without an answer'];
  return html`<section aria-labelledby="cost">
<h2 id="cost">Cost by model</h2>
<p class="quiet">Energy is an estimate; its range and source stand below.</p>
<table class="models">
<thead><tr>${columns.map((name, index) => html`<th scope="col"${numeric(index)}>${name}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ({ cells, note }) =>
    html`<tr>${[...cells, note].map((cell, index) => html`<td${numeric(index)}>${cell}</td>`)}</tr>
`,
)}</tbody>
</table>
</section>`;
}

function numeric(column: number): Html {
  return column > 0 && column < modelColumns.length ? html` class="number"` : html``;
}
