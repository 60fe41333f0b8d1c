import type { Axis } from '../../sample/axis.ts';
import type { CellOffer, PlannedCell } from '../../sample/planned-cell.ts';
import type { Attributes } from './attributes.ts';
import type { BiasState } from './bias-state.ts';
import { cellOf } from './cells.ts';
import { chooseStances } from './choose-stances.ts';
import { type AssociationTest, flaggedLinks, testAssociations } from './find-associations.ts';
import { categorySums, namedSums, type Table, tableAt } from './measure-association.ts';
import { balanceNeeds } from './plan-balance.ts';
import { type LinkMove, planLink } from './plan-links.ts';
import { type AxisNeed, isOffered, samplesOf, wantsWithin } from './plan-wants.ts';
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

type Need = AxisNeed & Pick<BiasPlan, 'unserved' | 'removals'>;

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
    sumOf(wantsWithin(need, Number.POSITIVE_INFINITY, options.offers).map(samplesOf)),
  );
  const total = sumOf(wholes);
  const budgets = shareOut(wholes, Math.min(options.count ?? total, total));
  const planned = needs.map((need, at) => ({
    need,
    wants: wantsWithin(need, budgets[at] as number, options.offers),
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
