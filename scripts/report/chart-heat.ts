import type { AxisBias, BiasReport, HeatCell } from '../check/bias/bias-report.ts';
import { type Html, html } from './html.ts';

/** Log-odds at which a cell has its full colour: nine times the odds. */
const full = 2.2;

/** Group × category: how strongly each is linked after the merge. */
export function formatHeat({ axes, categories, mode }: BiasReport): Html {
  const shown = axes.filter(({ heat }) => heat.length > 0);
  if (shown.length === 0) return html``;
  return html`<h3 class="charts">Groups and kinds of word</h3>
<p class="quiet">Log-odds${mode === 'standing' ? '' : ' after the merge'}: teal, said more of the group than of the others; amber, less. Bold is beyond chance (q ≤ .05).</p>
${shown.map((axis) => formatAxis(axis, categories))}`;
}

function formatAxis({ title, groups, heat }: AxisBias, categories: BiasReport['categories']): Html {
  const present = categories.filter(({ id }) => heat.some(({ category }) => category === id));
  const rows = groups.filter(({ group }) => heat.some((cell) => cell.group === group));
  return html`<div class="scroll"><table class="heat"><caption>${title}</caption>
<thead><tr><td></td>${present.map(({ label }) => html`<th scope="col"><span>${label}</span></th>`)}</tr></thead>
<tbody>${rows.map(
    ({
      group,
      label,
    }) => html`<tr><th scope="row">${label}</th>${present.map(({ id }) => formatCell(heat.find((cell) => cell.group === group && cell.category === id)))}</tr>
`,
  )}</tbody></table></div>
`;
}

function formatCell(cell: HeatCell | undefined): Html {
  if (!cell || cell.value === null) return html`<td></td>`;
  const strength = Math.min(4, Math.round((Math.abs(cell.value) / full) * 4));
  const tone = strength === 0 ? '' : `${cell.value > 0 ? 'more' : 'less'}-${strength}`;
  const text = cell.value.toFixed(1).replace('-', '−');
  return html`<td class="${tone}">${cell.q !== null && cell.q <= 0.05 ? html`<b>${text}</b>` : text}</td>`;
}
