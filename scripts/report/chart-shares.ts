import type { AxisBias, Estimate, GroupBias } from '../check/bias/bias-report.ts';
import { scaleOf, shorten } from './chart-scale.ts';
import { type Html, html } from './html.ts';
import { sayShare } from './wording.ts';

const width = 640;
const left = 210;
const right = 580;
const rowHeight = 24;

/** Each group's share before and after the merge, with the interval and the target. */
export function formatShares({ title, groups }: AxisBias): Html {
  const highest = Math.max(
    ...groups.flatMap(({ target, share }) => [target, topOf(share.after), topOf(share.before)]),
  );
  const x = scaleOf([0, highest * 1.05], [left, right]);
  const height = groups.length * rowHeight + 6;
  return html`<svg class="chart" role="img" aria-label="${title}: shares of the groups beside their targets" viewBox="0 0 ${width} ${height}">${groups.map(
    (group, at) => formatRow(group, at * rowHeight + 15, x),
  )}</svg>`;
}

function topOf(estimate: Estimate): number {
  return 'value' in estimate ? Math.max(estimate.value, estimate.high) : 0;
}

function formatRow(
  { label, target, share: { before, after } }: GroupBias,
  y: number,
  x: (value: number) => string,
): Html {
  const aim = x(target);
  return html`<text class="label" x="${left - 12}" y="${y + 4}" text-anchor="end">${shorten(label, 28)}</text><line class="axis" x1="${left}" x2="${right}" y1="${y}" y2="${y}"></line><line class="target" x1="${aim}" x2="${aim}" y1="${y - 8}" y2="${y + 8}"></line>${formatInterval(after, y, x)}${'value' in before ? html`<circle class="before" cx="${x(before.value)}" cy="${y}" r="5"></circle>` : html``}${'value' in after ? html`<circle class="after" cx="${x(after.value)}" cy="${y}" r="4"></circle><text class="figure" x="${width}" y="${y + 4}" text-anchor="end">${sayShare(after.value)}</text>` : html``}`;
}

function formatInterval(estimate: Estimate, y: number, x: (value: number) => string): Html {
  if (!('value' in estimate)) return html``;
  return html`<line class="interval" x1="${x(Math.max(0, estimate.low))}" x2="${x(estimate.high)}" y1="${y}" y2="${y}"></line>`;
}
