import type { Axes } from '../sample/axis.ts';
import { canonicalJson } from '../sample/canonical-json.ts';
import { familyId, makeSample } from '../sample/identify.ts';
import { parseLine } from '../sample/json/parse-line.ts';
import { columnAt, type JsonProblem } from '../sample/json/problem.ts';
import { suggest } from '../sample/nearest-name.ts';
import { contentOf, parseContent } from '../sample/parse-content.ts';
import { type Content, type Labels, type Sample, type Stance, stances } from '../sample/sample.ts';
import { runId } from './run-plan.ts';

/** What a line that says nothing of itself is taken for. */
export type ImportDefaults = { axis: string | undefined; lang: string; stance: Stance; groups: string[] };

export type ImportProblem = { line: number; column: number; message: string; fix: string };

/** A line of a foreign file, read: its content, its labels, and the name that ties versions together. */
export type ImportedLine = {
  content: Content;
  labels: Omit<Labels, 'run' | 'family' | 'spec'>;
  family: string | undefined;
};

type ReadLine = { ok: true; line: ImportedLine } | { ok: false; problem: ImportProblem };

/**
 * Reads one line: `text`, `messages` or `prompt`/`chosen`/`rejected`, and optionally `axis`, `lang`, `stance`,
 * `groups`, `association`, and `family` (any text: lines that share it are versions of one another).
 */
export function parseImportLine(
  bytes: Uint8Array,
  line: number,
  defaults: ImportDefaults,
  axes: Axes,
): ReadLine {
  const parsed = parseLine(bytes);
  if (!parsed.ok) return { ok: false, problem: jsonProblem(parsed.problem, bytes, line) };
  const content = parseContent(parsed.value);
  if (!content) {
    return fail(
      line,
      'the line holds no text, no messages and no prompt, chosen and rejected',
      'Give it one of them.',
    );
  }
  const value = parsed.value as Record<string, unknown>;
  const axis = axes.get(String(value['axis'] ?? defaults.axis ?? ''));
  if (!axis) return fail(line, ...unknownAxis(value['axis'] ?? defaults.axis, axes));
  const stance = String(value['stance'] ?? defaults.stance);
  if (!isStance(stance))
    return fail(line, `"${stance}" is not a stance`, `Use one of ${stances.join(', ')}.`);
  const groups = Array.isArray(value['groups']) ? value['groups'].map(String) : defaults.groups;
  const known = axis.groups.map(({ id }) => id);
  const unknown = groups.find((group) => !known.includes(group));
  if (unknown !== undefined) {
    return fail(
      line,
      `"${unknown}" is not a group of the axis ${axis.axis}`,
      `Use one of ${known.join(', ')}.`,
    );
  }
  const lang = typeof value['lang'] === 'string' ? value['lang'] : defaults.lang;
  const family = typeof value['family'] === 'string' ? value['family'] : undefined;
  return { ok: true, line: { content, labels: { axis: axis.axis, lang, stance, groups }, family } };
}

/** Imported lines become the samples of one run, named by their content. */
export function toRun(
  lines: ImportedLine[],
  { date, slug }: { date: string; slug: string },
): { run: string; samples: Sample[] } {
  const run = runId(
    date,
    slug,
    canonicalJson(lines.map(({ content, labels }) => ({ ...contentOf(content), ...labels }))),
  );
  const slots = new Map<string, number>();
  const samples = lines.map(({ content, labels, family }, index) => {
    const [variant] = labels.groups;
    if (family === undefined || !variant) return makeSample(content, { ...labels, run });
    const slot = slots.get(family) ?? index;
    slots.set(family, slot);
    return makeSample(content, { ...labels, run, family: { id: familyId(run, slot), variant } });
  });
  return { run, samples };
}

function unknownAxis(name: unknown, axes: Axes): [message: string, fix: string] {
  const known = [...axes.keys()];
  if (name === undefined) return ['the line names no axis', `Use --axis with one of ${known.join(', ')}.`];
  return [`"${name}" is not an axis`, `Use one of ${known.join(', ')}.${suggest(String(name), known)}`];
}

function isStance(text: string): text is Stance {
  return (stances as readonly string[]).includes(text);
}

function jsonProblem({ offset, message, fix }: JsonProblem, bytes: Uint8Array, line: number): ImportProblem {
  return { line, column: columnAt(bytes, offset), message, fix };
}

function fail(line: number, message: string, fix: string): ReadLine {
  return { ok: false, problem: { line, column: 1, message, fix } };
}
