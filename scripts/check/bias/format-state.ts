import { UserError } from '../../errors.ts';
import type { Axes } from '../../sample/axis.ts';
import { type BiasState, emptyState } from './bias-state.ts';
import { replicates } from './poisson-weights.ts';

/** Counts up whenever a cell's meaning, a family's weights or the file change: states of two versions cannot be added. */
const stateVersion = 3;

/** A dataset's state as a file: whole numbers, so that it is the same wherever it is made. */
type StateFile = {
  schema: typeof stateVersion;
  replicates: number;
  groups: Record<string, readonly string[]>;
  /** The data files it was made from, sorted: they need not be read again. */
  paths: string[];
  unmeasured: Record<string, number>;
  cells: Record<string, number[]>;
  /** Axis → its words, sorted, and the counts of all of them one after the other: millions of small lists read slowly. */
  words: Record<string, { words: string[]; counts: number[] }>;
};

export type SavedState = { state: BiasState; paths: ReadonlySet<string> };

/** The same families give the same bytes, in whatever order they came. */
export function formatState({ state, paths }: SavedState): string {
  const file: StateFile = {
    schema: stateVersion,
    replicates,
    groups: Object.fromEntries(sorted(state.groups)),
    paths: [...paths].sort(),
    unmeasured: Object.fromEntries(sorted(state.unmeasured)),
    cells: Object.fromEntries(sorted(state.cells).map(([key, cell]) => [key, [...cell]])),
    words: Object.fromEntries(sorted(state.words).map(([axis, words]) => [axis, toColumns(words)])),
  };
  return `${JSON.stringify(file)}\n`;
}

/** @throws UserError where the file is of another version, or of axes with other groups. */
export function parseState(path: string, text: string, axes: Axes): SavedState {
  const file = parseFile(path, text);
  const state = emptyState(axes);
  const isSame = [...state.groups].every(([axis, groups]) => groups.join() === file.groups[axis]?.join());
  if (file.schema !== stateVersion || file.replicates !== replicates || !isSame) {
    throw new UserError(`${path} was made with other axes or by another version of the tool`, {
      code: 'STALE_STATE',
      fix: 'Make it again: npx evenhand stats --save-state <file>',
    });
  }
  for (const [key, cell] of Object.entries(file.cells)) state.cells.set(key, Float64Array.from(cell));
  for (const [axis, columns] of Object.entries(file.words)) state.words.set(axis, fromColumns(columns));
  for (const [lang, count] of Object.entries(file.unmeasured)) state.unmeasured.set(lang, count);
  return { state, paths: new Set(file.paths) };
}

type WordColumns = StateFile['words'][string];

function toColumns(counted: ReadonlyMap<string, Float64Array>): WordColumns {
  const inOrder = sorted(counted);
  return { words: inOrder.map(([word]) => word), counts: inOrder.flatMap(([, counts]) => [...counts]) };
}

function fromColumns({ words, counts }: WordColumns): Map<string, Float64Array> {
  const all = Float64Array.from(counts);
  const length = words.length === 0 ? 0 : all.length / words.length;
  return new Map(words.map((word, at) => [word, all.subarray(at * length, (at + 1) * length)]));
}

function parseFile(path: string, text: string): StateFile {
  try {
    const value = JSON.parse(text) as Partial<StateFile> | null;
    const parts = [value?.groups, value?.paths, value?.unmeasured, value?.cells, value?.words];
    if (parts.every((part) => typeof part === 'object' && part !== null)) return value as StateFile;
  } catch {
    // Said below, as for JSON of anything else.
  }
  throw new UserError(`${path} holds no bias state: expected what stats --save-state writes`, {
    code: 'BAD_STATE',
    fix: 'Make it again: npx evenhand stats --save-state <file>',
  });
}

function sorted<Value>(map: ReadonlyMap<string, Value>): [string, Value][] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
}
