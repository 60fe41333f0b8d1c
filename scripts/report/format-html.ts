import { listFacts } from './facts.ts';
import { decidingGroups, type FindingGroup } from './group-findings.ts';
import { type Html, html, linesOf } from './html.ts';
import { formatAxes } from './html-axes.ts';
import { formatBias } from './html-bias.ts';
import { formatExcerpts } from './html-excerpts.ts';
import { formatFindings } from './html-findings.ts';
import { formatJudged } from './html-judged.ts';
import { formatModels } from './html-models.ts';
import { formatPage } from './html-page.ts';
import { style } from './html-style.ts';
import type { Report } from './report.ts';
import { sayNumber, sayPlace } from './wording.ts';

/** One self-contained page: no script, no request, readable on a phone, in the dark and on paper. */
export function formatHtml(report: Report): string {
  return formatPage({
    title: report.verdict,
    style,
    header: formatHeader(report),
    main: html`${formatDeciding(report)}
${formatNext(report)}
${formatBias(report)}
${formatJudged(report)}
${formatFindings(report)}
${formatAxes(report)}
${formatExcerpts(report)}
${formatModels(report)}
${formatFacts(report)}`,
    footer: html`Made by ${report.tool}. Counts describe these samples; they promise nothing about a model trained on them.`,
  });
}

function formatHeader(report: Report): Html {
  const { ok, verdict, run, samples, families, counts, files, bias } = report;
  // The count decides, the bias headline explains: each is read at its own size.
  const lead = bias && verdict.endsWith(bias.headline) ? bias.headline : '';
  const [, word = '', rest = ''] =
    /^(\w+:?)?(.*)$/s.exec(verdict.slice(0, verdict.length - lead.length)) ?? [];
  return html`<header>
<p class="eyebrow">Evenhand report${run ? html` · <span class="mono">${run.id}</span>` : ''}</p>
<div class="verdict ${ok ? 'passed' : 'failed'}">
<h1><span class="word">${word}</span>${rest.trimEnd()}</h1>
${lead === '' ? html`` : html`<p class="lead">${lead}</p>`}
</div>
<dl class="figures">
${formatFigure('Errors', counts.errors, 'error')}
${formatFigure('Warnings', counts.warnings, 'warning')}
${formatFigure('Samples', samples)}
${formatFigure('Families', families)}
${formatFigure('Files', files)}
</dl>
${formatContents(report)}
</header>`;
}

/** Long tables of findings must not hide what stands below them. */
function formatContents({ findings, axes, excerpts, run, bias, judged }: Report): Html {
  const parts = [
    { id: 'bias', name: 'Bias', shown: bias !== undefined },
    { id: 'judged', name: 'Second opinion', shown: judged !== undefined },
    { id: 'findings', name: 'Findings', shown: findings.length > 0 },
    { id: 'axes', name: 'Axes and groups', shown: axes.length > 0 },
    { id: 'excerpts', name: 'Samples to read', shown: excerpts.length > 0 },
    { id: 'cost', name: 'Cost by model', shown: (run?.models ?? []).length > 0 },
    { id: 'about', name: 'About', shown: true },
  ].filter(({ shown }) => shown);
  return html`<nav aria-label="Contents">${parts.map(({ id, name }) => html`<a href="#${id}">${name}</a>`)}</nav>`;
}

function formatFigure(name: string, figure: number, tone = ''): Html {
  return html`<div><dt>${name}</dt><dd class="${figure > 0 ? tone : ''}">${sayNumber(figure)}</dd></div>`;
}

/** What fails, before all that is only worth knowing. */
function formatDeciding({ ok, findings }: Report): Html {
  if (ok) return html``;
  return html`<section aria-labelledby="why">
<h2 id="why">Why it fails</h2>
<ul class="why">
${decidingGroups(findings).map(formatReason)}</ul>
</section>`;
}

function formatReason({ code, findings }: FindingGroup): Html {
  const [first] = findings;
  if (!first) return html``;
  const more =
    findings.length > 1 ? html` <span class="quiet">one of ${sayNumber(findings.length)}</span>` : '';
  return html`<li><code class="error">${code}</code>${more}<br>${first.message}<br><code class="quiet">${sayPlace(first)}</code></li>
`;
}

function formatNext({ next = [] }: Report): Html {
  if (next.length === 0) return html``;
  return html`<section aria-labelledby="next">
<h2 id="next">What to do next</h2>
<pre><code>${linesOf(next.join('\n'))}</code></pre>
</section>`;
}

function formatFacts(report: Report): Html {
  return html`<section aria-labelledby="about">
<h2 id="about">About</h2>
<dl class="about">
${listFacts(report).map(({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>`)}
</dl>
</section>`;
}
