import type { JsonProblem } from '../sample/json/problem.ts';
import type { Content, Sample } from '../sample/sample.ts';
import type { SchemaProblem } from '../sample/schema-validator.ts';
import type { Finding } from './finding.ts';

/** One line of a data file with everything the checks read from it. */
export type Entry = {
  path: string;
  /** Counts from 1. */
  line: number;
  /** The line's bytes without the line feed. */
  bytes: Uint8Array;
  /** Present where the line is not the JSON that the dataset takes. */
  jsonProblem?: JsonProblem;
  /** The parsed line; undefined where it is not JSON. */
  value: unknown;
  /** Where the value breaks the schema. */
  schemaProblems: SchemaProblem[];
  /** The value where it obeys the schema. */
  sample?: Sample;
  /** The text fields alone: foreign data has them without being a sample of ours. */
  content?: Content;
  /** A reference is compared with but not judged: the dataset beside a run. */
  role: 'subject' | 'reference';
};

/**
 * One check. States merge in any order, so the same check runs over one file, over many threads, or over
 * a pull request's delta. `merge` may change and return its first argument.
 */
export type Check<State> = {
  name: string;
  /** Whether references matter to this check; otherwise it is shown subjects only. */
  comparesWithReferences: boolean;
  empty(): State;
  map(entry: Entry): State;
  merge(into: State, from: State): State;
  finish(state: State): Finding[];
};

/** A check under way; hides the type of its state, so that checks of any kind stand in one list. */
export type RunningCheck = { name: string; add(entry: Entry): void; finish(): Finding[] };

export function startCheck<State>(check: Check<State>): RunningCheck {
  let state = check.empty();
  return {
    name: check.name,
    add(entry) {
      if (entry.role === 'reference' && !check.comparesWithReferences) return;
      state = check.merge(state, check.map(entry));
    },
    finish: () => check.finish(state),
  };
}

/** A check that judges each line by itself: its state is the list of findings so far. */
export function checkEachEntry(name: string, judge: (entry: Entry) => Finding[]): Check<Finding[]> {
  return {
    name,
    comparesWithReferences: false,
    empty: () => [],
    map: judge,
    merge: concatenate,
    finish: (findings) => findings,
  };
}

/** Appends in place: a spread would overflow the stack on long lists and copy on every merge. */
export function concatenate<Item>(into: Item[], from: Item[]): Item[] {
  for (const item of from) into.push(item);
  return into;
}
