import type { BiasState } from './bias-state.ts';
import { cellOf } from './cells.ts';
import { replicates } from './poisson-weights.ts';
import type { Draws } from './quantity.ts';

/**
 * Families in which a word (or category) stands in what is learned of a group, out of those that name the
 * group; and the same of the other groups of the axis together.
 */
export type Table = { withIt: number; families: number; otherWithIt: number; otherFamilies: number };

/** How many imagined families the prior weighs; they hold the word as often as all groups together do. */
const priorFamilies = 10;

/** The pooled share of families with the word, away from 0 and 1 by half a family. */
export function priorShare({ withIt, families, otherWithIt, otherFamilies }: Table): number {
  return (withIt + otherWithIt + 0.5) / (families + otherFamilies + 1);
}

/**
 * The log-odds of a word with a group against the other groups under an informative Dirichlet prior (Monroe,
 * Colaresi, Quinn, "Fightin' Words", Political Analysis 2008, equation 15), with families in place of tokens:
 * ln of the odds ratio, shrunk towards 0 where families are few. ln 2 is twice the odds.
 */
export function logOdds({ withIt, families, otherWithIt, otherFamilies }: Table, share: number): number {
  const [a, b] = [priorFamilies * share, priorFamilies * (1 - share)];
  const odds = (withIt + a) / (Math.max(0, families - withIt) + b);
  const otherOdds = (otherWithIt + a) / (Math.max(0, otherFamilies - otherWithIt) + b);
  return Math.log(odds / otherOdds);
}

/** How the log-odds move with each count of the table: the derivative at its four kinds of family. */
export function slopes(
  table: Table,
  share: number,
): { withIt: number; without: number; otherWithIt: number; otherWithout: number } {
  const [a, b] = [priorFamilies * share, priorFamilies * (1 - share)];
  return {
    withIt: 1 / (table.withIt + a),
    without: -1 / (table.families - table.withIt + b),
    otherWithIt: -1 / (table.otherWithIt + a),
    otherWithout: 1 / (table.otherFamilies - table.otherWithIt + b),
  };
}

/**
 * What the prior's own families add to the variance of log-odds (Monroe et al., equation 20): nothing to speak of
 * where a word stands in many families of both sides, and nearly all where one side has none, which says little then.
 * @param weight the part of the prior that counts here, 0..1.
 */
export function priorVariance(slope: ReturnType<typeof slopes>, share: number, weight = 1): number {
  const [a, b] = [priorFamilies * share * weight, priorFamilies * (1 - share) * weight];
  return (
    a * (slope.withIt ** 2 + slope.otherWithIt ** 2) + b * (slope.without ** 2 + slope.otherWithout ** 2)
  );
}

/** Which stances count. */
export type Scope = 'all' | 'plain';

/** Group × category tables of one axis with their replicates: sums over states, made once for all categories. */
export type AxisSums = { named: Draws[]; allNamed: Draws };

export function namedSums(
  states: readonly BiasState[],
  axis: string,
  groups: readonly string[],
  scope: Scope,
): AxisSums {
  const named = groups.map((group) =>
    sumCells(states, scope, [cellOf.plain(axis, group), cellOf.counter(axis, group)]),
  );
  return { named, allNamed: total(named) };
}

export function categorySums(
  states: readonly BiasState[],
  axis: string,
  groups: readonly string[],
  category: string,
  scope: Scope,
): AxisSums {
  const named = groups.map((group) =>
    sumCells(states, scope, [
      cellOf.plainWith(axis, group, category),
      cellOf.counterWith(axis, group, category),
    ]),
  );
  return { named, allNamed: total(named) };
}

/** The table of one group in one replicate; 0 is the data as they are. */
export function tableAt(withIt: AxisSums, families: AxisSums, group: number, draw: number): Table {
  const own = withIt.named[group]?.[draw] as number;
  const all = families.named[group]?.[draw] as number;
  return {
    withIt: own,
    families: all,
    otherWithIt: (withIt.allNamed[draw] as number) - own,
    otherFamilies: (families.allNamed[draw] as number) - all,
  };
}

export function logOddsDraws(withIt: AxisSums, families: AxisSums, group: number, share: number): Draws {
  const draws = new Float64Array(replicates + 1);
  for (let draw = 0; draw < draws.length; draw++)
    draws[draw] = logOdds(tableAt(withIt, families, group, draw), share);
  return draws;
}

function sumCells(states: readonly BiasState[], scope: Scope, [plain = '', counter = '']: string[]): Draws {
  const sums = new Float64Array(replicates + 1);
  const keys = scope === 'all' ? [plain, counter] : [plain];
  for (const { cells } of states) {
    for (const key of keys) {
      const cell = cells.get(key);
      if (cell)
        for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + (cell[at] as number);
    }
  }
  return sums;
}

function total(parts: readonly Draws[]): Draws {
  const sums = new Float64Array(replicates + 1);
  for (const part of parts)
    for (let at = 0; at < sums.length; at++) sums[at] = (sums[at] as number) + (part[at] as number);
  return sums;
}
