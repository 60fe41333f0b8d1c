import type { Influence } from './bias-report.ts';
import type { CellDelta } from './cells.ts';
import type { FamilyFacts } from './family-facts.ts';
import { round } from './rows.ts';

/** A family of the contribution, with all that taking it out again needs. */
export type SubjectFamily = { id: string; path: string; line: number; delta: CellDelta; facts: FamilyFacts };

const mostShown = 5;

/**
 * The families that move a number most: the number with all of them, minus the number without this one
 * (leave-one-out influence). Only those that push it the way it is bad.
 * @param badDirection 1 where larger is worse, −1 where smaller is.
 */
export function mostInfluential(
  families: readonly SubjectFamily[],
  value: number,
  without: (family: SubjectFamily) => number,
  badDirection: 1 | -1 = 1,
): Influence[] {
  return families
    .map((family) => ({ family, effect: value - without(family) }))
    .filter(({ effect }) => Number.isFinite(effect) && effect * badDirection > 1e-9)
    .sort((a, b) => (b.effect - a.effect) * badDirection || compare(a.family, b.family))
    .slice(0, mostShown)
    .map(({ family: { id, path, line }, effect }) => ({ family: id, path, line, effect: precise(effect) }));
}

function compare(a: SubjectFamily, b: SubjectFamily): number {
  if (a.path !== b.path) return a.path < b.path ? -1 : 1;
  return a.line - b.line;
}

/** One family moves a large dataset by little: two significant digits tell them apart. */
function precise(effect: number): number {
  return Math.abs(effect) >= 0.001 ? round(effect) : Number(effect.toPrecision(2));
}
