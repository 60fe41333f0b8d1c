import type { JsonProblem } from '../sample/json/problem.ts';
import type { Content, Sample } from '../sample/sample.ts';
import type { SchemaProblem } from '../sample/schema-validator.ts';
import type { Finding } from './finding.ts';
import {
  addFindings,
  emptyFindingList,
  type FindingList,
  finishFindingList,
  mergeFindingLists,
} from './finding-list.ts';

/** One line of a data file with everything the checks read from it. */
export type Entry = {
  path: string;
  /** Counts from 1. */
  line: number;
  /** The line's bytes without the line feed. */
  bytes: Uint8Array;
  /** Given where the line is not the JSON that the dataset takes. */
  jsonProblem: JsonProblem | undefined;
  /** The parsed line; undefined where it is not JSON. */
  value: unknown;
  /** Where the value breaks the schema. */
  schemaProblems: SchemaProblem[];
  /** The value where it obeys the schema. */
  sample: Sample | undefined;
  /** The text fields alone: foreign data has them without being a sample of ours. */
  content: Content | undefined;
  /** A reference is compared with but not judged: the dataset beside a run. */
  role: 'subject' | 'reference';
};

/** What checks want to know of a run beside its samples. */
export type RunNote = {
  run: string;
  /** Who signed it off, as the run file says. */
  author: string;
};

/**
 * One check: a fold over entries into a small state, and findings from the state. States merge in any order, so the
 * same check runs over one file, over many threads, or over a pull request's delta.
 */
export type Check<State> = {
  name: string;
  /** Whether references matter to this check; otherwise it is shown subjects only. */
  comparesWithReferences: boolean;
  empty(): State;
  /** Takes one entry into the state, in place: a state made for each line only to be merged would cost more than the checks. */
  add(state: State, entry: Entry): void;
  /** Takes in what a run file says of a run, of subjects and of references. */
  addRun?(state: State, run: RunNote): void;
  /** Takes a state into another, in place; what comes of it may not depend on which entries went into which. */
  merge(into: State, from: State): void;
  finish(state: State): Finding[];
  /** For a check whose small state cannot judge all by itself: it asks to see some lines again before it finishes. */
  secondLook?: { wants(state: State): WantedLine[]; add(state: State, entry: Entry): void };
};

export type WantedLine = Pick<Entry, 'role' | 'path' | 'line'>;

/** A check under way; hides the type of its state, so that checks of any kind stand in one list. */
export type RunningCheck = {
  name: string;
  add(entry: Entry): void;
  addRun(run: RunNote): void;
  /** The state so far, for another thread to take in. */
  state(): unknown;
  /** Takes in the state of the same check on another thread. */
  take(state: unknown): void;
  wants(): WantedLine[];
  addAgain(entry: Entry): void;
  finish(): Finding[];
};

export function startCheck<State>(check: Check<State>): RunningCheck {
  const state = check.empty();
  return {
    name: check.name,
    add(entry) {
      if (entry.role === 'reference' && !check.comparesWithReferences) return;
      check.add(state, entry);
    },
    addRun: (run) => check.addRun?.(state, run),
    state: () => state,
    take: (other) => check.merge(state, other as State),
    wants: () => check.secondLook?.wants(state) ?? [],
    addAgain: (entry) => check.secondLook?.add(state, entry),
    finish: () => check.finish(state),
  };
}

/** A check that judges each line by itself: its state is the list of findings so far. */
export function checkEachEntry(
  name: string,
  judge: (entry: Entry) => readonly Finding[],
): Check<FindingList> {
  return {
    name,
    comparesWithReferences: false,
    empty: emptyFindingList,
    add: (list, entry) => addFindings(list, judge(entry)),
    merge: (into, from) => mergeFindingLists(into, from),
    finish: (list) => finishFindingList(name, list),
  };
}

/** Appends in place: a spread would overflow the stack on long lists and copy on every merge. */
export function append<Item>(into: Item[], from: readonly Item[]): void {
  for (const item of from) into.push(item);
}

/** Adds an item to the list that a map has under a key. */
export function addToList<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
