import type { AxisBias, BiasChange, BiasReport } from '../check/bias/bias-report.ts';
import {
  readingOfBias,
  sayDrift,
  sayEstimate,
  sayMiddle,
  sayPlaces,
  sayUntold,
  splitChanges,
  statusWords,
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
${told.length === 0 ? html`` : formatChanges(told.slice(0, shownAtOnce), sayMiddle(bias))}
${formatMore(told.slice(shownAtOnce), sayMiddle(bias))}
${sayUntold(bias).map((note) => html`<p class="note quiet">${note}</p>`)}
${formatReading(bias)}
${formatCharts(bias)}
</section>`;
}

/** Rows that stand open; the others are one click away. */
const shownAtOnce = 10;

function formatMore(changes: readonly BiasChange[], middle: string): Html {
  if (changes.length === 0) return html``;
  return html`<details><summary>${sayCount(changes.length, 'more number')}</summary>${formatChanges(changes, middle)}</details>`;
}

function formatChanges(changes: readonly BiasChange[], middle: string): Html {
  return html`<table class="changes">
<thead><tr><th scope="col">Number</th><th scope="col" class="number">Before</th><th scope="col" class="number">${middle}</th><th scope="col" class="number">After</th><th scope="col" class="number">Change</th><th scope="col">Verdict</th></tr></thead>
<tbody>
${changes.map((change) => formatChange(change, middle))}</tbody>
</table>`;
}

const tones: Partial<Record<BiasChange['status'], string>> = {
  gate: 'error',
  worse: 'warning',
  found: 'warning',
};

function formatChange(change: BiasChange, middle: string): Html {
  const { measure, label, before, contribution, after, status, families, fix } = change;
  const drift = sayDrift(change);
  const cell = (name: string, text: string) => {
    const [value = '', interval = ''] = text.split(/ (?=\[)/);
    return html`<td class="number" data-name="${name}">${value} <span class="interval">${interval}</span></td>`;
  };
  return html`<tr><th scope="row">${label}</th>${cell('Before', sayEstimate(measure, before, false))}${cell(middle, sayEstimate(measure, contribution, false))}${cell('After', sayEstimate(measure, after, false))}${cell('Change', sayEstimate(measure, change.change, true))}<td class="${tones[status] ?? ''}">${statusWords[status]}</td></tr>
${
  families.length > 0 || fix || drift
    ? html`<tr class="why"><td colspan="6">${[drift, fix ?? ''].filter((text) => text !== '').map((text) => html`<p>${text}</p>`)}${formatFamilies(families)}</td></tr>
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
  return html`<h3 class="charts">Shares before and after</h3>
<p class="quiet">Hollow: before. Filled: after, with its interval. The line is the target.</p>
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
  const { after, contribution } = axis.families;
  const moved = mode === 'takedown' ? `samples of ${contribution} go` : `${contribution} of them new`;
  return html`<figure><figcaption>${axis.title} <span class="quiet">${after} families after, ${moved}</span></figcaption>${formatShares(axis)}</figure>
`;
}
