import { compareVersions } from './compare-versions.ts';
import type { FamilyFacts } from './family-facts.ts';
import { type GroupFacts, valenceUnit } from './sample-facts.ts';

/**
 * A cell is a sum over families: of ones (how many families …) or of ten-thousandths. Every measure is a formula
 * over cells, so states add up and one family can be taken out again.
 */
export const cellOf = {
  /** Families that name a group of the axis. */
  families: (axis: string) => `families|${axis}`,
  /** Families that name the group. */
  named: (axis: string, group: string) => `named|${axis}|${group}`,
  /** Families in which something a model learns from is about the group, without declared counter-stereotypes. */
  plain: (axis: string, group: string) => `plain|${axis}|${group}`,
  /** The same among declared counter-stereotypes alone. */
  counter: (axis: string, group: string) => `counter|${axis}|${group}`,
  plainWith: (axis: string, group: string, category: string) => `plain|${axis}|${group}|${category}`,
  counterWith: (axis: string, group: string, category: string) => `counter|${axis}|${group}|${category}`,
  /** Valence of what is learned, asked, or rejected of the group, in ten-thousandths, and in how many families. */
  valence: (use: Use, axis: string, group: string) => `valence-${use}|${axis}|${group}`,
  rated: (use: Use, axis: string, group: string) => `rated-${use}|${axis}|${group}`,
  /** Counterfactual families by what is summed of them. */
  versions: (what: VersionSum, axis: string) => `versions-${what}|${axis}`,
  /** Preference pairs about the group, by what is summed of them. */
  pairs: (what: PairSum, axis: string, group: string) => `pairs-${what}|${axis}|${group}`,
} as const;

type Use = 'learned' | 'asked' | 'rejected';
type VersionSum = 'declared' | 'compared' | 'texts' | 'edits' | 'length' | 'valence';
type PairSum = 'count' | 'chosen' | 'rejected';

/** What a family adds to each cell. */
export type CellDelta = Map<string, number>;

export function cellsOfFamily(family: FamilyFacts): CellDelta {
  const cells: CellDelta = new Map();
  const { axis, groups } = family;
  if (groups.size > 0) cells.set(cellOf.families(axis), 1);
  for (const [group, facts] of groups) {
    cells.set(cellOf.named(axis, group), 1);
    if (facts.learned !== undefined) addLearned(cells, family, group, facts);
    for (const use of ['learned', 'asked', 'rejected'] as const) {
      const valence = facts[use];
      if (valence === undefined) continue;
      cells.set(cellOf.rated(use, axis, group), 1);
      cells.set(cellOf.valence(use, axis, group), valence);
    }
    if (facts.learned !== undefined && facts.rejected !== undefined) {
      cells.set(cellOf.pairs('count', axis, group), 1);
      cells.set(cellOf.pairs('chosen', axis, group), facts.learned);
      cells.set(cellOf.pairs('rejected', axis, group), facts.rejected);
    }
  }
  if (family.counterfactual) addVersions(cells, family);
  return cells;
}

function addLearned(
  cells: CellDelta,
  { axis, counterStereotype }: FamilyFacts,
  group: string,
  facts: GroupFacts,
) {
  const counts = counterStereotype ? cellOf.counter : cellOf.plain;
  const countsWith = counterStereotype ? cellOf.counterWith : cellOf.plainWith;
  cells.set(counts(axis, group), 1);
  for (const category of facts.categories) cells.set(countsWith(axis, group, category), 1);
}

function addVersions(cells: CellDelta, { axis, versions, groups }: FamilyFacts): void {
  cells.set(cellOf.versions('declared', axis), 1);
  cells.set(cellOf.versions('texts', axis), Math.max(1, versions.size));
  if (versions.size < 2) return;
  const { edits, length } = compareVersions([...versions.values()]);
  const valences = [...groups.values()].flatMap(({ learned }) => (learned === undefined ? [] : [learned]));
  cells.set(cellOf.versions('compared', axis), 1);
  cells.set(cellOf.versions('edits', axis), Math.round(edits * valenceUnit));
  cells.set(cellOf.versions('length', axis), Math.round(length * valenceUnit));
  cells.set(cellOf.versions('valence', axis), valences.length < 2 ? 0 : spreadOf(valences));
}

function spreadOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
