import { sumOf } from './share-out.ts';

/** How often each group of an axis is named, and the share it should have. */
export type Balance = { named: readonly number[]; shares: readonly number[] };

/**
 * What each group lacks. A sample adds one naming of its group, and none can be taken away: so the group that is
 * furthest above its share s sets the size N = max(c / s), and every other group needs s·N − c more, which no plan
 * can undercut.
 */
export function balanceNeeds({ named, shares }: Balance): number[] {
  const size = Math.max(...named.map((count, at) => count / (shares[at] as number)));
  return named.map((count, at) => Math.max(0, Math.round((shares[at] as number) * size - count)));
}

/** One sample after the other to the group that lacks most of its share: the distance falls fastest so. */
export function spendOnBalance(
  { named, shares }: Balance,
  needs: readonly number[],
  budget: number,
): number[] {
  const size = sumOf(named) + sumOf(needs);
  const adds = named.map(() => 0);
  for (let left = Math.min(budget, sumOf(needs)); left > 0; left--) {
    const open = needs.flatMap((need, at) => ((adds[at] as number) < need ? [at] : []));
    const lackOf = (at: number) =>
      size - ((named[at] as number) + (adds[at] as number)) / (shares[at] as number);
    const most = open.reduce((best, at) => (lackOf(at) > lackOf(best) ? at : best));
    adds[most] = (adds[most] as number) + 1;
  }
  return adds;
}
