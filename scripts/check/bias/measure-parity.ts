import { cellOf } from './cells.ts';
import type { Quantity } from './quantity.ts';
import { valenceUnit } from './sample-facts.ts';

/** Families declared counterfactual that bring two versions at least, as a share. */
export function coverageQuantity(axis: string): Quantity {
  return {
    keys: [cellOf.versions('compared', axis), cellOf.versions('declared', axis)],
    formula: ([compared = 0, declared = 0]) => compared / declared,
  };
}

/**
 * How unlike the versions of a family are beyond their identity terms: the mean share of words changed
 * (1 − Dice's coefficient of their words; Dice, 1945), of length, or of valence.
 */
export function parityQuantity(what: 'edits' | 'length' | 'valence', axis: string): Quantity {
  return {
    keys: [cellOf.versions(what, axis), cellOf.versions('compared', axis)],
    formula: ([sum = 0, compared = 0]) => sum / compared / valenceUnit,
  };
}
