import type { BiasReport } from '../check/bias/bias-report.ts';
import type { Finding } from '../check/finding.ts';
import type { JudgedReport } from '../check/judged/judged-report.ts';
import { isWithheld } from '../check/withheld.ts';
import type { Axes, Axis } from '../sample/axis.ts';
import { addNumbers, emptyNumberSet } from '../sample/number-set.ts';
import { compareText } from '../sample/order.ts';
import type { ModelUse, RunRecord } from '../sample/run-file.ts';
import type { AxisCount, Counts, Excerpt, GroupCount, Report, ReportChange, ReportRun } from './report.ts';
import type { AxisSummary, Summary } from './summarise.ts';
import { sayCount } from './wording.ts';

export type ReportParts = {
  summary: Summary;
  axes: Axes;
  findings: readonly Finding[];
  /** How many files were read. */
  files: number;
  /** Tool and version: `evenhand/0.1.0`. */
  tool: string;
  run?: RunRecord | undefined;
  /** The pull request that was judged. */
  change?: ReportChange | undefined;
  benchmarks?: Report['benchmarks'] | undefined;
  /** Commands to run next. */
  next?: string[] | undefined;
  bias?: BiasReport | undefined;
  judged?: JudgedReport | undefined;
};

/** Puts the parts in their one order: equal parts give equal reports, byte for byte. */
export function buildReport(parts: ReportParts): Report {
  const { summary, axes, findings, files, tool, run, change, benchmarks, next, bias, judged } = parts;
  const counts = countFindings(findings);
  const { samples } = summary;
  const families = countFamilies(summary);
  const inOrder = [...summary.axes].sort(([a], [b]) => compareText(a, b));
  return {
    schema: 1,
    ok: counts.errors === 0,
    verdict: [sayVerdict({ samples, families, files, ...counts }), ...headlineOf(bias)].join(' '),
    tool,
    samples,
    families,
    files,
    kinds: toCounts(summary.kinds),
    langs: toCounts(summary.langs),
    stances: toCounts(summary.stances),
    axes: inOrder.map(([id, counted]) => toAxisCount(id, counted, axes.get(id))),
    findings: [...findings].sort(compareFindings),
    counts,
    ...(run && { run: toReportRun(run) }),
    ...(change && { change }),
    ...(benchmarks && { benchmarks }),
    excerpts: inOrder.flatMap(([, { excerpts }]) => excerpts).filter(maySayAgain(findings)),
    ...(bias && { bias }),
    ...(judged && { judged }),
    ...(next && { next }),
  };
}

/** What is secret or personal is not repeated, wherever the report goes. */
function maySayAgain(findings: readonly Finding[]): (excerpt: Excerpt) => boolean {
  const withheld = findings.filter(({ code }) => isWithheld(code));
  const samples = new Set(withheld.map(({ sample }) => sample));
  return ({ sample }) => !samples.has(sample);
}

/** The bias headline, once there is anything to say. */
function headlineOf(bias: BiasReport | undefined): string[] {
  return bias?.changes.some(({ status }) => status !== 'insufficient') ? [bias.headline] : [];
}

function countFindings(findings: readonly Finding[]): Report['counts'] {
  const byCode = new Map<string, number>();
  for (const { code } of findings) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: findings.length - errors, byCode: toCounts(byCode) };
}

/** A family counts once, even where a broken file spreads it over axes. */
function countFamilies({ axes }: Summary): number {
  const ids = emptyNumberSet();
  let singles = 0;
  for (const axis of axes.values()) {
    singles += axis.singles;
    addNumbers(ids, axis.families);
  }
  return ids.size + singles;
}

type Totals = { samples: number; families: number; errors: number; warnings: number; files: number };

function sayVerdict({ samples, families, errors, warnings, files }: Totals): string {
  if (samples === 0 && files === 0 && errors + warnings === 0)
    return 'Passed: there are no samples to check.';
  // Data that are not ours have no samples in our sense, yet the checks asked for have read every line.
  const read =
    samples === 0
      ? sayCount(files, 'file')
      : `${sayCount(samples, 'sample')} (${sayCount(families, 'family', 'families')})`;
  const warned = warnings === 0 ? '' : ` and ${sayCount(warnings, 'warning')}`;
  if (errors > 0) return `Failed: ${sayCount(errors, 'error')}${warned} in ${read}.`;
  return `Passed: no errors${warned} in ${read}.`;
}

function toAxisCount(
  id: string,
  { samples, singles, families, groups }: AxisSummary,
  axis?: Axis,
): AxisCount {
  const known = axis?.groups ?? [];
  const unknown = [...groups.keys()].filter((group) => !known.some((each) => each.id === group));
  const counted = [
    ...known.map(({ id: group, label }) => ({ group, label, target: axis?.target.shares[group] ?? 0 })),
    ...unknown.sort(compareText).map((group) => ({ group, label: group, target: null })),
  ];
  return {
    axis: id,
    title: axis?.title ?? id,
    samples,
    families: families.size + singles,
    groups: counted.map(
      ({ group, label, target }): GroupCount => ({ group, label, samples: groups.get(group) ?? 0, target }),
    ),
  };
}

function toReportRun({ run, counts, ...record }: RunRecord): ReportRun {
  const { provider, model, seed, costMicroUsd, tokens, energy, models } = record;
  return {
    id: run,
    provider,
    ...(model && { model }),
    ...(seed !== undefined && { seed }),
    requested: counts.requested,
    accepted: counts.accepted,
    refused: toCounts(new Map(Object.entries(counts.refused))),
    costMicroUsd,
    tokens,
    energy,
    ...(models && { models: models.map(toModelUse) }),
  };
}

function toModelUse({ failures, ...use }: ModelUse): ModelUse {
  return { ...use, failures: toCounts(new Map(Object.entries(failures))) };
}

/** Own properties only, whatever the names: `Object.fromEntries` defines `__proto__` like any other. */
function toCounts(tally: ReadonlyMap<string, number>): Counts {
  return Object.fromEntries([...tally].sort(([a], [b]) => compareText(a, b)));
}

/** Errors first, then by place, then by code. */
function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.severity, b.severity) ||
    compareText(a.path, b.path) ||
    a.line - b.line ||
    a.column - b.column ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}
