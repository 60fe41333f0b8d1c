/**
 * One line of `ledger.jsonl`. Every attempt is a RESERVE of the worst it can cost, written before anything is
 * sent; what follows under the same id says what became of it. All amounts are integer micro-USD (10^-6 USD).
 */
export type LedgerRecord =
  | { type: 'RESERVE'; id: string; at: string; run: string; model: string; costMicroUsd: number }
  /** Billed: the true cost, from the usage the vendor reports. */
  | { type: 'SETTLE'; id: string; at: string; costMicroUsd: number; tokens: Tokens }
  /** Certainly not billed. */
  | { type: 'VOID'; id: string; at: string; reason: string }
  /** Sent, and nobody knows whether it was billed: charged at the worst case until it is reconciled. */
  | { type: 'UNKNOWN'; id: string; at: string; reason: string };

export type Tokens = { input: number; output: number };

/** A reservation that is not settled or void. `unknown` is why, where its end is known to be unknown. */
export type OpenReservation = {
  id: string;
  at: string;
  run: string;
  model: string;
  costMicroUsd: number;
  unknown?: string;
};

/** What one model did. */
export type ModelTotals = {
  requests: number;
  settled: number;
  void: number;
  tokens: Tokens;
  settledMicroUsd: number;
};

/** A ledger's records, folded. What is settled or void is counted and forgotten, so that memory stays flat. */
export type Balance = {
  reservedMicroUsd: number;
  unknownMicroUsd: number;
  settledMicroUsd: number;
  open: Map<string, OpenReservation>;
  models: Map<string, ModelTotals>;
  /** Records that do not follow from those before them: no reservation stands open under their id. */
  strays: number;
  /** Settlements above what was reserved: the vendor billed more than its own bounds allow. */
  overruns: number;
};

export function emptyBalance(): Balance {
  return {
    reservedMicroUsd: 0,
    unknownMicroUsd: 0,
    settledMicroUsd: 0,
    open: new Map(),
    models: new Map(),
    strays: 0,
    overruns: 0,
  };
}

/** What counts against the budget: settled, reserved and unknown, the last two at their worst case. */
export function committedMicroUsd({ reservedMicroUsd, unknownMicroUsd, settledMicroUsd }: Balance): number {
  return reservedMicroUsd + unknownMicroUsd + settledMicroUsd;
}

/** Takes one record into the balance, in place. */
export function applyRecord(balance: Balance, record: LedgerRecord): void {
  if (record.type === 'RESERVE') return reserve(balance, record);
  const reservation = balance.open.get(record.id);
  if (!reservation) {
    balance.strays += 1;
    return;
  }
  if (record.type === 'UNKNOWN') return leaveUnknown(balance, reservation, record.reason);
  close(balance, reservation);
  const totals = totalsOf(balance, reservation.model);
  if (record.type === 'VOID') {
    totals.void += 1;
    return;
  }
  if (record.costMicroUsd > reservation.costMicroUsd) balance.overruns += 1;
  balance.settledMicroUsd += record.costMicroUsd;
  totals.settled += 1;
  totals.settledMicroUsd += record.costMicroUsd;
  totals.tokens.input += record.tokens.input;
  totals.tokens.output += record.tokens.output;
}

function reserve(balance: Balance, record: Extract<LedgerRecord, { type: 'RESERVE' }>): void {
  if (balance.open.has(record.id)) {
    balance.strays += 1;
    return;
  }
  const { id, at, run, model, costMicroUsd } = record;
  balance.open.set(id, { id, at, run, model, costMicroUsd });
  balance.reservedMicroUsd += costMicroUsd;
  totalsOf(balance, model).requests += 1;
}

function leaveUnknown(balance: Balance, reservation: OpenReservation, reason: string): void {
  if (reservation.unknown === undefined) {
    balance.reservedMicroUsd -= reservation.costMicroUsd;
    balance.unknownMicroUsd += reservation.costMicroUsd;
  }
  reservation.unknown = reason;
}

function close(balance: Balance, { id, costMicroUsd, unknown }: OpenReservation): void {
  balance.open.delete(id);
  if (unknown === undefined) balance.reservedMicroUsd -= costMicroUsd;
  else balance.unknownMicroUsd -= costMicroUsd;
}

function totalsOf({ models }: Balance, model: string): ModelTotals {
  const known = models.get(model);
  if (known) return known;
  const totals = { requests: 0, settled: 0, void: 0, tokens: { input: 0, output: 0 }, settledMicroUsd: 0 };
  models.set(model, totals);
  return totals;
}

/**
 * Which of the amounts wanted, first come first served, fit under the cap together with all that is committed.
 * One that does not fit does not stop a smaller one behind it.
 */
export function grantReservations(
  committed: number,
  wantedMicroUsd: readonly number[],
  capMicroUsd: number,
): boolean[] {
  let total = committed;
  return wantedMicroUsd.map((amount) => {
    const fits = total + amount <= capMicroUsd;
    if (fits) total += amount;
    return fits;
  });
}
