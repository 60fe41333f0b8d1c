import type { GroupFacts, SampleFacts } from './sample-facts.ts';

/** What the samples of one family say together on one axis; a single sample is a family of its own. */
export type FamilyFacts = {
  axis: string;
  groups: ReadonlyMap<string, GroupFacts>;
  /** Whether every sample is declared a counter-stereotype. */
  counterStereotype: boolean;
  /** Whether the samples are declared counterfactual versions of one another. */
  counterfactual: boolean;
  /** Group → the masked text of its version, where the family has versions. */
  versions: ReadonlyMap<string, string>;
};

/** @param samples facts of one family on one axis, in any order, with the variant each is declared. */
export function joinFamily(samples: readonly (SampleFacts & { variant: string | undefined })[]): FamilyFacts {
  const ordered = [...samples].sort(byVariantAndText);
  const collected = new Map<string, GroupFacts[]>();
  for (const { groups } of ordered) {
    for (const [group, facts] of groups) collected.set(group, [...(collected.get(group) ?? []), facts]);
  }
  const versions = ordered.flatMap(({ variant, masked }): [string, string][] =>
    variant === undefined ? [] : [[variant, masked]],
  );
  return {
    axis: ordered[0]?.axis ?? '',
    groups: new Map([...collected].map(([group, facts]) => [group, joinGroup(facts)])),
    counterStereotype: ordered.every(({ stance }) => stance === 'counter-stereotype'),
    counterfactual: ordered.some(({ stance }) => stance === 'counterfactual'),
    versions: new Map(versions),
  };
}

type Ordered = { variant: string | undefined; masked: string };

function byVariantAndText(a: Ordered, b: Ordered): number {
  return compare(a.variant ?? '', b.variant ?? '') || compare(a.masked, b.masked);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/** A group that several samples of a family name counts once: their words together, their mean valence. */
function joinGroup(facts: readonly GroupFacts[]): GroupFacts {
  const [only, ...others] = facts;
  if (only && others.length === 0) return only;
  return {
    words: new Set(facts.flatMap(({ words }) => [...words])),
    categories: new Set(facts.flatMap(({ categories }) => [...categories])),
    learned: meanOf(facts.map(({ learned }) => learned)),
    asked: meanOf(facts.map(({ asked }) => asked)),
    rejected: meanOf(facts.map(({ rejected }) => rejected)),
  };
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const present = values.filter((value) => value !== undefined);
  if (present.length === 0) return undefined;
  return Math.round(present.reduce((sum, value) => sum + value, 0) / present.length);
}
