import { createColors } from 'picocolors';
import type { DiffPart } from '../check/finding.ts';
import { sayEstimate, splitChanges, statusWords } from './bias-wording.ts';
import { type Fact, listFacts } from './facts.ts';
import { type FindingGroup, groupFindings } from './group-findings.ts';
import { clip, inertTerminal } from './inert.ts';
import { sayFlagged, sayRate, sayWhoJudged } from './judged-wording.ts';
import { listModels, modelColumns } from './model-rows.ts';
import type { AxisCount, Report } from './report.ts';
import { sayCount, sayCounts, sayNumber, sayPlace } from './wording.ts';

/** `width` counts columns. */
export type TerminalOptions = {
  color: boolean;
  width: number;
  /** What to say before the next commands. */
  notes?: readonly string[];
};

type Colors = ReturnType<typeof createColors>;

const shownPlaces = 3;
const shownAxes = 30;
const shownJudged = 3;
/** UTF-16 code units of a difference. */
const shownDiff = 600;

/** A summary to read in a terminal: the verdict first, what to do next last. */
export function formatTerminal(report: Report, { color, width, notes = [] }: TerminalOptions): string {
  const colors = createColors(color);
  return joinBlocks([
    [formatVerdict(report, colors)],
    formatBias(report, colors, width),
    formatJudged(report, colors, width),
    formatFacts(listFacts(report), colors, width),
    formatModels(report, colors, width),
    formatAxes(report, colors),
    ...groupFindings(report.findings).map((group) => formatGroup(group, colors, width)),
    notes.flatMap((note) => wrap(note, width)),
    formatNext(report, colors),
  ]);
}

