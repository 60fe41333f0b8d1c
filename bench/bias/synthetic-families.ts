import type { FamilyFacts } from '../../scripts/check/bias/family-facts.ts';
import type { GroupFacts } from '../../scripts/check/bias/sample-facts.ts';
import { randomAt } from '../../scripts/sample/random.ts';

/** A stream of numbers in [0, 1) that follows from its seed. */
export function randomStream(seed: number): () => number {
  let at = 0;
  return () => randomAt(at++, seed) / 2 ** 32;
}

/** A group's facts without any text behind them. */
export function groupFacts(categories: string[] = [], valence = 0, words: string[] = []): GroupFacts {
  return {
    words: new Set(words),
    categories: new Set(categories),
    learned: valence,
    asked: undefined,
    rejected: undefined,
  };
}

export function familyOf(axis: string, groups: [string, GroupFacts][]): FamilyFacts {
  return {
    axis,
    groups: new Map(groups),
    counterStereotype: false,
    counterfactual: false,
    versions: new Map(),
  };
}

/** The index drawn from a distribution. */
export function drawFrom(shares: readonly number[], random: number): number {
  let reached = 0;
  for (const [at, share] of shares.entries()) {
    reached += share;
    if (random < reached) return at;
  }
  return shares.length - 1;
}

/** A standard normal number (Box and Muller, 1958). */
export function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
