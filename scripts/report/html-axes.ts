import { type Html, html } from './html.ts';
import type { AxisCount, GroupCount, Report } from './report.ts';
import { sayCount, sayNumber, sayShare } from './wording.ts';

/** Samples per axis and group: a bar for the share, a tick for the target. */
export function formatAxes({ axes }: Report): Html {
  if (axes.length === 0) return html``;
  return html`<section aria-labelledby="axes">
<h2 id="axes">Axes and groups</h2>
<div class="axes">
${axes.map(formatAxis)}</div>
<p class="note quiet">The bar is a group’s share of all mentions of a group on its axis; the tick is the target, which is a value choice of the dataset. A sample that names two groups counts in both.</p>
</section>`;
}

function formatAxis({ title, samples, families, groups }: AxisCount): Html {
  const total = groups.reduce((sum, group) => sum + group.samples, 0);
  const shares = groups.map((group) => ({ ...group, share: total === 0 ? 0 : group.samples / total }));
  const longest = Math.max(
    Number.EPSILON,
    ...shares.map(({ share, target }) => Math.max(share, target ?? 0)),
  );
  return html`<div>
<h3>${title}</h3>
<p class="quiet">${sayCount(samples, 'sample')} in ${sayCount(families, 'family', 'families')}</p>
<table class="bars">
<thead><tr><th scope="col">Group</th><th scope="col">Share against target</th><th scope="col" class="number">Samples</th><th scope="col" class="number">Share</th><th scope="col" class="number aim">Target</th></tr></thead>
<tbody>
${shares.map((group) => formatGroup(group, longest))}</tbody>
</table>
</div>
`;
}

function formatGroup(
  { label, samples, share, target }: GroupCount & { share: number },
  longest: number,
): Html {
  const aim = target === null ? 'none' : sayShare(target);
  return html`<tr><th scope="row">${label}</th><td class="bar">${formatBar({ label, share, target }, longest)}</td><td class="number">${sayNumber(samples)}</td><td class="number">${sayShare(share)}</td><td class="number quiet aim">${aim}</td></tr>
`;
}

type Bar = { label: string; share: number; target: number | null };

function formatBar({ label, share, target }: Bar, longest: number): Html {
  const toX = (value: number) => ((value / longest) * 100).toFixed(2);
  const tick = target === null ? html`` : formatTick(toX(target));
  const aim = target === null ? 'no target' : `target ${sayShare(target)}`;
  return html`<svg role="img" aria-label="${label}: ${sayShare(share)}, ${aim}" viewBox="0 0 100 10" preserveAspectRatio="none"><rect class="track" width="100" height="10"></rect><rect class="fill" width="${toX(share)}" height="10"></rect>${tick}</svg>`;
}

/** A dark line in a pale one, so that it shows on the bar and beside it. */
function formatTick(x: string): Html {
  return html`<line class="halo" x1="${x}" x2="${x}" y1="-1" y2="11"></line><line class="target" x1="${x}" x2="${x}" y1="-2" y2="12"></line>`;
}