function joinBlocks(blocks: string[][]): string {
  const shown = blocks.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** The counts alone, for a dataset that nobody judges. */
export function formatCounts(report: Report, { color, width }: TerminalOptions, more: Fact[] = []): string {
  const colors = createColors(color);
  const facts = formatFacts([...listFacts(report), ...more], colors, width);
  return joinBlocks([facts, formatAxes(report, colors), formatBias(report, colors, width)]);
}

function formatVerdict({ ok, verdict }: Report, colors: Colors): string {
  const paint = ok ? colors.green : colors.red;
  return colors.bold(paint(inertTerminal(verdict)));
}

const shownChanges = 6;

/** The worst changes, one line each; what has too few families is counted. */
function formatBias({ bias }: Report, colors: Colors, width: number): string[] {
  if (!bias) return [];
  const { told, insufficient } = splitChanges(bias);
  const flagged = told.filter(({ status }) => status !== 'unclear' && status !== 'better');
  const lines = flagged.slice(0, shownChanges).map((change) => {
    const shown = 'value' in change.change ? change.change : change.after;
    return `${change.label}: ${sayEstimate(change.measure, shown, true)}, ${statusWords[change.status]}`;
  });
  const more = flagged.length - lines.length;
  if (more > 0) lines.push(`and ${sayCount(more, 'more number')}`);
  if (told.length > 0 && flagged.length === 0)
    lines.push(`Bias: ${sayCount(told.length, 'number')} measured, none stands out`);
  if (insufficient.length > 0)
    lines.push(`Bias: insufficient data on ${sayCount(insufficient.length, 'axis', 'axes')}`);
  return lines.flatMap((line) => wrap(line, width - 2).map((part) => colors.dim(`  ${inertTerminal(part)}`)));
}

/** Who judged, the worst axis, and where to read the rest. */
function formatJudged({ judged }: Report, colors: Colors, width: number): string[] {
  if (!judged) return [];
  const lines = (judged.judge?.axes ?? [])
    .filter(({ axis, stereotype }, at) => axis === null || (at < shownJudged && 'value' in stereotype))
    .map(
      ({ title, stereotype, harm }) => `${title}: stereotype ${sayRate(stereotype)}, harm ${sayRate(harm)}`,
    );
  if (judged.moderation) lines.push(sayFlagged(judged.moderation));
  const apart = judged.disagreements.slice(0, shownPlaces).map(({ path, line }) => `${path}:${line}`);
  const read = apart.length === 0 ? [] : [`Furthest from the measures: ${apart.join(', ')}`];
  return [
    ...wrap(`Second opinion: ${sayWhoJudged(judged)}`, width - 2).map((line) => `  ${line}`),
    ...[...lines, ...read].flatMap((line) => wrap(line, width - 4)).map((line) => colors.dim(`    ${line}`)),
  ];
}

function formatFacts(facts: readonly Fact[], colors: Colors, width: number): string[] {
  const column = Math.max(...facts.map(({ name }) => name.length)) + 4;
  return facts.flatMap(({ name, value }) => {
    const [first = '', ...rest] = wrap(value, width - column);
    return [
      `  ${colors.dim(name.padEnd(column - 2))}${first}`,
      ...rest.map((line) => `${' '.repeat(column)}${line}`),
    ];
  });
}

function formatModels(report: Report, colors: Colors, width: number): string[] {
  const rows = listModels(report);
  if (rows.length === 0) return [];
  const [head, ...lines] = alignRows([modelColumns, ...rows.map(({ cells }) => cells)]);
  const notes = rows.flatMap(({ cells, note }) =>
    note === '' ? [] : wrap(`${cells[0]}: ${note}`, width - 4),
  );
  return [
    colors.dim(`  ${head}`),
    ...lines.map((line) => `  ${inertTerminal(line)}`),
    ...notes.map((line) => `    ${colors.dim(line)}`),
  ];
}

/** The first column to the left, numbers to the right. */
function alignRows(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
}

function formatAxes({ axes }: Report, colors: Colors): string[] {
  if (axes.length === 0) return [];
  const shown = axes.slice(0, shownAxes).map((axis) => ({ ...axis, title: inertTerminal(axis.title) }));
  const column = Math.min(30, Math.max(4, ...shown.map(({ title }) => title.length)));
  const more = axes.length - shown.length;
  return [
    colors.dim(`  ${'Axis'.padEnd(column)}  ${'Samples'.padStart(9)}  ${'Families'.padStart(9)}  Groups`),
    ...shown.map((axis) => formatAxis(axis, column)),
    ...(more > 0 ? [`  and ${sayCount(more, 'more axis', 'more axes')}`] : []),
  ];
}

function formatAxis({ title, samples, families, groups }: AxisCount, column: number): string {
  const numbers = `${sayNumber(samples).padStart(9)}  ${sayNumber(families).padStart(9)}`;
  return `  ${title.padEnd(column)}  ${numbers}  ${inertTerminal(sayGroups(groups))}`;
}

/** As many groups as fit on a line are named with their counts; of more, the range tells. */
const namedGroups = 3;

function sayGroups(groups: AxisCount['groups']): string {
  if (groups.length <= namedGroups)
    return sayCounts(groups.map(({ label, samples }) => [label, samples] as const));
  const counts = groups.map(({ samples }) => samples);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const range = least === most ? sayNumber(least) : `${sayNumber(least)} to ${sayNumber(most)}`;
  return `${groups.length} groups, ${range} each`;
}

function formatGroup({ code, severity, findings }: FindingGroup, colors: Colors, width: number): string[] {
  const paint = severity === 'error' ? colors.red : colors.yellow;
  const shown = findings.slice(0, shownPlaces);
  const more = findings.length - shown.length;
  return [
    `${colors.bold(paint(inertTerminal(code)))}  ${sayCount(findings.length, severity)}`,
    ...shown.flatMap((finding, i) => [
      `  ${colors.cyan(inertTerminal(sayPlace(finding)))}`,
      ...wrap(finding.message, width - 4).map((line) => `    ${line}`),
      ...formatDiff(finding.diff, width),
      // One fix often serves several places: it is said once, below the last of them.
      ...(shown[i + 1]?.fix === finding.fix ? [] : formatFix(finding.fix, colors, width)),
    ]),
    ...(more > 0 ? [`  and ${sayNumber(more)} more`] : []),
  ];
}

/** The marks are those of git's word diff: [-gone-] {+come+}. */
function formatDiff(diff: readonly DiffPart[] = [], width: number): string[] {
  const marked = diff.map(({ kind, text }) => {
    const clipped = clip(text, shownDiff);
    if (kind === 'removed') return `[-${clipped}-]`;
    return kind === 'added' ? `{+${clipped}+}` : clipped;
  });
  return wrap(clip(marked.join(' '), shownDiff), width - 6).flatMap((line) =>
    line ? [`      ${line}`] : [],
  );
}

function formatFix(fix: string, colors: Colors, width: number): string[] {
  return wrap(`Fix: ${fix}`, width - 4).map((line) => `    ${colors.dim(line)}`);
}

function formatNext({ next = [] }: Report, colors: Colors): string[] {
  if (next.length === 0) return [];
  return [colors.bold('Next'), ...next.map((command) => `  ${inertTerminal(command)}`)];
}

/** Inert lines of at most `width` characters where the words allow it. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of inertTerminal(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
