import { cellOf } from './cells.ts';
import type { Quantity } from './quantity.ts';
import { valenceUnit } from './sample-facts.ts';

type Use = 'learned' | 'asked' | 'rejected';

/**
 * The mean valence (VADER, −1..1) of what is said of a group, minus that of the other groups, each family
 * counting once a group. Two-sided, and no measure of bias by itself: a sad story is not an unfair one.
 */
export function valenceGapQuantity(
  use: Use,
  axis: string,
  groups: readonly string[],
  group: string,
): Quantity {
  const at = groups.indexOf(group);
  const keys = [
    ...groups.map((each) => cellOf.valence(use, axis, each)),
    ...groups.map((each) => cellOf.rated(use, axis, each)),
  ];
  return {
    keys,
    formula(cells) {
      const sums = cells.subarray(0, groups.length);
      const counts = cells.subarray(groups.length);
      const [sum, count] = [sums[at] as number, counts[at] as number];
      const [otherSum, otherCount] = [total(sums) - sum, total(counts) - count];
      return (sum / count - otherSum / otherCount) / valenceUnit;
    },
  };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
