import { cellOf } from './cells.ts';
import type { Quantity } from './quantity.ts';
import { valenceUnit } from './sample-facts.ts';

/**
 * Preference pairs about a group: the mean valence of the chosen answer minus that of the rejected one. A group
 * for which it is far from the others' is preferred in another tone.
 */
export function preferenceQuantity(axis: string, group: string): Quantity {
  return {
    keys: [
      cellOf.pairs('chosen', axis, group),
      cellOf.pairs('rejected', axis, group),
      cellOf.pairs('count', axis, group),
    ],
    formula: ([chosen = 0, rejected = 0, count = 0]) => (chosen - rejected) / count / valenceUnit,
  };
}
