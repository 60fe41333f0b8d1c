import type { Attributes } from './attributes.ts';
import type { BiasState } from './bias-state.ts';
import { cellOf } from './cells.ts';
import {
  categorySums,
  logOddsDraws,
  namedSums,
  priorShare,
  priorVariance,
  type Scope,
  slopes,
  tableAt,
} from './measure-association.ts';
import { sumWords, wordLogOdds, wordTables } from './measure-words.ts';
import { standardError } from './quantity.ts';
import { round } from './rows.ts';
import { falseDiscoveryRates, twoSided } from './significance.ts';
import type { Thresholds } from './thresholds.ts';

/** One test of a report: is a group linked with a category or a word, in the dataset as it would be? */
export type AssociationTest = {
  axis: string;
  groups: readonly string[];
  /** Place of the group in `groups`. */
  group: number;
  kind: 'category' | 'word';
  name: string;
  /** Log-odds after the merge, and the probability of one as far from 0 by chance. */
  value: number;
  probability: number;
  /** Families that hold it, for this group and the others. */
  count: number;
  /** Benjamini–Hochberg's q over all tests of the report. */
  q: number;
  /** The smaller of the two numbers of families compared. */
  families: number;
};

type Search = {
  /** Whose families are taken together. */
  states: readonly BiasState[];
  axes: readonly string[];
  attributes: Attributes;
  thresholds: Thresholds;
};

/** Every group × category and group × word of the merged dataset that has families enough, with its q. */
export function testAssociations({ states, axes, attributes, thresholds }: Search): AssociationTest[] {
  const probabilities: number[] = [];
  const tests = axes.flatMap((axis) => {
    const groups = states[0]?.groups.get(axis) ?? [];
    const families = learnedFamilies(states, axis, groups, 'all');
    const total = families.reduce((sum, count) => sum + count, 0);
    const large = groups.flatMap((_, group) => {
      const smaller = Math.min(families[group] as number, total - (families[group] as number));
      return smaller >= thresholds.leastFamilies.associations ? [{ group, families: smaller }] : [];
    });
    if (large.length === 0) return [];
    const place = { states, axis, groups, large, thresholds, probabilities };
    return [...testCategories(place, attributes), ...testWords(place)];
  });
  const rateOf = falseDiscoveryRates(probabilities);
  return tests.map((test) => ({ ...test, q: round(rateOf(test.probability)) }));
}

/** Whether a link is sure, strong and frequent enough to be told. */
export function isFlaggedTest({ q, value, count }: AssociationTest, { association }: Thresholds): boolean {
  return q <= association.falseDiscovery && Math.abs(value) >= association.size && count >= association.count;
}

/** The links to be told, the strongest evidence first, each attribute once. */
export function flaggedLinks(tests: readonly AssociationTest[], thresholds: Thresholds): AssociationTest[] {
  return onePerAttribute(tests.filter((test) => isFlaggedTest(test, thresholds)).sort(strongestFirst));
}

function strongestFirst(a: AssociationTest, b: AssociationTest): number {
  return (
    a.probability - b.probability ||
    Math.abs(b.value) - Math.abs(a.value) ||
    b.value - a.value ||
    (nameOf(a) < nameOf(b) ? -1 : 1)
  );
}

/** What one group has more of, the others have less of: the strongest link of an attribute tells it. */
function onePerAttribute(tests: readonly AssociationTest[]): AssociationTest[] {
  const told = new Set<string>();
  return tests.filter(({ axis, kind, name }) => {
    const key = `${axis}|${kind}|${name}`;
    const isNew = !told.has(key);
    told.add(key);
    return isNew;
  });
}

function nameOf({ axis, group, kind, name }: AssociationTest): string {
  return `${axis}|${group}|${kind}|${name}`;
}

/** Families per group in which something a model learns from is about the group. */
export function learnedFamilies(
  states: readonly BiasState[],
  axis: string,
  groups: readonly string[],
  scope: Scope,
): number[] {
  const sum = (key: string) => states.reduce((total, { cells }) => total + (cells.get(key)?.[0] ?? 0), 0);
  return groups.map(
    (group) => sum(cellOf.plain(axis, group)) + (scope === 'all' ? sum(cellOf.counter(axis, group)) : 0),
  );
}

type Place = {
  states: readonly BiasState[];
  axis: string;
  groups: readonly string[];
  large: { group: number; families: number }[];
  thresholds: Thresholds;
  /** Of every test that was made, whether it is told or not. */
  probabilities: number[];
};

type Untested = Omit<AssociationTest, 'q'>;

function testCategories(
  { states, axis, groups, large, thresholds, probabilities }: Place,
  { categories }: Attributes,
): Untested[] {
  const named = namedSums(states, axis, groups, 'all');
  return categories.flatMap(({ id }) => {
    const withIt = categorySums(states, axis, groups, id, 'all');
    const count = withIt.allNamed[0] as number;
    if (count < thresholds.association.count) return [];
    return large.map(({ group, families }): Untested => {
      const table = tableAt(withIt, named, group, 0);
      const share = priorShare(table);
      const draws = logOddsDraws(withIt, named, group, share);
      const value = draws[0] as number;
      const error = Math.hypot(standardError(draws), Math.sqrt(priorVariance(slopes(table, share), share)));
      const probability = probabilityOf(value, error);
      probabilities.push(probability);
      return { axis, groups, group, kind: 'category', name: id, value, probability, count, families };
    });
  });
}

/** A large dataset has hundreds of thousands of pairs of word and group: only those that may be told are kept. */
function testWords({ states, axis, groups, large, thresholds, probabilities }: Place): Untested[] {
  const { count: least, size, falseDiscovery } = thresholds.association;
  const families = learnedFamilies(states, axis, groups, 'all');
  const tests: Untested[] = [];
  for (const [name, counts] of sumWords(states, axis)) {
    const tableOf = wordTables(counts, families, 'all');
    const any = tableOf(0);
    const count = any.withIt + any.otherWithIt;
    if (count < least) continue;
    for (const { group, families: smaller } of large) {
      const { value, error } = wordLogOdds(tableOf(group));
      const probability = probabilityOf(value, error);
      probabilities.push(probability);
      if (probability > falseDiscovery || Math.abs(value) < size) continue;
      tests.push({ axis, groups, group, kind: 'word', name, value, probability, count, families: smaller });
    }
  }
  return tests.sort(byName);
}

function byName(a: Untested, b: Untested): number {
  return a.name === b.name ? a.group - b.group : a.name < b.name ? -1 : 1;
}

function probabilityOf(value: number, error: number): number {
  if (!Number.isFinite(error)) return 1;
  return twoSided(value / error);
}
