import { sayUsd } from '../sample/usd.ts';
import type { Report, ReportChange, ReportRun } from './report.ts';
import { sayCount, sayCounts, sayNumber } from './wording.ts';

/** A name and what to say beside it; both are raw text. */
export type Fact = { name: string; value: string };

/** What every rendering says of the samples and of the run that made them; nothing that is empty. */
export function listFacts(report: Report): Fact[] {
  const { run, change, tool, kinds, langs, stances, files, benchmarks } = report;
  return [
    ...(change ? listChangeFacts(change) : []),
    ...(run ? listRunFacts(run) : []),
    { name: 'Kinds', value: sayCounts(Object.entries(kinds)) },
    { name: 'Languages', value: sayCounts(Object.entries(langs)) },
    { name: 'Stances', value: sayCounts(Object.entries(stances)) },
    { name: 'Benchmarks', value: benchmarks ? sayBenchmarks(benchmarks) : '' },
    { name: 'Files', value: sayNumber(files) },
    { name: 'Tool', value: tool },
  ].filter(({ value }) => value !== '');
}

function listChangeFacts({ kind, base, head, removed }: ReportChange): Fact[] {
  return [
    { name: 'Change', value: kind },
    { name: 'Commits', value: `${base.slice(0, 12)}..${head.slice(0, 12)}` },
    { name: 'Removed', value: removed === undefined ? '' : sayCount(removed, 'sample') },
  ];
}

function sayBenchmarks({ checked, notChecked }: NonNullable<Report['benchmarks']>): string {
  const left = notChecked.length === 0 ? '' : `; not checked: ${notChecked.join(', ')}`;
  return `held against ${checked.join(', ') || 'none'}${left}`;
}

function listRunFacts(run: ReportRun): Fact[] {
  return [
    { name: 'Run', value: run.id },
    { name: 'Provider', value: run.provider },
    { name: 'Model', value: run.model ? sayModel(run.model) : '' },
    { name: 'Seed', value: run.seed === undefined ? '' : String(run.seed) },
    { name: 'Accepted', value: `${sayNumber(run.accepted)} of ${sayNumber(run.requested)}` },
    { name: 'Refused', value: sayCounts(Object.entries(run.refused)) },
    ...listCosts(run),
  ];
}

function listCosts({ costMicroUsd, tokens, energy }: ReportRun): Fact[] {
  if (costMicroUsd + tokens.input + tokens.output === 0)
    return [{ name: 'Cost', value: 'none: no model was called' }];
  return [
    { name: 'Cost', value: sayUsd(costMicroUsd) },
    { name: 'Tokens', value: `${sayNumber(tokens.input)} in, ${sayNumber(tokens.output)} out` },
    { name: 'Energy', value: sayEnergy(energy) },
  ];
}

/** An estimate says how far off it may be. */
function sayEnergy({ wattHours, lowWattHours, highWattHours, source }: ReportRun['energy']): string {
  const range =
    lowWattHours === undefined || highWattHours === undefined
      ? ''
      : `between ${sayEstimate(lowWattHours)} and ${sayEstimate(highWattHours)}; `;
  return `about ${sayEstimate(wattHours)} Wh (${range}${source})`;
}

function sayEstimate(value: number): string {
  return value.toLocaleString('en-GB', { maximumSignificantDigits: 2 });
}

function sayModel({ asked, served }: { asked: string; served: readonly string[] }): string {
  const others = served.filter((model) => model !== asked);
  return others.length === 0 ? asked : `${asked}, served ${others.join(', ')}`;
}
