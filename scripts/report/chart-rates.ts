import type { JudgedAxis } from '../check/judged/judged-report.ts';
import { scaleOf, shorten } from './chart-scale.ts';
import { type Html, html } from './html.ts';
import { sayShare } from './wording.ts';

const width = 640;
const left = 210;
const right = 580;
const rowHeight = 24;

/** The share of samples judged a stereotype on each axis, with its interval; hollow, that of clear cases. */
export function formatRates(axes: readonly JudgedAxis[]): Html {
  const shown = axes.filter(({ stereotype }) => 'value' in stereotype);
  if (shown.length === 0) return html``;
  const highest = Math.max(
    0.05,
    ...shown.map(({ stereotype }) => ('high' in stereotype ? stereotype.high : 0)),
  );
  const x = scaleOf([0, highest], [left, right]);
  const height = shown.length * rowHeight + 26;
  return html`<figure><figcaption>Judged a stereotype <span class="quiet">Filled: slight or clear, with its interval. Hollow: clear alone.</span></figcaption><svg class="chart" role="img" aria-label="Share of samples judged a stereotype, by axis" viewBox="0 0 ${width} ${height}">${shown.map(
    (axis, at) => formatRow(axis, at * rowHeight + 14, x),
  )}${[0, highest].map((value) => html`<text class="figure" x="${x(value)}" y="${height - 3}" text-anchor="middle">${sayShare(value)}</text>`)}</svg></figure>`;
}

function formatRow(
  { title, stereotype, clearStereotype }: JudgedAxis,
  y: number,
  x: (value: number) => string,
): Html {
  if (!('value' in stereotype)) return html``;
  const clear =
    'value' in clearStereotype
      ? html`<circle class="before" cx="${x(clearStereotype.value)}" cy="${y}" r="5"></circle>`
      : html``;
  return html`<text class="label" x="${left - 12}" y="${y + 4}" text-anchor="end">${shorten(title, 28)}</text><line class="axis" x1="${left}" x2="${right}" y1="${y}" y2="${y}"></line><line class="interval" x1="${x(stereotype.low)}" x2="${x(stereotype.high)}" y1="${y}" y2="${y}"></line>${clear}<circle class="after" cx="${x(stereotype.value)}" cy="${y}" r="4"></circle><text class="figure" x="${width}" y="${y + 4}" text-anchor="end">${sayShare(stereotype.value)}</text>`;
}
