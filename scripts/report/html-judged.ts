import type { Judged, JudgedReport, Moderated } from '../check/judged/judged-report.ts';
import { judgedStances } from '../sample/verdict.ts';
import { formatRates } from './chart-rates.ts';
import { type Html, html } from './html.ts';
import {
  readingOfJudged,
  sayAsDeclared,
  sayAuc,
  sayFlagged,
  sayKappa,
  sayMeasured,
  sayRate,
  saySafety,
  sayVerdictOf,
  sayWhoJudged,
} from './judged-wording.ts';
import type { Report } from './report.ts';
import { sayCount, sayNumber } from './wording.ts';

/** A second opinion: rates by axis, declared against judged, agreement with the measures, and where they part. */
export function formatJudged({ judged }: Report): Html {
  if (!judged) return html``;
  const { judge, moderation } = judged;
  return html`<section aria-labelledby="judged">
<h2 id="judged">Second opinion</h2>
<p class="lead">It informs; no gate hangs on it.</p>
<p class="quiet">${sayWhoJudged(judged)}</p>
${judge ? formatVerdicts(judge) : html``}
${formatAgreements(judged)}
${moderation ? formatModeration(moderation) : html``}
${formatDisagreements(judged)}
<details><summary>How to read this</summary>
<ul>${readingOfJudged.map((line) => html`<li>${line}</li>`)}</ul>
</details>
</section>`;
}

function formatVerdicts(judge: Judged): Html {
  const { axes, stances } = judge;
  return html`<h3 class="charts">By axis</h3>
${formatRates(axes)}
${formatTable(
  ['Axis', 'Judged', 'Stereotype', 'Clear stereotype', 'Harm'],
  axes.map(({ title, judged, stereotype, clearStereotype, harm }) => [
    title,
    sayNumber(judged),
    ...[stereotype, clearStereotype, harm].map(sayRate),
  ]),
)}
<h3 class="charts">Declared and judged stance</h3>
<p class="quiet">${sayAsDeclared(judge)}</p>
${formatTable(
  ['Declared ↓ judged →', ...judgedStances],
  stances.map(({ declared, judged }) => [
    declared,
    ...judgedStances.map((stance) => sayNumber(judged[stance])),
  ]),
)}`;
}

function formatAgreements({ agreements }: JudgedReport): Html {
  if (agreements.length === 0) return html``;
  return html`<h3 class="charts">Agreement</h3>
${formatTable(
  ['First and second', 'Both', 'First only', 'Second only', 'Neither', 'Kappa', 'AUC'],
  agreements.map((agreement) => {
    const { both, firstOnly, secondOnly, neither } = agreement.counts;
    return [
      `${agreement.first} / ${agreement.second}`,
      ...[both, firstOnly, secondOnly, neither].map(sayNumber),
      sayKappa(agreement),
      sayAuc(agreement),
    ];
  }),
)}`;
}

function formatModeration(moderation: Moderated): Html {
  const { categories, samples } = moderation;
  return html`<h3 class="charts">Moderation</h3>
<p class="quiet">${sayFlagged(moderation)}</p>
${formatTable(
  ['Category', 'Flagged', 'Mean score', 'Highest score'],
  categories.map(({ category, flagged, mean, highest }) => [
    category,
    sayNumber(flagged),
    mean.toFixed(4),
    highest.toFixed(4),
  ]),
)}
<details><summary>${sayCount(samples.length, 'sample')} scored highest, beside our own checks</summary>
${formatTable(
  ['Place', 'Moderation', 'Category and score', 'Our own checks'],
  samples.map(({ path, line, flagged, category, score, safety }) => [
    `${path}:${line}`,
    flagged ? 'flagged' : 'not flagged',
    `${category} ${score.toFixed(4)}`,
    saySafety(safety),
  ]),
)}
</details>`;
}

function formatDisagreements({ disagreements }: JudgedReport): Html {
  if (disagreements.length === 0) return html``;
  return html`<details><summary>${sayCount(disagreements.length, 'sample')} on which verdict and measures are furthest apart</summary>
${formatTable(
  ['Place', 'Verdict', 'Measured', 'Evidence, as the judge quotes it', 'Text'],
  disagreements.map((each) => [
    `${each.path}:${each.line}`,
    sayVerdictOf(each),
    sayMeasured(each),
    each.evidence,
    each.text,
  ]),
)}
</details>`;
}

/** The first column names a row. */
function formatTable(columns: readonly string[], rows: readonly (readonly string[])[]): Html {
  return html`<div class="scroll"><table class="opinions">
<thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([
    first = '',
    ...others
  ]) => html`<tr><th scope="row">${first}</th>${others.map((cell) => html`<td dir="auto">${cell}</td>`)}</tr>
`,
)}</tbody>
</table></div>`;
}
