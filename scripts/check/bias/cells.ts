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

const uses = ['learned', 'asked', 'rejected'] as const;
type Use = (typeof uses)[number];
type VersionSum = 'declared' | 'compared' | 'texts' | 'edits' | 'length' | 'valence';
type PairSum = 'count' | 'chosen' | 'rejected';

/** What a family adds to each cell. */
export type CellDelta = Map<string, number>;

export function cellsOfFamily(family: FamilyFacts): CellDelta {
  const cells: CellDelta = new Map();
  const { axis, groups } = family;
  if (groups.size > 0) cells.set(cellOf.families(axis), 1);
  for (const [group, facts] of groups) {
    const keys = keysOf(axis, group);
    cells.set(keys.named, 1);
    if (facts.learned !== undefined) addLearned(cells, family, keys, facts);
    for (const use of uses) {
      const valence = facts[use];
      if (valence === undefined) continue;
      cells.set(keys.rated[use], 1);
      cells.set(keys.valence[use], valence);
    }
    if (facts.learned !== undefined && facts.rejected !== undefined) {
      cells.set(keys.pairs.count, 1);
      cells.set(keys.pairs.chosen, facts.learned);
      cells.set(keys.pairs.rejected, facts.rejected);
    }
  }
  if (family.counterfactual) addVersions(cells, family);
  return cells;
}

function addLearned(
  cells: CellDelta,
  { counterStereotype }: FamilyFacts,
  keys: GroupKeys,
  facts: GroupFacts,
): void {
  const { all, withCategory } = counterStereotype ? keys.counter : keys.plain;
  cells.set(all, 1);
  for (const category of facts.categories) cells.set(withCategory(category), 1);
}

/** The cells of one group, named once: making and hashing their names anew for each family took longer than the sums. */
type GroupKeys = {
  named: string;
  plain: { all: string; withCategory: (category: string) => string };
  counter: { all: string; withCategory: (category: string) => string };
  rated: Record<Use, string>;
  valence: Record<Use, string>;
  pairs: Record<PairSum, string>;
};

const knownKeys = new Map<string, Map<string, GroupKeys>>();

function keysOf(axis: string, group: string): GroupKeys {
  const ofAxis = knownKeys.get(axis) ?? new Map<string, GroupKeys>();
  knownKeys.set(axis, ofAxis);
  const known = ofAxis.get(group);
  if (known) return known;
  const pairs = (what: PairSum) => cellOf.pairs(what, axis, group);
  const perUse = (name: (use: Use, axis: string, group: string) => string) => ({
    learned: name('learned', axis, group),
    asked: name('asked', axis, group),
    rejected: name('rejected', axis, group),
  });
  const keys = {
    named: cellOf.named(axis, group),
    plain: {
      all: cellOf.plain(axis, group),
      withCategory: remembered((category) => cellOf.plainWith(axis, group, category)),
    },
    counter: {
      all: cellOf.counter(axis, group),
      withCategory: remembered((category) => cellOf.counterWith(axis, group, category)),
    },
    rated: perUse(cellOf.rated),
    valence: perUse(cellOf.valence),
    pairs: { count: pairs('count'), chosen: pairs('chosen'), rejected: pairs('rejected') },
  };
  ofAxis.set(group, keys);
  return keys;
}

function remembered(name: (category: string) => string): (category: string) => string {
  const names = new Map<string, string>();
  return (category) => {
    const known = names.get(category) ?? name(category);
    names.set(category, known);
    return known;
  };
}

function addVersions(cells: CellDelta, { axis, versions, groups }: FamilyFacts): void {
  const keys = versionKeysOf(axis);
  cells.set(keys.declared, 1);
  cells.set(keys.texts, Math.max(1, versions.size));
  if (versions.size < 2) return;
  const { edits, length } = compareVersions([...versions.values()]);
  const valences = [...groups.values()].flatMap(({ learned }) => (learned === undefined ? [] : [learned]));
  cells.set(keys.compared, 1);
  cells.set(keys.edits, Math.round(edits * valenceUnit));
  cells.set(keys.length, Math.round(length * valenceUnit));
  cells.set(keys.valence, valences.length < 2 ? 0 : spreadOf(valences));
}

const knownVersionKeys = new Map<string, Record<VersionSum, string>>();

function versionKeysOf(axis: string): Record<VersionSum, string> {
  const known = knownVersionKeys.get(axis);
  if (known) return known;
  const key = (what: VersionSum) => cellOf.versions(what, axis);
  const keys = {
    declared: key('declared'),
    compared: key('compared'),
    texts: key('texts'),
    edits: key('edits'),
    length: key('length'),
    valence: key('valence'),
  };
  knownVersionKeys.set(axis, keys);
  return keys;
}

function spreadOf(values: readonly number[]): number {
  return Math.max(...values) - Math.min(...values);
}
