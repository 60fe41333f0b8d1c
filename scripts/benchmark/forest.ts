import { type Html, html } from '../report/html.ts';
import type { Estimate } from './bootstrap.ts';

/** The range that a forest plot's rows share. */
export type Scale = { from: number; to: number };

/** The narrowest range of whole fives that holds every interval and the neutral value. */
export function scaleOf(estimates: readonly Estimate[], neutral: number | undefined): Scale {
  const values = estimates.flatMap(({ low, high, value }) => [low, high, value]).filter(Number.isFinite);
  const all = neutral === undefined ? values : [...values, neutral];
  if (all.length === 0) return { from: 0, to: 100 };
  const [from, to] = [Math.floor(Math.min(...all) / 5) * 5, Math.ceil(Math.max(...all) / 5) * 5];
  return to > from ? { from, to } : { from: from - 5, to: to + 5 };
}

/**
 * One row: the interval as a line, the estimate as a mark, no preference as a dashed line. A row that rests on too
 * few units is drawn pale. It stretches to its cell; widths are shares of it.
 */
export function formatRow(
  { low, high, value }: Estimate,
  { scale, neutral, trusted }: { scale: Scale; neutral: number | undefined; trusted: boolean },
  label: string,
): Html {
  const x = (number: number) => ((100 * (number - scale.from)) / (scale.to - scale.from)).toFixed(2);
  const line =
    neutral === undefined
      ? html``
      : html`<line class="neutral" x1="${x(neutral)}" x2="${x(neutral)}" y1="-4" y2="14"></line>`;
  return html`<svg role="img" aria-label="${label}" class="${trusted ? 'forest' : 'forest pale'}" viewBox="0 0 100 10" preserveAspectRatio="none">${line}<line class="interval" x1="${x(low)}" x2="${x(high)}" y1="5" y2="5"></line><line class="mark" x1="${x(value)}" x2="${x(value)}" y1="0" y2="10"></line></svg>`;
}
