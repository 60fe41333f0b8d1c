import type { SubjectFamily } from './influence.ts';

/**
 * The families of what is judged among which those are sought that move a number: the first ones by place, in whatever
 * order they come, so that the memory of a check is bounded.
 */
export type KeptFamilies = {
  families: SubjectFamily[];
  /** Once there are enough: what comes behind it is not kept. */
  last: SubjectFamily | undefined;
};

const mostKept = 2_000;
/** Sorting is put off until there are some more. */
const sortedAt = mostKept + 400;

export function emptyKeptFamilies(): KeptFamilies {
  return { families: [], last: undefined };
}

export function keepFamily(kept: KeptFamilies, family: SubjectFamily): void {
  if (kept.last && byPlace(family, kept.last) > 0) return;
  kept.families.push(family);
  if (kept.families.length === sortedAt) cut(kept);
}

/** In the order of place. */
export function keptFamilies(kept: KeptFamilies): readonly SubjectFamily[] {
  cut(kept);
  return kept.families;
}

function cut(kept: KeptFamilies): void {
  kept.families.sort(byPlace);
  if (kept.families.length < mostKept) return;
  kept.families.length = mostKept;
  kept.last = kept.families[mostKept - 1];
}

function byPlace(a: SubjectFamily, b: SubjectFamily): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line || (a.id < b.id ? -1 : 1);
}
