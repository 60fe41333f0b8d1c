import type { Axis } from '../../sample/axis.ts';
import type { AxisBias, GroupBias, HeatCell } from './bias-report.ts';
import { cellOf } from './cells.ts';
import type { AssociationTest } from './find-associations.ts';
import { preferenceQuantity } from './measure-pairs.ts';
import { coverageQuantity, parityQuantity } from './measure-parity.ts';
import { distanceQuantity, evennessQuantity, shareQuantity } from './measure-representation.ts';
import { valenceGapQuantity } from './measure-valence.ts';
import { countSides, driftOf, round, rowOf, type Sides } from './rows.ts';
import type { Thresholds } from './thresholds.ts';

/** Every measure of one axis on both sides of the merge. */
export function measureAxis(
  { axis, title, groups, target }: Axis,
  sides: Sides,
  tests: readonly AssociationTest[],
  { leastFamilies: { shares, gaps } }: Thresholds,
): AxisBias {
  const ids = groups.map(({ id }) => id);
  const families = countSides(sides, [cellOf.families(axis)]);
  const compared = countSides(sides, [cellOf.versions('compared', axis)]);
  const declared = countSides(sides, [cellOf.versions('declared', axis)]);
  const distance = distanceQuantity(axis, ids, target.shares);
  return {
    axis,
    title,
    families,
    distance: rowOf(sides, distance, families, shares),
    drift: driftOf(sides, distance, [cellOf.families(axis)], shares),
    evenness: rowOf(sides, evennessQuantity(axis, ids), families, shares),
    coverage: rowOf(sides, coverageQuantity(axis), declared, shares),
    edits: rowOf(sides, parityQuantity('edits', axis), compared, shares),
    versionValence: rowOf(sides, parityQuantity('valence', axis), compared, gaps),
    groups: groups.map(({ id, label }): GroupBias => {
      const rated = (use: 'learned' | 'asked' | 'rejected') => smallestRated(sides, use, axis, ids, id);
      const gap = (use: 'learned' | 'asked' | 'rejected') =>
        rowOf(sides, valenceGapQuantity(use, axis, ids, id), rated(use), gaps);
      return {
        group: id,
        label,
        target: target.shares[id] ?? 0,
        share: rowOf(sides, shareQuantity(axis, ids, id), families, shares),
        valence: gap('learned'),
        preference: rowOf(
          sides,
          preferenceQuantity(axis, id),
          countSides(sides, [cellOf.pairs('count', axis, id)]),
          gaps,
        ),
        asked: gap('asked'),
        rejected: gap('rejected'),
      };
    }),
    heat: tests.flatMap((test): HeatCell[] =>
      test.axis === axis && test.kind === 'category'
        ? [{ group: ids[test.group] as string, category: test.name, value: round(test.value), q: test.q }]
        : [],
    ),
  };
}

/** A gap compares a group with the others: the smaller of the two sides counts. */
function smallestRated(
  sides: Sides,
  use: 'learned' | 'asked' | 'rejected',
  axis: string,
  groups: readonly string[],
  group: string,
) {
  const own = countSides(sides, [cellOf.rated(use, axis, group)]);
  const others = countSides(
    sides,
    groups.filter((each) => each !== group).map((each) => cellOf.rated(use, axis, each)),
  );
  return {
    before: Math.min(own.before, others.before),
    contribution: Math.min(own.contribution, others.contribution),
    after: Math.min(own.after, others.after),
  };
}
