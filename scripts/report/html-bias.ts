import type { AxisBias, BiasChange, BiasReport } from '../check/bias/bias-report.ts';
import {
  columnsOf,
  readingOfBias,
  sayDrift,
  sayPlaces,
  sayStatus,
  sayUntold,
  splitChanges,
} from './bias-wording.ts';
import { formatForest } from './chart-forest.ts';
import { formatHeat } from './chart-heat.ts';
import { formatShares } from './chart-shares.ts';
import { type Html, html } from './html.ts';
import type { Report } from './report.ts';
import { sayCount } from './wording.ts';

/** What the merge does to the bias: the table of changes, then a chart for each kind of number. */
export function formatBias({ bias, verdict }: Report): Html {
  if (!bias) return html``;
  const { told } = splitChanges(bias);
  return html`<section aria-labelledby="bias">
<h2 id="bias">Bias</h2>
${verdict.includes(bias.headline) ? html`` : html`<p class="lead">${bias.headline}</p>`}
${told.length === 0 ? html`` : formatChanges(told.slice(0, shownAtOnce), bias)}
${formatMore(told.slice(shownAtOnce), bias)}
${sayUntold(bias).map((note) => html`<p class="note quiet">${note}</p>`)}
${formatReading(bias)}
${formatCharts(bias)}
</section>`;
}

/** Rows that stand open; the others are one click away. */
const shownAtOnce = 10;

function formatMore(changes: readonly BiasChange[], bias: BiasReport): Html {
  if (changes.length === 0) return html``;
  return html`<details><summary>${sayCount(changes.length, 'more number')}</summary>${formatChanges(changes, bias)}</details>`;
}

function formatChanges(changes: readonly BiasChange[], bias: BiasReport): Html {
  const columns = columnsOf(bias).map(({ name }) => html`<th scope="col" class="number">${name}</th>`);
  return html`<table class="changes">
<thead><tr><th scope="col">Number</th>${columns}<th scope="col">Verdict</th></tr></thead>
<tbody>
${changes.map((change) => formatChange(change, bias))}</tbody>
</table>`;
}

const tones: Partial<Record<BiasChange['status'], string>> = {
  gate: 'error',
  worse: 'warning',
  found: 'warning',
};

function formatChange(change: BiasChange, bias: BiasReport): Html {
  const { label, status, families, fix } = change;
  const drift = sayDrift(change);
  const columns = columnsOf(bias);
  const cells = columns.map(({ name, say }) => {
    const [value = '', interval = ''] = say(change).split(/ (?=\[)/);
    return html`<td class="number" data-name="${name}">${value} <span class="interval">${interval}</span></td>`;
  });
  return html`<tr><th scope="row">${label}</th>${cells}<td class="${tones[status] ?? ''}">${sayStatus(change, bias)}</td></tr>
${
  families.length > 0 || fix || drift
    ? html`<tr class="why"><td colspan="${columns.length + 2}">${[drift, fix ?? ''].filter((text) => text !== '').map((text) => html`<p>${text}</p>`)}${formatFamilies(families)}</td></tr>
`
    : html``
}`;
}

function formatFamilies(families: BiasChange['families']): Html {
  if (families.length === 0) return html``;
  return html`<p class="quiet">Moved most by ${sayPlaces(families).map(
    (place, at) => html`${at > 0 ? '; ' : ''}<code>${place}</code>`,
  )}</p>`;
}

function formatReading(bias: BiasReport): Html {
  return html`<details><summary>How to read this</summary>
<ul>${readingOfBias(bias).map((line) => html`<li>${line}</li>`)}</ul>
</details>`;
}

function formatCharts(bias: BiasReport): Html {
  const shown = bias.axes.filter(({ distance }) => 'value' in distance.after);
  if (shown.length === 0) return html``;
  // What the merge does not touch must not stand before what it does.
  const isNew = ({ families }: AxisBias) => bias.mode === 'standing' || families.contribution > 0;
  return html`${
    bias.mode === 'standing'
      ? html`<h3 class="charts">Shares</h3>
<p class="quiet">The dot is a group's share, with its interval. The line is the target.</p>`
      : html`<h3 class="charts">Shares before and after</h3>
<p class="quiet">Hollow: before. Filled: after, with its interval. The line is the target.</p>`
  }
${formatShareCharts(shown.filter(isNew), bias.mode)}
${formatUntouched(
  shown.filter((axis) => !isNew(axis)),
  bias.mode,
)}
${formatForest(bias)}
${formatHeat(bias)}`;
}

function formatShareCharts(axes: readonly AxisBias[], mode: BiasReport['mode']): Html {
  return html`<div class="axes">
${axes.map((axis) => formatAxisShares(axis, mode))}</div>`;
}

function formatUntouched(axes: readonly AxisBias[], mode: BiasReport['mode']): Html {
  if (axes.length === 0) return html``;
  const untouched = mode === 'takedown' ? 'that nothing goes from' : 'without new families';
  return html`<details><summary>${sayCount(axes.length, 'axis', 'axes')} ${untouched}</summary>${formatShareCharts(axes, mode)}</details>`;
}

function formatAxisShares(axis: AxisBias, mode: BiasReport['mode']): Html {
  return html`<figure><figcaption>${axis.title} <span class="quiet">${sayFamilies(axis, mode)}</span></figcaption>${formatShares(axis)}</figure>
`;
}

function sayFamilies({ families: { after, contribution } }: AxisBias, mode: BiasReport['mode']): string {
  if (mode === 'standing') return sayCount(after, 'family', 'families');
  const moved = mode === 'takedown' ? `samples of ${contribution} go` : `${contribution} of them new`;
  return `${sayCount(after, 'family', 'families')} after, ${moved}`;
}
