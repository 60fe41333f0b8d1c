import type { Axes } from '../../sample/axis.ts';
import { associationChanges } from './association-changes.ts';
import type { Attributes } from './attributes.ts';
import { measureAxis } from './axis-measures.ts';
import { balanceChange, type ChangeContext, parityChanges, valenceChanges } from './balance-changes.ts';
import type { AxisBias, BiasChange, BiasReport, Status } from './bias-report.ts';
import { cellOf } from './cells.ts';
import { type AssociationTest, testAssociations } from './find-associations.ts';
import { sayHeadline } from './headline.ts';
import { replicates } from './poisson-weights.ts';
import { countSides, isMeasured, statesAfter } from './rows.ts';

export type BiasInput = ChangeContext & { axes: Axes; attributes: Attributes };

/** Every measure on every axis that has families, and what of it a maintainer must see first. */
export function buildBias(input: BiasInput): { report: BiasReport; tests: AssociationTest[] } {
  const { axes, attributes, sides, thresholds, mode } = input;
  const present = [...axes.values()]
    .filter(({ axis }) => countSides(sides, [cellOf.families(axis)]).after > 0)
    .sort((a, b) => (a.axis < b.axis ? -1 : 1));
  const tests = testAssociations({
    states: statesAfter(sides),
    axes: present.map(({ axis }) => axis),
    attributes,
    thresholds,
  });
  const ofCategories = tests.filter(({ kind }) => kind === 'category');
  const measured = present.map((axis) => measureAxis(axis, sides, ofCategories, thresholds));
  const context = { ...input, ...namesFrom(axes, attributes) };
  const changes = [
    ...present.map((axis, at) => balanceChange(axis, measured[at] as AxisBias, context)),
    ...associationChanges(tests, context),
    ...measured.flatMap((axis) => [...valenceChanges(axis, context), ...parityChanges(axis, context)]),
  ].sort(worstFirst);
  const report: BiasReport = {
    headline: sayHeadline(changes, mode),
    mode,
    thresholds,
    replicates,
    categories: attributes.categories.map(({ id, label }) => ({ id, label })),
    axes: measured,
    changes,
    notMeasured: notMeasured(input),
  };
  return { report, tests };
}

function namesFrom(axes: Axes, { categories }: Attributes) {
  return {
    titleOf: (axis: string) => axes.get(axis)?.title ?? axis,
    labelOf: (axis: string, group: string) =>
      axes.get(axis)?.groups.find(({ id }) => id === group)?.label ?? group,
    categoryLabel: (id: string) => categories.find((category) => category.id === id)?.label ?? id,
  };
}

const rank: Record<Status, number> = { gate: 0, worse: 1, found: 2, unclear: 3, better: 4, insufficient: 5 };
/** An axis out of balance comes first: links that a lopsided contribution brings often go away with it. */
const measureRank = { balance: 0, 'own-balance': 0, association: 1, valence: 2, parity: 3 };

function worstFirst(a: BiasChange, b: BiasChange): number {
  return (
    rank[a.status] - rank[b.status] ||
    measureRank[a.measure] - measureRank[b.measure] ||
    sizeOf(b) - sizeOf(a) ||
    (a.label < b.label ? -1 : Number(a.label > b.label))
  );
}

function sizeOf({ change, after }: BiasChange): number {
  const shown = isMeasured(change) ? change : after;
  return isMeasured(shown) ? Math.abs(shown.value) : 0;
}

function notMeasured({ sides }: BiasInput): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { unmeasured } of statesAfter(sides)) {
    for (const [lang, count] of unmeasured) counts.set(lang, (counts.get(lang) ?? 0) + count);
  }
  return Object.fromEntries([...counts].sort(([a], [b]) => (a < b ? -1 : 1)));
}
