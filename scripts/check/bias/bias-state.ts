import type { Axes } from '../../sample/axis.ts';
import { type CellDelta, cellsOfFamily } from './cells.ts';
import type { FamilyFacts } from './family-facts.ts';
import { poissonWeights, replicates } from './poisson-weights.ts';
import { addWords, mergeWords, type WordCounts } from './word-counts.ts';

/**
 * All that the bias measures need to know of a set of families, whatever its size: sums that add up in any
 * order. Each cell holds the sum as it is and one per bootstrap replicate.
 */
export type BiasState = {
  cells: Map<string, Float64Array>;
  words: WordCounts;
  /** Axis → its groups in the order of the axis file: what the columns of `words` stand for. */
  groups: ReadonlyMap<string, readonly string[]>;
  /** Language without a lexicon → samples that could not be measured. */
  unmeasured: Map<string, number>;
};

export function emptyState(axes: Axes): BiasState {
  const groups = new Map([...axes].map(([id, axis]) => [id, axis.groups.map((group) => group.id)]));
  return { cells: new Map(), words: new Map(), groups, unmeasured: new Map() };
}

const weights = new Uint8Array(replicates + 1);

/**
 * @param cluster what the family is drawn anew with, its own id where with nothing else.
 * @returns what the family adds to each cell, so that it can be taken out again.
 */
export function addFamily(state: BiasState, cluster: string, family: FamilyFacts): CellDelta {
  const delta = cellsOfFamily(family);
  addCells(state, cluster, delta);
  addWordsOf(state, family);
  return delta;
}

/** Adds what one or more families of a cluster sum up to. */
export function addCells(state: BiasState, cluster: string, delta: CellDelta): void {
  poissonWeights(cluster, weights);
  for (const [key, value] of delta) {
    let cell = state.cells.get(key);
    if (!cell) {
      cell = new Float64Array(replicates + 1);
      state.cells.set(key, cell);
    }
    addWeighted(cell, value);
  }
}

/** Words have closed-form intervals: they are counted at once, without weights. */
export function addWordsOf(state: BiasState, family: FamilyFacts): void {
  addWords(state.words, family, state.groups.get(family.axis) ?? []);
}

/** Four at a time, which takes little more than half as long: here the state spends most of its time. */
function addWeighted(cell: Float64Array, value: number): void {
  let at = 0;
  for (; at + 3 < cell.length; at += 4) {
    cell[at] = (cell[at] as number) + value * (weights[at] as number);
    cell[at + 1] = (cell[at + 1] as number) + value * (weights[at + 1] as number);
    cell[at + 2] = (cell[at + 2] as number) + value * (weights[at + 2] as number);
    cell[at + 3] = (cell[at + 3] as number) + value * (weights[at + 3] as number);
  }
  for (; at < cell.length; at++) cell[at] = (cell[at] as number) + value * (weights[at] as number);
}

export function mergeStates(into: BiasState, from: BiasState): void {
  for (const [key, cell] of from.cells) {
    const known = into.cells.get(key);
    if (known)
      for (let at = 0; at < known.length; at++) known[at] = (known[at] as number) + (cell[at] as number);
    else into.cells.set(key, Float64Array.from(cell));
  }
  mergeWords(into.words, from.words);
  for (const [lang, count] of from.unmeasured)
    into.unmeasured.set(lang, (into.unmeasured.get(lang) ?? 0) + count);
}
