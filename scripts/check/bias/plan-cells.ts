import type { Axis } from '../../sample/axis.ts';
import type { CellOffer, PlannedCell } from '../../sample/planned-cell.ts';
import type { Attributes } from './attributes.ts';
import type { BiasState } from './bias-state.ts';
import { cellOf } from './cells.ts';
import { chooseStances, type Want } from './choose-stances.ts';
import { type AssociationTest, flaggedLinks, testAssociations } from './find-associations.ts';
import { categorySums, namedSums, type Table, tableAt } from './measure-association.ts';
import { balanceNeeds, spendOnBalance } from './plan-balance.ts';
import { type LinkMove, planLink } from './plan-links.ts';
import { type PlannedAxis, predictAxis } from './predict-plan.ts';
import { shareOut, sumOf } from './share-out.ts';
import type { Thresholds } from './thresholds.ts';

/** What would be needed and nothing in the prompt library writes. */
export type Unserved = { axis: string; groups: string[]; attribute?: string; samples: number };

/** A link that only fewer families loosen: so many that say the attribute of one of the groups. */
export type Removal = { axis: string; groups: string[]; attribute: string; families: number };

export type BiasPlan = {
  cells: PlannedCell[];
  axes: PlannedAxis[];
  unserved: Unserved[];
  removals: Removal[];
};

type Options = {
  /** Samples at most; as many as it takes where undefined. */
  count: number | undefined;
  offers: readonly CellOffer[];
  attributes: Attributes;
  thresholds: Thresholds;
};

/** What an axis needs: its links' moves, and what brings its groups to their shares after them. */
type Need = Pick<BiasPlan, 'unserved' | 'removals'> & {
  axis: Axis;
  named: number[];
  shares: number[];
  moves: LinkMove[];
};

/**
 * The cells that bring every axis to its target and loosen its links with categories, with the fewest samples, or
 * as far as `count` samples can. Only what the library offers is planned.
 */
export function planCells(state: BiasState, axes: readonly Axis[], options: Options): BiasPlan {
  const { attributes, thresholds } = options;
  const tests = testAssociations({
    states: [state],
    axes: axes.map(({ axis }) => axis),
    attributes,
    thresholds,
  });
  const links = flaggedLinks(tests, thresholds).filter(({ kind }) => kind === 'category');
  const needs = axes.map((axis) =>
    needOf(state, { axis, links: links.filter((link) => link.axis === axis.axis) }, options),
  );
  const wholes = needs.map((need) =>
    sumOf(wantsWithin(need, Number.POSITIVE_INFINITY, options).map(samplesOf)),
  );
  const total = sumOf(wholes);
  const budgets = shareOut(wholes, Math.min(options.count ?? total, total));
  const planned = needs.map((need, at) => ({
    need,
    wants: wantsWithin(need, budgets[at] as number, options),
  }));
  return {
    cells: planned.flatMap(({ need: { axis }, wants }) => chooseStances(axis, wants, options.offers)),
    axes: planned
      .filter(({ wants }) => wants.length > 0)
      .map(({ need: { axis, moves }, wants }) =>
        predictAxis(state, { axis, wants, links: moves.map(({ link }) => link) }, options),
      ),
    unserved: needs.flatMap(({ unserved }) => unserved),
    removals: needs.flatMap(({ removals }) => removals),
  };
}

function samplesOf({ samples }: Want): number {
  return samples;
}

type Linked = { axis: Axis; links: readonly AssociationTest[] };

function needOf(
  state: BiasState,
  { axis, links }: Linked,
  { offers, attributes, thresholds }: Options,
): Need {
  const ids = axis.groups.map(({ id }) => id);
  const named = ids.map((id) => state.cells.get(cellOf.named(axis.axis, id))?.[0] ?? 0);
  const shares = ids.map((id) => axis.target.shares[id] ?? 0);
  const unserved: Unserved[] = [];
  const removals: Removal[] = [];
  const moves: LinkMove[] = [];
  for (const link of links) {
    const move = planLink(link, tableOf(state, link), { attributes, size: thresholds.association.size });
    const about = { axis: axis.axis, attribute: link.name };
    const groups = move.groups.filter((at) => canSay(offers, axis.axis, ids[at] as string, link.name));
    const named = move.groups.map((at) => ids[at] as string);
    if (move.way === 'remove') removals.push({ ...about, groups: named, families: move.families });
    else if (groups.length > 0) moves.push({ ...move, groups });
    else unserved.push({ ...about, groups: named, samples: move.families });
  }
  const lacking = balanceNeeds({ named, shares });
  for (const [at, samples] of lacking.entries()) {
    const group = ids[at] as string;
    if (samples > 0 && !isOffered(offers, axis.axis, group))
      unserved.push({ axis: axis.axis, groups: [group], samples });
  }
  return { axis, named, shares, moves, unserved, removals };
}

function tableOf(state: BiasState, { axis, groups, group, name }: AssociationTest): Table {
  return tableAt(
    categorySums([state], axis, groups, name, 'all'),
    namedSums([state], axis, groups, 'all'),
    group,
    0,
  );
}

function canSay(offers: readonly CellOffer[], axis: string, group: string, attribute: string): boolean {
  return offers.some(
    (offer) =>
      offer.axis === axis &&
      offer.group === group &&
      offer.stance !== 'counterfactual' &&
      offer.attributes.has(attribute),
  );
}

function isOffered(offers: readonly CellOffer[], axis: string, group: string): boolean {
  return offers.some((offer) => offer.axis === axis && offer.group === group);
}

/** The moves against links first in proportion, then what their groups' shares still lack. */
function wantsWithin({ axis, named, shares, moves }: Need, budget: number, { offers }: Options): Want[] {
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
