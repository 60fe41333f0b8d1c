import { cellOf } from './cells.ts';
import type { Quantity } from './quantity.ts';

/** The share of a group: families that name it, over all namings of a group on the axis. */
export function shareQuantity(axis: string, groups: readonly string[], group: string): Quantity {
  const at = groups.indexOf(group);
  return { keys: namedKeys(axis, groups), formula: (named) => (named[at] as number) / sumOf(named) };
}

/**
 * Total variation from the target, 0..1: half the summed distance of the shares (Levin, Peres, Wilmer, "Markov
 * Chains and Mixing Times", section 4.1). It is the part of all namings that would have to name another group.
 */
export function distanceQuantity(
  axis: string,
  groups: readonly string[],
  target: Readonly<Record<string, number>>,
): Quantity {
  const aims = groups.map((group) => target[group] ?? 0);
  return { keys: namedKeys(axis, groups), formula: (named) => totalVariation(named, aims), least: 0 };
}

/** Shannon's entropy of the shares over the largest possible: 1 is even, 0 is one group alone (Pielou, 1966). */
export function evennessQuantity(axis: string, groups: readonly string[]): Quantity {
  return { keys: namedKeys(axis, groups), formula: (named) => evenness(named) };
}

function namedKeys(axis: string, groups: readonly string[]): string[] {
  return groups.map((group) => cellOf.named(axis, group));
}

function totalVariation(named: Float64Array, aims: readonly number[]): number {
  const sum = sumOf(named);
  let distance = 0;
  for (let at = 0; at < named.length; at++)
    distance += Math.abs((named[at] as number) / sum - (aims[at] as number));
  return distance / 2;
}

function evenness(named: Float64Array): number {
  const sum = sumOf(named);
  let entropy = 0;
  for (const count of named) if (count > 0) entropy -= (count / sum) * Math.log(count / sum);
  return entropy / Math.log(named.length);
}

function sumOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
