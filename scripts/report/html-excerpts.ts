import { familyOf } from './excerpt.ts';
import { type Html, html, linesOf } from './html.ts';
import type { AxisCount, Excerpt, Report } from './report.ts';
import { sayCount, sayNumber } from './wording.ts';

/** Samples to read, family by family: one version in full, the others folded beneath it. */
export function formatExcerpts({ excerpts, axes }: Report): Html {
  if (excerpts.length === 0) return html``;
  return html`<section class="excerpts" aria-labelledby="excerpts">
<h2 id="excerpts">Samples to read</h2>
<p class="quiet">The versions of one family differ in the group they name: read the first, then compare. Hidden characters are shown as escapes.</p>
${axes.map((axis) =>
  formatAxis(
    axis,
    excerpts.filter((excerpt) => excerpt.axis === axis.axis),
  ),
)}</section>`;
}

function formatAxis({ title, samples }: AxisCount, shown: Excerpt[]): Html {
  const left = samples - shown.length;
  const note =
    left > 0
      ? html`<p class="quiet">${sayNumber(shown.length)} of ${sayCount(samples, 'sample')}; the others stand in the data files.</p>`
      : html``;
  return html`<h3>${title}</h3>
${note}<div class="cards">
${groupByFamily(shown).map(formatFamily)}</div>
`;
}

function groupByFamily(excerpts: Excerpt[]): Excerpt[][] {
  const families: Excerpt[][] = [];
  for (const excerpt of excerpts) {
    const last = families.at(-1);
    if (last?.[0] && familyOf(last[0]) === familyOf(excerpt)) last.push(excerpt);
    else families.push([excerpt]);
  }
  return families;
}

function formatFamily([first, ...others]: Excerpt[]): Html {
  if (!first) return html``;
  return html`<article class="card">${formatVersion(first)}${formatOthers(others)}</article>
`;
}

function formatOthers(others: Excerpt[]): Html {
  if (others.length === 0) return html``;
  return html`<details><summary>${sayCount(others.length, 'more version')}</summary>${others.map(formatVersion)}</details>`;
}

function formatVersion({ sample, groups, stance, kind, lang, text }: Excerpt): Html {
  const labels = [groups.join(', '), stance, kind].filter((label) => label !== '').join(' · ');
  return html`<p class="text" lang="${lang}" dir="auto">${linesOf(text)}</p><p class="labels quiet">${labels}<br><code>${sample}</code></p>`;
}
