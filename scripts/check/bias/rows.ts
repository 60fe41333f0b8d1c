import type { Estimate, Row } from './bias-report.ts';
import type { BiasState } from './bias-state.ts';
import { type Draws, difference, evaluate, intervalOf, type Quantity } from './quantity.ts';

/**
 * The two sides of a merge; their union is what the dataset would be. Of a takedown `contribution` is what goes, and
 * `left` what the dataset would be. `released` is the part of `before` that the last release had, where there is one.
 */
export type Sides = {
  before: BiasState;
  contribution: BiasState;
  left?: BiasState | undefined;
  released?: BiasState | undefined;
};

/** Whose families together are what the dataset would be. */
export function statesAfter({ before, contribution, left }: Sides): BiasState[] {
  return left ? [left] : [before, contribution];
}

export type Counts = { before: number; contribution: number; after: number };

/** Counts families on both sides and afterwards. */
export function countSides(sides: Sides, keys: readonly string[]): Counts {
  const count = (states: readonly BiasState[]) =>
    keys.reduce(
      (sum, key) => states.reduce((total, { cells }) => total + (cells.get(key)?.[0] ?? 0), sum),
      0,
    );
  return {
    before: count([sides.before]),
    contribution: count([sides.contribution]),
    after: count(statesAfter(sides)),
  };
}

/** A quantity on both sides, after the merge, and its change, the two sharing their replicates. */
export function rowOf(sides: Sides, quantity: Quantity, counts: Counts, needs: number): Row {
  if (counts.after < needs) return insufficientRow(counts, needs);
  const before = evaluate([sides.before], quantity);
  const contribution = evaluate([sides.contribution], quantity);
  const after = evaluate(statesAfter(sides), quantity);
  const { least } = quantity;
  return {
    before: estimate(before, counts.before, needs, least),
    contribution: estimate(contribution, counts.contribution, needs, least),
    after: estimate(after, counts.after, needs, least),
    change: estimate(difference(after, before), Math.min(counts.before, counts.after), needs),
  };
}

/** How far a quantity has moved since the last release, this merge included; null where there is no release. */
export function driftOf(
  sides: Sides,
  quantity: Quantity,
  keys: readonly string[],
  needs: number,
): Estimate | null {
  const { released } = sides;
  if (!released) return null;
  const families = keys.reduce((sum, key) => sum + (released.cells.get(key)?.[0] ?? 0), 0);
  const after = evaluate(statesAfter(sides), quantity);
  return estimate(difference(after, evaluate([released], quantity)), families, needs);
}

function insufficientRow({ before, contribution, after }: Counts, needs: number): Row {
  return {
    before: { families: before, needs },
    contribution: { families: contribution, needs },
    after: { families: after, needs },
    change: { families: Math.min(before, after), needs },
  };
}

export function estimate(draws: Draws, families: number, needs: number, least?: number): Estimate {
  if (families < needs || !Number.isFinite(draws[0] as number)) return { families, needs };
  const { value, low, high } = intervalOf(draws, least);
  return { value: round(value), low: round(low), high: round(high), families };
}

/** Four places are more than any interval here supports, and keep reports free of rounding noise. */
export function round(value: number): number {
  return Math.round(value * 10_000) / 10_000 || 0;
}

export function isMeasured(estimate: Estimate): estimate is Extract<Estimate, { value: number }> {
  return 'value' in estimate;
}
