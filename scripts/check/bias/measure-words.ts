import type { BiasState } from './bias-state.ts';
import { logOdds, priorShare, priorVariance, type Scope, slopes, type Table } from './measure-association.ts';
import { sharedGroups, withWord, withWordCounter, wordColumns } from './word-counts.ts';

/** What one state knows of a word and a group. */
export type WordTable = Table & {
  /** Over families: the product of having the word for the group and for how many other groups. */
  shared: number;
  /** Over families: the square of the number of other groups that have the word. */
  otherSquares: number;
};

/** @param families families per group, in the order of the axis. */
export function wordTable(
  counts: Float64Array | undefined,
  families: readonly number[],
  group: number,
  scope: Scope,
): WordTable {
  return wordTables(counts, families, scope)(group);
}

/** The tables of all groups, which have their sums in common. */
export function wordTables(
  counts: Float64Array | undefined,
  families: readonly number[],
  scope: Scope,
): (group: number) => WordTable {
  const groups = families.length;
  let all = 0;
  let named = 0;
  for (let index = 0; index < groups; index++) {
    all += holding(counts, index, scope);
    named += families[index] as number;
  }
  const squares = counts?.[groups * wordColumns] ?? 0;
  return (group) => {
    const own = holding(counts, group, scope);
    const both = holding(counts, group, 'all');
    const together = counts?.[group * wordColumns + sharedGroups] ?? 0;
    return {
      withIt: own,
      families: families[group] as number,
      otherWithIt: all - own,
      otherFamilies: named - (families[group] as number),
      shared: together - both,
      otherSquares: squares - 2 * together + both,
    };
  };
}

/** In how many families the word stands in what is said of a group. */
function holding(counts: Float64Array | undefined, group: number, scope: Scope): number {
  const plain = counts?.[group * wordColumns + withWord] ?? 0;
  return scope === 'all' ? plain + (counts?.[group * wordColumns + withWordCounter] ?? 0) : plain;
}

export function addTables(a: WordTable, b: WordTable): WordTable {
  return {
    withIt: a.withIt + b.withIt,
    families: a.families + b.families,
    otherWithIt: a.otherWithIt + b.otherWithIt,
    otherFamilies: a.otherFamilies + b.otherFamilies,
    shared: a.shared + b.shared,
    otherSquares: a.otherSquares + b.otherSquares,
  };
}

export type WordEstimate = { value: number; error: number };

/**
 * Log-odds of a word and its standard error over families. Replicates for every word of every group would not
 * fit in a state, so the variance is the bootstrap's limit, the infinitesimal jackknife (Efron, 1982): the sum
 * over families of their squared influence, from counts that add up.
 */
export function wordLogOdds(table: WordTable, share = priorShare(table)): WordEstimate {
  const slope = slopes(table, share);
  const variance = varianceOf(table, slope) + priorVariance(slope, share);
  return { value: logOdds(table, share), error: Math.sqrt(variance) };
}

/** What the merge changes: families that were there before move both numbers, so their influence is the difference. */
export function wordChange(before: WordTable, contribution: WordTable): WordEstimate {
  const after = addTables(before, contribution);
  const share = priorShare(after);
  const [was, is] = [slopes(before, share), slopes(after, share)];
  const moved = {
    withIt: is.withIt - was.withIt,
    without: is.without - was.without,
    otherWithIt: is.otherWithIt - was.otherWithIt,
    otherWithout: is.otherWithout - was.otherWithout,
  };
  // Each side has the part of the prior that it has of the families.
  const weight = contribution.families / after.families;
  const variance =
    varianceOf(before, moved) +
    priorVariance(moved, share, 1 - weight) +
    varianceOf(contribution, is) +
    priorVariance(is, share, weight);
  return { value: logOdds(after, share) - logOdds(before, share), error: Math.sqrt(variance) };
}

function varianceOf(table: WordTable, slope: ReturnType<typeof slopes>): number {
  const without = Math.max(0, table.families - table.withIt);
  const otherWithout = Math.max(0, table.otherFamilies - table.otherWithIt);
  const variance =
    table.withIt * slope.withIt ** 2 +
    table.otherSquares * slope.otherWithIt ** 2 +
    2 * table.shared * slope.withIt * slope.otherWithIt +
    without * slope.without ** 2 +
    otherWithout * slope.otherWithout ** 2;
  return Math.max(variance, 0);
}

/** The words of an axis with their counts in all states together, in any order. */
export function* sumWords(
  states: readonly BiasState[],
  axis: string,
): Generator<[word: string, counts: Float64Array]> {
  const lists = states.flatMap((state) => state.words.get(axis) ?? []);
  for (const [at, list] of lists.entries()) {
    const [earlier, later] = [lists.slice(0, at), lists.slice(at + 1)];
    for (const [word, counts] of list) {
      if (earlier.some((other) => other.has(word))) continue;
      yield [word, later.reduce((sum, other) => added(sum, other.get(word)), counts)];
    }
  }
}

function added(sum: Float64Array, more: Float64Array | undefined): Float64Array {
  return more ? sum.map((count, at) => count + (more[at] as number)) : sum;
}
