import type { Balance, LedgerEnd, OpenReservation, Tokens } from './ledger.ts';

/** What the journal says a reservation cost; undefined where it holds no answer that tells. */
export type KnownEnd = { costMicroUsd: number; tokens?: Tokens } | 'not-billed' | undefined;

type Recovery = {
  run: string;
  endOf(id: string): KnownEnd;
  /** Whether a reservation is still under way, although its process is gone: a batch is. */
  goesOn(id: string): boolean;
  at: string;
};

/**
 * Ends what a crash left open of a run's reservations: settled where the journal holds the answer, else unknown.
 * With the run's lock held, nothing of it can be in flight.
 */
export function planRecovery(balance: Balance, { run, endOf, goesOn, at }: Recovery): LedgerEnd[] {
  const left = [...balance.open.values()].filter((open) => open.run === run);
  return left.flatMap(({ id, unknown }): LedgerEnd[] => {
    const end = endOf(id);
    if (end === 'not-billed') return [{ type: 'VOID', id, at, reason: 'the answer says so' }];
    if (end) return [{ type: 'SETTLE', id, at, ...end }];
    if (goesOn(id)) return [];
    return unknown === undefined ? [{ type: 'UNKNOWN', id, at, reason: 'the run was ended' }] : [];
  });
}

/**
 * Settles the unknown reservations with what the vendor billed for them all together, in proportion to their worst
 * cases; undefined where that is more than all of them could have cost.
 */
export function planReconciliation(
  unknown: readonly OpenReservation[],
  { billedMicroUsd, at }: { billedMicroUsd: number; at: string },
): LedgerEnd[] | undefined {
  const worst = unknown.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0);
  if (billedMicroUsd > worst) return undefined;
  let before = 0;
  let spread = 0;
  return unknown.map(({ id, costMicroUsd }): LedgerEnd => {
    if (billedMicroUsd === 0) return { type: 'VOID', id, at, reason: 'reconciled: not billed' };
    before += costMicroUsd;
    // The running total is rounded, not each share: the shares add up to the bill exactly.
    const share = Number((BigInt(billedMicroUsd) * BigInt(before)) / BigInt(worst)) - spread;
    spread += share;
    return { type: 'SETTLE', id, at, costMicroUsd: share, tokens: { input: 0, output: 0 } };
  });
}
