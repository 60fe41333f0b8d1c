import { listFacts } from './facts.ts';
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
import { sayNumber } from './wording.ts';

/** One self-contained page: no script, no request, readable on a phone, in the dark and on paper. */
export function formatHtml(report: Report): string {
  return formatPage({
    title: report.verdict,
    style,
    header: formatHeader(report),
    main: html`${formatNext(report)}
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
  const { ok, verdict, run, samples, families, counts, files } = report;
  const [, word = '', rest = ''] = /^(\w+:?)?(.*)$/s.exec(verdict) ?? [];
  return html`<header>
<p class="eyebrow">Evenhand report${run ? html` · <span class="mono">${run.id}</span>` : ''}</p>
<h1 class="verdict ${ok ? 'passed' : 'failed'}"><span class="word">${word}</span>${rest}</h1>
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
