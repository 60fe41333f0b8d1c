import type { BiasChange, BiasReport } from '../check/bias/bias-report.ts';
import { scaleOf, shorten } from './chart-scale.ts';
import { type Html, html } from './html.ts';

const width = 640;
const left = 330;
const right = 580;
const rowHeight = 24;
const mostRows = 30;

/** The flagged links after the merge with their intervals, 0 (no link) in the middle. */
export function formatForest({ changes, mode }: BiasReport): Html {
  const links = changes.filter(({ measure, after }) => measure === 'association' && 'value' in after);
  if (links.length === 0) return html``;
  const shown = links.slice(0, mostRows);
  const reach = Math.max(
    1,
    ...shown.map(({ after }) => ('value' in after ? Math.max(-after.low, after.high) : 0)),
  );
  const x = scaleOf([-reach, reach], [left, right]);
  const height = shown.length * rowHeight + 26;
  const more = links.length - shown.length;
  return html`<h3 class="charts">Links between groups and words</h3>
<p class="quiet">Log-odds${mode === 'standing' ? '' : ' after the merge'}: right of the line, said more of this group than of the others; +0.7 is twice the odds.</p>
<figure><svg class="chart" role="img" aria-label="Links between groups and words" viewBox="0 0 ${width} ${height}"><line class="zero" x1="${x(0)}" x2="${x(0)}" y1="0" y2="${height - 18}"></line>${shown.map((link, at) => formatRow(link, at * rowHeight + 14, x))}${[-reach, 0, reach].map((value) => html`<text class="figure" x="${x(value)}" y="${height - 3}" text-anchor="middle">${value.toFixed(1)}</text>`)}</svg></figure>
${more > 0 ? html`<p class="note quiet">And ${more} more in report.json.</p>` : html``}`;
}

function formatRow({ label, after, status }: BiasChange, y: number, x: (value: number) => string): Html {
  if (!('value' in after)) return html``;
  const tone = status === 'gate' ? ' bad' : '';
  return html`<text class="label" x="${left - 12}" y="${y + 4}" text-anchor="end">${shorten(label, 52)}</text><line class="interval${tone}" x1="${x(after.low)}" x2="${x(after.high)}" y1="${y}" y2="${y}"></line><circle class="after${tone}" cx="${x(after.value)}" cy="${y}" r="4"></circle><text class="figure" x="${width}" y="${y + 4}" text-anchor="end">${after.value.toFixed(2)}</text>`;
}
