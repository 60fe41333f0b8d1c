import type { BiasReport } from '../check/bias/bias-report.ts';
import { howToRead, sayEstimate } from '../report/bias-wording.ts';
import { type Html, html, linesOf } from '../report/html.ts';
import { formatPage } from '../report/html-page.ts';
import { sayCount, sayCounts, sayNumber } from '../report/wording.ts';
import type { Axes } from '../sample/axis.ts';
import { sayUsd } from '../sample/usd.ts';
import { type AxisPages, pageName } from './axis-pages.ts';
import type { AxisCounts } from './families.ts';
import type { ShownRun } from './runs.ts';
import { siteStyle } from './site-style.ts';

type StartPage = {
  pages: readonly AxisPages[];
  counts: ReadonlyMap<string, AxisCounts>;
  bias: BiasReport;
  axes: Axes;
  runs: readonly ShownRun[];
  /** The address of the repository's page, where it is known. */
  repository: string | undefined;
  tool: string;
};

/** The site's first page: how much there is, on which axes, what made it and what that cost, and how to add to it. */
export function formatStartPage(site: StartPage): string {
  const { counts, runs, tool } = site;
  const all = [...counts.values()];
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const samples = sum(all.map((axis) => axis.samples));
  const families = sum(all.map((axis) => axis.families));
  const wattHours = sum(runs.map((run) => run.wattHours));
  return formatPage({
    title: 'Evenhand, to read',
    style: siteStyle,
    header: html`<header>
<p class="eyebrow">Evenhand</p>
<h1>An open dataset of synthetic text for less biased language models</h1>
<dl class="figures">
${formatFigure('Samples', sayNumber(samples))}
${formatFigure('Families', sayNumber(families))}
${formatFigure('Axes', sayNumber(counts.size))}
${formatFigure('Cost of the models', sayUsd(sum(runs.map((run) => run.costMicroUsd))))}
${formatFigure('Energy, about', `${sayNumber(wattHours)} Wh`)}
</dl>
<nav aria-label="Contents"><a href="#axes">Read the samples</a><a href="#runs">What made them</a><a href="#contribute">Contribute</a></nav>
</header>`,
    main: html`${formatAxes(site)}
${formatRuns(runs)}
${formatContribute(site.repository)}`,
    footer: html`Made by ${tool}. Counts describe these samples; they promise nothing about a model trained on them.`,
  });
}

function formatFigure(name: string, figure: string): Html {
  return html`<div><dt>${name}</dt><dd>${figure}</dd></div>`;
}

function formatAxes({ pages, counts, axes, bias }: StartPage): Html {
  const distances = new Map(bias.axes.map(({ axis, distance }) => [axis, distance.after]));
  return html`<section aria-labelledby="axes">
<h2 id="axes">Read the samples</h2>
<table class="overview">
<thead><tr><th scope="col">Axis</th><th scope="col" class="number">Families</th><th scope="col" class="number">Samples</th><th scope="col" class="number">From its target,<br>points</th><th scope="col">Groups, with their samples</th></tr></thead>
<tbody>
${pages.map(({ id, title }) => {
  const axis = counts.get(id);
  const labels = new Map((axes.get(id)?.groups ?? []).map((group) => [group.id, group.label]));
  const groups = [...(axis?.groups ?? [])].map(
    ([group, count]) => [labels.get(group) ?? group, count] as const,
  );
  const distance = distances.get(id);
  return html`<tr><th scope="row"><a href="${pageName(id, 1)}">${title}</a></th><td class="number" data-name="Families">${sayNumber(axis?.families ?? 0)}</td><td class="number" data-name="Samples">${sayNumber(axis?.samples ?? 0)}</td><td class="number" data-name="From its target, points">${distance ? sayEstimate('balance', distance, false) : ''}</td><td data-name="Groups">${sayCounts(groups, 20)}</td></tr>
`;
})}</tbody>
</table>
<p class="note quiet prose">${bias.headline} ${howToRead.balance} In brackets the 95 % interval.</p>
</section>`;
}

function formatRuns(runs: readonly ShownRun[]): Html {
  if (runs.length === 0) return html``;
  return html`<section aria-labelledby="runs">
<h2 id="runs">What made them</h2>
<p class="quiet">${sayCount(runs.length, 'run')}. Energy is an estimate, whose source the run file names. A model's samples also stand under its provider's terms.</p>
<table class="overview">
<thead><tr><th scope="col">Run</th><th scope="col">Provider, model</th><th scope="col">Licence</th><th scope="col" class="number">Samples</th><th scope="col" class="number">Cost</th><th scope="col" class="number">Energy</th></tr></thead>
<tbody>
${runs.map(formatRun)}</tbody>
</table>
</section>`;
}

function formatRun({
  run,
  provider,
  model,
  licence,
  termsUrl,
  samples,
  costMicroUsd,
  wattHours,
}: ShownRun): Html {
  const terms = termsUrl === undefined ? html`` : html`, <a href="${termsUrl}" rel="noreferrer">terms</a>`;
  return html`<tr id="${run}"><th scope="row">${run}</th><td data-name="Provider, model">${[provider, model].filter((name) => name !== '').join(', ')}</td><td data-name="Licence">${licence}${terms}</td><td class="number" data-name="Samples">${sayNumber(samples)}</td><td class="number" data-name="Cost">${sayUsd(costMicroUsd)}</td><td class="number" data-name="Energy">${sayNumber(wattHours)} Wh</td></tr>
`;
}

const steps = ['npm ci', 'npm start', 'npx evenhand contribute RUN'];

function formatContribute(repository: string | undefined): Html {
  const clone = repository === undefined ? [] : [`git clone ${repository} evenhand && cd evenhand`];
  return html`<section class="prose" aria-labelledby="contribute">
<h2 id="contribute">Contribute</h2>
<p>A batch is written offline, without a key and for nothing, checked against what is here, and becomes a pull request:</p>
<pre><code>${linesOf([...clone, ...steps].join('\n'))}</code></pre>
${
  repository === undefined
    ? html`<p>CONTRIBUTING.md has the rest. Something wrong with a sample? Open an issue that names its id.</p>`
    : html`<p><a href="${repository}/blob/HEAD/CONTRIBUTING.md">CONTRIBUTING.md</a> has the rest. Something wrong with a sample? <a href="${repository}/issues/new?template=harmful-sample.yml">Report it</a> by its id: it is taken down first and discussed afterwards.</p>`
}
</section>`;
}
