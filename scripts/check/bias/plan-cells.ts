import type { Axis } from '../../sample/axis.ts';
import type { Estimate } from './bias-report.ts';
import type { BiasState } from './bias-state.ts';
import { cellOf } from './cells.ts';
import { distanceQuantity } from './measure-representation.ts';
import { evaluate } from './quantity.ts';
import { estimate } from './rows.ts';

/** So many samples about a group to generate next. */
export type PlannedCell = { axis: string; group: string; samples: number };

/** How far an axis is from its target now, and how far it will be once the cells are merged. */
export type PlannedAxis = { axis: string; title: string; samples: number; now: Estimate; after: Estimate };

export type BiasPlan = { cells: PlannedCell[]; axes: PlannedAxis[] };

type Need = { axis: Axis; named: number[]; needs: number[] };

/**
 * The cells that bring every axis to its target with the fewest samples, or as close as `count` samples can.
 * A sample adds one naming of its group, and none can be taken away: so the group that is furthest above its
 * share s sets the size N = max(c / s), and every other group needs s·N − c more, which no plan can undercut.
 */
export function planCells(
  state: BiasState,
  axes: readonly Axis[],
  options: { count: number | undefined; leastFamilies: number },
): BiasPlan {
  const wanted = axes.map((axis) => needsOf(state, axis)).filter(({ needs }) => sumOf(needs) > 0);
  const total = wanted.reduce((sum, { needs }) => sum + sumOf(needs), 0);
  const budgets = shareOut(
    wanted.map(({ needs }) => sumOf(needs)),
    Math.min(options.count ?? total, total),
  );
  const planned = wanted.map((need, at) => ({ ...need, adds: spend(need, budgets[at] as number) }));
  return {
    cells: planned.flatMap(({ axis, adds }) =>
      axis.groups.flatMap(({ id }, at) =>
        (adds[at] as number) > 0 ? [{ axis: axis.axis, group: id, samples: adds[at] as number }] : [],
      ),
    ),
    axes: planned
      .filter(({ adds }) => sumOf(adds) > 0)
      .map(({ axis, named, adds }) =>
        predict(state, axis, { named, adds, leastFamilies: options.leastFamilies }),
      ),
  };
}

function needsOf(state: BiasState, axis: Axis): Need {
  const named = axis.groups.map(({ id }) => state.cells.get(cellOf.named(axis.axis, id))?.[0] ?? 0);
  const shares = sharesOf(axis);
  const size = Math.max(...named.map((count, at) => count / (shares[at] as number)));
  return {
    axis,
    named,
    needs: named.map((count, at) => Math.max(0, Math.round((shares[at] as number) * size - count))),
  };
}

function sharesOf({ groups, target }: Axis): number[] {
  return groups.map(({ id }) => target.shares[id] ?? 0);
}

/** Whole numbers in proportion to the weights that add up to `total`: the largest remainders round up (Hamilton). */
function shareOut(weights: readonly number[], total: number): number[] {
  const sum = sumOf(weights);
  const exact = weights.map((weight) => (sum === 0 ? 0 : (weight / sum) * total));
  const whole = exact.map(Math.floor);
  const rest = total - sumOf(whole);
  const byRemainder = exact
    .map((value, at) => ({ at, remainder: value - Math.floor(value) }))
    .sort((a, b) => b.remainder - a.remainder || a.at - b.at);
  for (const { at } of byRemainder.slice(0, rest)) whole[at] = (whole[at] as number) + 1;
  return whole;
}

/** One sample after the other to the group that lacks most of its share: the distance falls fastest so. */
function spend({ axis, named, needs }: Need, budget: number): number[] {
  const shares = sharesOf(axis);
  const size = sumOf(named) + sumOf(needs);
  const adds = named.map(() => 0);
  for (let left = Math.min(budget, sumOf(needs)); left > 0; left--) {
    let most = -1;
    let lack = 0;
    for (const [at, count] of named.entries()) {
      const missing = (shares[at] as number) * size - count - (adds[at] as number);
      if (
        (adds[at] as number) < (needs[at] as number) &&
        (most === -1 || missing / (shares[at] as number) > lack)
      ) {
        most = at;
        lack = missing / (shares[at] as number);
      }
    }
    adds[most] = (adds[most] as number) + 1;
  }
  return adds;
}

type Prediction = { named: number[]; adds: number[]; leastFamilies: number };

/** What is added is known for sure; only what is there is drawn anew. */
function predict(state: BiasState, axis: Axis, { named, adds, leastFamilies }: Prediction): PlannedAxis {
  const ids = axis.groups.map(({ id }) => id);
  const now = distanceQuantity(axis.axis, ids, axis.target.shares);
  const mended = {
    ...now,
    formula: (cells: Float64Array) => now.formula(cells.map((count, at) => count + (adds[at] as number))),
  };
  const families = sumOf(named);
  return {
    axis: axis.axis,
    title: axis.title,
    samples: sumOf(adds),
    now: estimate(evaluate([state], now), families, leastFamilies, 0),
    after: estimate(evaluate([state], mended), families + sumOf(adds), leastFamilies, 0),
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
