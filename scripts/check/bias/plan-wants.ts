import type { Axis } from '../../sample/axis.ts';
import type { CellOffer } from '../../sample/planned-cell.ts';
import type { Want } from './choose-stances.ts';
import { balanceNeeds, spendOnBalance } from './plan-balance.ts';
import type { LinkMove } from './plan-links.ts';
import { shareOut, sumOf } from './share-out.ts';

/** What an axis needs: its links' moves, and what brings its groups to their shares after them. */
export type AxisNeed = { axis: Axis; named: number[]; shares: number[]; moves: LinkMove[] };

/** The moves against links first in proportion, then what their groups' shares still lack. */
export function wantsWithin(
  { axis, named, shares, moves }: AxisNeed,
  budget: number,
  offers: readonly CellOffer[],
): Want[] {
  const ofMoves = (limit: number) => spreadMoves(moves, { named, shares }, limit);
  const balanceOf = (wants: readonly Want[], limit: number) => {
    const counts = named.map(
      (count, at) => count + sumOf(wants.filter(({ group }) => group === at).map(samplesOf)),
    );
    const needs = balanceNeeds({ named: counts, shares }).map((need, at) =>
      isOffered(offers, axis.axis, axis.groups[at]?.id ?? '') ? need : 0,
    );
    const adds = spendOnBalance({ named: counts, shares }, needs, limit);
    return adds.flatMap((samples, group): Want[] => (samples > 0 ? [{ group, samples }] : []));
  };
  const allMoves = ofMoves(Number.POSITIVE_INFINITY);
  const linkTotal = sumOf(allMoves.map(samplesOf));
  const total = linkTotal + sumOf(balanceOf(allMoves, Number.POSITIVE_INFINITY).map(samplesOf));
  if (budget >= total) return [...allMoves, ...balanceOf(allMoves, Number.POSITIVE_INFINITY)];
  const linkBudget = Math.round((budget * linkTotal) / total);
  const wants = ofMoves(linkBudget);
  return [...wants, ...balanceOf(wants, budget - sumOf(wants.map(samplesOf)))];
}

type Counts = { named: readonly number[]; shares: readonly number[] };

/** Each move's samples one after the other to that of its groups which has least of its share. */
function spreadMoves(moves: readonly LinkMove[], { named, shares }: Counts, limit: number): Want[] {
  const wholes = moves.map(({ families }) => families);
  const budgets = shareOut(wholes, Math.min(limit, sumOf(wholes)));
  const counts = [...named];
  return moves.flatMap(({ groups, link }, at) => {
    const adds = new Map<number, number>();
    for (let left = budgets[at] as number; left > 0; left--) {
      const fullness = (group: number) => (counts[group] as number) / (shares[group] as number);
      const least = groups.reduce((best, group) => (fullness(group) < fullness(best) ? group : best));
      counts[least] = (counts[least] as number) + 1;
      adds.set(least, (adds.get(least) ?? 0) + 1);
    }
    return [...adds]
      .sort(([a], [b]) => a - b)
      .map(([group, samples]): Want => ({ group, attribute: link.name, samples }));
  });
}

export function samplesOf({ samples }: Want): number {
  return samples;
}

export function isOffered(offers: readonly CellOffer[], axis: string, group: string): boolean {
  return offers.some((offer) => offer.axis === axis && offer.group === group);
}
