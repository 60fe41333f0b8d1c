import { type Html, html } from '../report/html.ts';
import { formatPage } from '../report/html-page.ts';
import type { Estimate } from './bootstrap.ts';
import { fewUnits } from './cells.ts';
import { formatRow, scaleOf } from './forest.ts';
import { noData } from './format-table.ts';
import { pageStyle } from './page-style.ts';
import type { Result } from './result.ts';

/** The scores as one self-contained page: what may be claimed, then a forest plot for each score. */
export function formatScoresPage<Name extends string>(result: Result<Name>, tool: string): string {
  const { benchmark, models, comparison } = result;
  const names = models.map(({ name }) => name).join(' and ');
  const measures = Object.keys(result.columns.headings) as Name[];
  return formatPage({
    title: `${benchmark}: ${names}`,
    style: pageStyle,
    header: html`<header>
<p class="eyebrow">Evenhand benchmark</p>
<h1>${benchmark}</h1>
<p class="key">${models.map(({ name }) => html`<span class="mono">${name}</span>`)}</p>
</header>`,
    main: html`${comparison ? formatClaims(comparison.claims) : html``}
${comparison ? measures.map((measure) => formatChanges(result, measure)) : []}
${measures.map((measure) => formatScores(result, measure))}
${formatNotes(result)}`,
    footer: html`Made by ${tool}. A benchmark shows what it asks for; a low figure is no proof that a model is free of bias.`,
  });
}

function formatClaims(claims: readonly string[]): Html {
  return html`<section aria-labelledby="claims">
<h2 id="claims">What may be claimed</h2>
<ul class="claims">${claims.map((claim) => html`<li>${claim}</li>`)}</ul>
<p class="note quiet">Overall, from the first model to the second, paired on the same items.</p>
</section>`;
}

type Row = { name: string; units: number; trusted: boolean; estimate: Estimate; isSecond: boolean };

function formatScores<Name extends string>({ columns, neutral, models }: Result<Name>, measure: Name): Html {
  const [first, second] = models;
  const rows = (first?.cells ?? []).flatMap((cell, index) => {
    const other = second?.cells[index];
    return [
      { ...cell, estimate: cell.scores[measure], isSecond: false },
      ...(other
        ? [{ ...other, name: second?.name ?? '', estimate: other.scores[measure], isSecond: true }]
        : []),
    ];
  });
  return formatTable({
    heading: columns.headings[measure],
    units: columns.units,
    neutral: neutral[measure],
    rows,
    signed: false,
  });
}

function formatChanges<Name extends string>(
  { columns, comparison, margins = {} }: Result<Name>,
  measure: Name,
): Html {
  const rows = (comparison?.cells ?? []).map((cell) => ({
    ...cell,
    estimate: cell.change[measure],
    isSecond: false,
  }));
  const heading = `Change of ${columns.headings[measure]}`;
  const margin = margins[measure];
  return formatTable({ heading, units: columns.units, neutral: 0, margin, rows, signed: true });
}

type Table = {
  heading: string;
  units: string;
  neutral: number | undefined;
  /** The least change that still counts as none. */
  margin?: number | undefined;
  rows: Row[];
  signed: boolean;
};

function formatTable({ heading, units, neutral, margin, rows, signed }: Table): Html {
  const scale = scaleOf(
    rows.map(({ estimate }) => estimate),
    [neutral, margin],
  );
  const say = (value: number) => `${signed && value >= 0 ? '+' : ''}${value.toFixed(1)}`;
  return html`<section>
<h2>${heading}</h2>
<table class="scores">
<thead><tr><th scope="col">Cell</th><th scope="col"><span class="ends"><span>${scale.from}</span><span>${scale.to}</span></span></th><th scope="col" class="number">${signed ? 'Change' : 'Score'} [95%]</th><th scope="col" class="number units">${units}</th></tr></thead>
<tbody>
${rows.map(({ name, units: count, trusted, estimate, isSecond }) => {
  if (Number.isNaN(estimate.value)) return formatEmptyRow(name, count, isSecond);
  const [figure, range] = [say(estimate.value), `[${say(estimate.low)}, ${say(estimate.high)}]`];
  return html`<tr class="${classOf(name, isSecond)}"><th scope="row">${name}</th><td class="plot">${formatRow(estimate, { scale, neutral, margin, trusted }, `${name}: ${figure} ${range}`)}</td><td class="number">${figure} <span class="range">${range}${trusted ? '' : '*'}</span></td><td class="number quiet units">${count}</td></tr>
`;
})}</tbody>
</table>
${sayLines({ neutral, margin, signed })}
${rows.some(({ trusted }) => !trusted) ? html`<p class="note quiet">* fewer than ${fewUnits} ${units}: too few for an interval to be trusted.</p>` : html``}
</section>
`;
}

function sayLines({ neutral, margin, signed }: Pick<Table, 'neutral' | 'margin' | 'signed'>): Html {
  if (neutral === undefined) return html``;
  const dashed = `Dashed line: ${neutral}, ${signed ? 'no change' : 'no preference'}.`;
  const dotted =
    margin === undefined
      ? ''
      : ` Dotted line: ${margin}, the margin; an interval wholly right of it is no worse.`;
  return html`<p class="note quiet">${dashed}${dotted}</p>`;
}

function formatEmptyRow(name: string, count: number, isSecond: boolean): Html {
  return html`<tr class="${classOf(name, isSecond)}"><th scope="row">${name}</th><td class="plot quiet">no data</td><td class="number">${noData}</td><td class="number quiet units">${count}</td></tr>
`;
}

/** A cell that others are parts of is set apart by a line. */
function classOf(name: string, isSecond: boolean): string {
  if (isSecond) return 'second';
  return /^(?:overall|intrasentence|intersentence)(?: (?:dis)?ambig)?$/.test(name) ? 'lead' : '';
}

function formatNotes<Name extends string>({ legend, warnings }: Result<Name>): Html {
  return html`<section aria-labelledby="notes">
<h2 id="notes">How to read this</h2>
<p>${legend.join(' ')}</p>
<ul class="claims">${warnings.map((warning) => html`<li>${warning}</li>`)}</ul>
</section>`;
}
