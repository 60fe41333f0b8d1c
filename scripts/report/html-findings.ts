import type { Finding } from '../check/finding.ts';
import { type FindingGroup, groupFindings } from './group-findings.ts';
import { type Html, html } from './html.ts';
import type { Report } from './report.ts';
import { sayCount, sayNumber, sayPlace, sayShare } from './wording.ts';

/** Rows of the table; a page of more is slow to open on a phone. */
const maxRows = 1_000;

/** Findings by code as bars, then a table of them with a filter that needs no script. */
export function formatFindings({ findings, counts }: Report): Html {
  const groups = groupFindings(findings);
  if (groups.length === 0) return html``;
  const shown = groups.flatMap((group) => group.findings).slice(0, maxRows);
  return html`<section aria-labelledby="findings">
<h2 id="findings">Findings</h2>
${formatCodes(groups)}
<input class="filter" type="radio" name="severity" id="show-all" checked>
<input class="filter" type="radio" name="severity" id="show-errors">
<input class="filter" type="radio" name="severity" id="show-warnings">
<div class="filters">
<label for="show-all">All ${sayNumber(findings.length)}</label>
<label for="show-errors">Errors ${sayNumber(counts.errors)}</label>
<label for="show-warnings">Warnings ${sayNumber(counts.warnings)}</label>
</div>
<table class="findings" role="table">
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Finding</th><th scope="col" role="columnheader">Place</th><th scope="col" role="columnheader">What is wrong, and the fix</th></tr></thead>
<tbody role="rowgroup">
${shown.map(formatFinding)}</tbody>
</table>
${formatRest(findings.length - shown.length)}
</section>`;
}

function formatCodes(groups: readonly FindingGroup[]): Html {
  const largest = Math.max(...groups.map(({ findings }) => findings.length));
  return html`<table class="bars">
<thead><tr><th scope="col">Code</th><th scope="col">How often</th><th scope="col" class="number">Findings</th></tr></thead>
<tbody>
${groups.map((group) => formatCode(group, largest))}</tbody>
</table>`;
}

function formatCode({ code, severity, findings }: FindingGroup, largest: number): Html {
  const share = findings.length / largest;
  const label = `${code}: ${sayCount(findings.length, severity)}, ${sayShare(share)} of the most frequent`;
  return html`<tr><th scope="row"><code class="${severity}">${code}</code></th><td class="bar"><svg role="img" aria-label="${label}" viewBox="0 0 100 10" preserveAspectRatio="none"><rect class="fill ${severity}" width="${(share * 100).toFixed(2)}" height="10"></rect></svg></td><td class="number">${sayNumber(findings.length)}</td></tr>
`;
}

function formatFinding(finding: Finding): Html {
  const { code, severity, message, fix, sample } = finding;
  return html`<tr role="row" class="is-${severity}"><td role="cell"><span class="${severity}">${severity}</span><br><code class="code">${code}</code></td><td role="cell"><code>${sayPlace(finding)}</code>${sample === null ? '' : html`<br><code class="quiet">${sample}</code>`}</td><td role="cell"><p>${message}</p>${formatOther(finding)}${formatDiff(finding)}<p class="quiet">Fix: ${fix}</p></td></tr>
`;
}

function formatOther({ other, similarity }: Finding): Html {
  if (!other) return html``;
  const alike = similarity === undefined ? '' : `, similarity ${similarity.toFixed(2)}`;
  return html`<p class="quiet">The other: <code>${sayPlace(other)}</code>${alike}</p>`;
}

function formatDiff({ diff }: Finding): Html {
  if (!diff) return html``;
  const parts = diff.map(({ kind, text }) => {
    if (kind === 'removed') return html`<del>${text}</del> `;
    return kind === 'added' ? html`<ins>${text}</ins> ` : html`${text} `;
  });
  return html`<p class="diff" dir="auto">${parts}</p>`;
}

function formatRest(rest: number): Html {
  if (rest <= 0) return html``;
  return html`<p class="note quiet">… and ${sayNumber(rest)} more; report.json has them all.</p>`;
}
