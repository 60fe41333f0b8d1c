import { type Html, html } from '../report/html.ts';
import { formatPage } from '../report/html-page.ts';
import { sayCount } from '../report/wording.ts';
import type { Axis } from '../sample/axis.ts';
import { type AxisPages, pageName } from './axis-pages.ts';
import type { ShownFamily } from './families.ts';
import { filterStyle, filtersOf, formatFilters } from './filters.ts';
import { formatFamily } from './format-family.ts';
import { formatTurning } from './format-turning.ts';
import { searchScript } from './search-script.ts';
import { siteStyle } from './site-style.ts';

/** Families on one page: more are slow to open on a phone. */
export const familiesPerPage = 300;

type AxisPage = {
  axis: AxisPages;
  /** Counts from 1. */
  page: number;
  families: readonly ShownFamily[];
  /** All axes that have pages, in their order. */
  axes: readonly AxisPages[];
  /** The axis's groups and labels, where the dataset knows it. */
  known: Axis | undefined;
  tool: string;
};

/** The families of an axis, to read, filter and search. */
export function formatAxisPage({ axis, page, families, axes, known, tool }: AxisPage): string {
  const filters = filtersOf(families, known);
  const samples = families.reduce((sum, family) => sum + family.samples.length, 0);
  const part = axis.pages > 1 ? `, page ${page} of ${axis.pages}` : '';
  return formatPage({
    title: `${axis.title}${part} · Evenhand`,
    style: `${siteStyle}${filterStyle(filters)}\n`,
    script: searchScript,
    header: html`<header>
<a class="skip" href="#families">To the families</a>
<p class="eyebrow"><a href="index.html">Evenhand</a></p>
<h1>${axis.title}${part}</h1>
<p class="quiet">${sayCount(samples, 'sample')} in ${sayCount(families.length, 'family', 'families')}. The versions of a family differ in the group that they name; marked is what only one of them says.</p>
<nav aria-label="Axes">${axes.map(({ id, title }) => formatLink(id, title, id === axis.id))}</nav>
<div class="controls">
<div class="search" hidden><label for="search">Search these families</label><input id="search" type="search" autocomplete="off" spellcheck="false"><p class="quiet" id="count" aria-live="polite"></p></div>
${formatFilters(filters)}</div>
</header>`,
    main: html`<div id="families" tabindex="-1">
${families.map((family) => formatFamily(family, known))}</div>
${formatTurning(axis, page)}`,
    footer: html`Made by ${tool}. Something wrong with a sample? Name its id: <a href="index.html#contribute">how</a>.`,
  });
}

function formatLink(id: string, title: string, isHere: boolean): Html {
  const name = pageName(id, 1);
  return isHere
    ? html`<a href="${name}" data-page="${name}" aria-current="page">${title}</a>`
    : html`<a href="${name}" data-page="${name}">${title}</a>`;
}
