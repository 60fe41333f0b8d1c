import { hashText } from '../sample/hash-text.ts';
import { addNumber, addNumbers, emptyNumberSet, type NumberSet } from '../sample/number-set.ts';
import type { Sample } from '../sample/sample.ts';
import { firstExcerpts, isWanted, toExcerpt } from './excerpt.ts';
import type { Excerpt } from './report.ts';

type Tally = Map<string, number>;

/** What a report needs to know of the samples of one axis. */
export type AxisSummary = {
  samples: number;
  /** Samples without a family: each is one of its own. */
  singles: number;
  /** The hashes of their ids. */
  families: NumberSet;
  groups: Tally;
  excerpts: Excerpt[];
};

/** Counts over samples. Summaries merge in any order, so files can be read by many threads. */
export type Summary = {
  samples: number;
  kinds: Tally;
  langs: Tally;
  stances: Tally;
  axes: Map<string, AxisSummary>;
};

export function emptySummary(): Summary {
  return { samples: 0, kinds: new Map(), langs: new Map(), stances: new Map(), axes: new Map() };
}

/** Counts one sample in; changes and returns `summary`. */
export function addSample(summary: Summary, sample: Sample): Summary {
  summary.samples += 1;
  count(summary.kinds, sample.kind);
  count(summary.langs, sample.lang);
  count(summary.stances, sample.stance);
  addToAxis(axisOf(summary, sample.axis), sample);
  return summary;
}

/** Adds `from` to `into`; changes and returns `into`. */
export function mergeSummaries(into: Summary, from: Summary): Summary {
  into.samples += from.samples;
  mergeTallies(into.kinds, from.kinds);
  mergeTallies(into.langs, from.langs);
  mergeTallies(into.stances, from.stances);
  for (const [axis, summary] of from.axes) mergeAxes(axisOf(into, axis), summary);
  return into;
}

function addToAxis(axis: AxisSummary, sample: Sample): void {
  axis.samples += 1;
  for (const group of new Set(sample.groups)) count(axis.groups, group);
  if (sample.family) addNumber(axis.families, hashText(sample.family.id));
  else axis.singles += 1;
  if (isWanted(axis.excerpts, sample)) axis.excerpts = firstExcerpts(axis.excerpts, [toExcerpt(sample)]);
}

function mergeAxes(into: AxisSummary, from: AxisSummary): void {
  into.samples += from.samples;
  into.singles += from.singles;
  addNumbers(into.families, from.families);
  mergeTallies(into.groups, from.groups);
  into.excerpts = firstExcerpts(into.excerpts, from.excerpts);
}

function axisOf({ axes }: Summary, axis: string): AxisSummary {
  const known = axes.get(axis);
  if (known) return known;
  const fresh = { samples: 0, singles: 0, families: emptyNumberSet(), groups: new Map(), excerpts: [] };
  axes.set(axis, fresh);
  return fresh;
}

function count(tally: Tally, name: string, by = 1): void {
  tally.set(name, (tally.get(name) ?? 0) + by);
}

function mergeTallies(into: Tally, from: Tally): void {
  for (const [name, by] of from) count(into, name, by);
}
