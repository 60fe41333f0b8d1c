import { addToList } from '../check.ts';
import type { FamilyFacts } from './family-facts.ts';

/**
 * In how many families a word stands in what is learned of each group: per group the families with the word, the
 * same among declared counter-stereotypes, and how many groups have the word in those families; the last place
 * sums the square of that number over all families. From these follows the variance over families.
 */
export type WordCounts = Map<string, Map<string, Float64Array>>;

/** Columns per group. */
export const wordColumns = 3;
export const withWord = 0;
export const withWordCounter = 1;
export const sharedGroups = 2;

/** @param groups the groups of the axis in their fixed order. */
export function addWords(words: WordCounts, family: FamilyFacts, groups: readonly string[], times = 1): void {
  const ofAxis = words.get(family.axis) ?? new Map<string, Float64Array>();
  words.set(family.axis, ofAxis);
  const length = groups.length * wordColumns + 1;
  for (const [word, indexes] of holdersOf(family, groups)) {
    let counts = ofAxis.get(word);
    if (!counts) {
      counts = new Float64Array(length);
      ofAxis.set(word, counts);
    }
    addFamily(counts, indexes, family.counterStereotype, times);
  }
}

/** Each word with the groups that have it. Groups that versions say the same of share one set of words. */
function holdersOf(family: FamilyFacts, groups: readonly string[]): Iterable<[string, number[]]> {
  const sets = new Map<ReadonlySet<string>, number[]>();
  groups.forEach((group, index) => {
    const words = family.groups.get(group)?.words;
    if (words) addToList(sets, words, index);
  });
  const [only, ...others] = sets;
  if (!only) return [];
  if (others.length === 0) return Array.from(only[0], (word): [string, number[]] => [word, only[1]]);
  const holders = new Map<string, number[]>();
  for (const [words, indexes] of sets)
    for (const word of words) holders.set(word, [...(holders.get(word) ?? []), ...indexes]);
  return holders;
}

function addFamily(counts: Float64Array, indexes: number[], counter: boolean, times: number): void {
  const size = indexes.length;
  for (const index of indexes) {
    add(counts, index * wordColumns + (counter ? withWordCounter : withWord), times);
    add(counts, index * wordColumns + sharedGroups, times * size);
  }
  add(counts, counts.length - 1, times * size * size);
}

function add(counts: Float64Array, at: number, value: number): void {
  counts[at] = (counts[at] as number) + value;
}

export function mergeWords(into: WordCounts, from: WordCounts): void {
  for (const [axis, words] of from) {
    const ofAxis = into.get(axis) ?? new Map<string, Float64Array>();
    into.set(axis, ofAxis);
    for (const [word, counts] of words) {
      const known = ofAxis.get(word);
      if (known) for (let at = 0; at < known.length; at++) add(known, at, counts[at] as number);
      else ofAxis.set(word, Float64Array.from(counts));
    }
  }
}
