import { type Html, html } from '../report/html.ts';
import type { Estimate } from './bootstrap.ts';

/** The range that a forest plot's rows share. */
export type Scale = { from: number; to: number };

/** The narrowest range of whole fives that holds every interval and all marked values. */
export function scaleOf(estimates: readonly Estimate[], marks: readonly (number | undefined)[]): Scale {
  const values = estimates.flatMap(({ low, high, value }) => [low, high, value]).filter(Number.isFinite);
  const all = [...values, ...marks.filter((mark) => mark !== undefined)];
  if (all.length === 0) return { from: 0, to: 100 };
  const [from, to] = [Math.floor(Math.min(...all) / 5) * 5, Math.ceil(Math.max(...all) / 5) * 5];
  return to > from ? { from, to } : { from: from - 5, to: to + 5 };
}

/**
 * One row: the interval as a line, the estimate as a mark, no preference (or no change) as a dashed line, a margin as a dotted one. A row that rests on too
 * few units is drawn pale. It stretches to its cell; widths are shares of it.
 */
export function formatRow(
  { low, high, value }: Estimate,
  {
    scale,
    neutral,
    margin,
    trusted,
  }: { scale: Scale; neutral?: number | undefined; margin?: number | undefined; trusted: boolean },
  label: string,
): Html {
  const x = (number: number) => ((100 * (number - scale.from)) / (scale.to - scale.from)).toFixed(2);
  const lineAt = (name: string, at: number | undefined) =>
    at === undefined
      ? html``
      : html`<line class="${name}" x1="${x(at)}" x2="${x(at)}" y1="-4" y2="14"></line>`;
  return html`<svg role="img" aria-label="${label}" class="${trusted ? 'forest' : 'forest pale'}" viewBox="0 0 100 10" preserveAspectRatio="none">${lineAt('neutral', neutral)}${lineAt('margin', margin)}<line class="interval" x1="${x(low)}" x2="${x(high)}" y1="5" y2="5"></line><line class="mark" x1="${x(value)}" x2="${x(value)}" y1="0" y2="10"></line></svg>`;
}
