import { type Html, html } from '../report/html.ts';
import { type AxisPages, pageName } from './axis-pages.ts';

/** Pages on either side of the one that is open. */
const near = 2;

/** Links to the pages before and behind, to the first and the last, and to those near. */
export function formatTurning({ id, pages }: AxisPages, page: number): Html {
  if (pages === 1) return html``;
  const step = (to: number, words: string, rel: string) => {
    const name = pageName(id, to);
    return to < 1 || to > pages
      ? html``
      : html`<a href="${name}" data-page="${name}" rel="${rel}">${words}</a>`;
  };
  const numbers = pagesNear(page, pages).map((to) => {
    if (to === undefined) return html`<span aria-hidden="true">…</span>`;
    const name = pageName(id, to);
    return to === page
      ? html`<a href="${name}" data-page="${name}" aria-label="Page ${to}" aria-current="page">${to}</a>`
      : html`<a href="${name}" data-page="${name}" aria-label="Page ${to}">${to}</a>`;
  });
  return html`<nav class="pages" aria-label="Pages">${step(page - 1, 'Previous page', 'prev')}<span class="numbers">${numbers}</span>${step(page + 1, 'Next page', 'next')}</nav>`;
}

/** The first page, the last, and those near, from 1; undefined stands for two pages or more that are left out. */
export function pagesNear(page: number, pages: number): (number | undefined)[] {
  // One page that were left out between two that are shown would take as much room as its number.
  const isShown = (to: number) => to === 1 || to === pages || Math.abs(to - page) <= near;
  const isFilled = (to: number) => isShown(to) || (isShown(to - 1) && isShown(to + 1));
  const shown: (number | undefined)[] = [];
  for (let to = 1; to <= pages; to++) {
    if (isFilled(to)) shown.push(to);
    else if (shown.at(-1) !== undefined) shown.push(undefined);
  }
  return shown;
}
