/**
 * One line of `ledger.jsonl`. Every attempt is a RESERVE of the worst it can cost, written before anything is
 * sent; what follows under the same id says what became of it. All amounts are integer micro-USD (10^-6 USD).
 */
export type LedgerRecord =
  | { type: 'RESERVE'; id: string; at: string; run: string; model: string; costMicroUsd: number }
  /** Billed: the true cost, from the usage the vendor reports; no tokens where the vendor tells none. */
  | { type: 'SETTLE'; id: string; at: string; costMicroUsd: number; tokens?: Tokens }
  /** Certainly not billed. */
  | { type: 'VOID'; id: string; at: string; reason: string }
  /** Sent, and nobody knows whether it was billed: charged at the worst case until it is reconciled. */
  | { type: 'UNKNOWN'; id: string; at: string; reason: string };

/** What ends a reservation, or says that its end is unknown. */
export type LedgerEnd = Exclude<LedgerRecord, { type: 'RESERVE' }>;

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

/** What one model did in one run. */
export type ModelTotals = {
  run: string;
  model: string;
  requests: number;
  settled: number;
  /** Of the answers that tell them. */
  tokens: Tokens;
  /** Settled answers that tell no tokens: what they took is unknown, not nothing. */
  untold: number;
  settledMicroUsd: number;
  /** Why attempts brought no answer → how often. */
  failures: Record<string, number>;
};

/** A ledger's records, folded. What is settled or void is counted and forgotten, so that memory stays flat. */
export type Balance = {
  reservedMicroUsd: number;
  unknownMicroUsd: number;
  settledMicroUsd: number;
  open: Map<string, OpenReservation>;
  /** By run and model. */
  totals: Map<string, ModelTotals>;
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
    totals: new Map(),
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
  const reservation = balance.open.get(record.id);
  if (record.type === 'RESERVE') reserve(balance, record);
  else if (!reservation) balance.strays += 1;
  else if (record.type === 'UNKNOWN') leaveUnknown(balance, reservation, record.reason);
  else if (record.type === 'VOID') free(balance, reservation, record.reason);
  else settle(balance, reservation, record);
}

/** What the models of one run did. */
export function totalsOfRun({ totals }: Balance, run: string): ModelTotals[] {
  return [...totals.values()].filter((each) => each.run === run);
}

function reserve(balance: Balance, record: Extract<LedgerRecord, { type: 'RESERVE' }>): void {
  if (balance.open.has(record.id)) {
    balance.strays += 1;
    return;
  }
  const { id, at, run, model, costMicroUsd } = record;
  balance.open.set(id, { id, at, run, model, costMicroUsd });
  balance.reservedMicroUsd += costMicroUsd;
  totalsFor(balance, { run, model }).requests += 1;
}

function leaveUnknown(balance: Balance, reservation: OpenReservation, reason: string): void {
  if (reservation.unknown !== undefined) return;
  reservation.unknown = reason;
  balance.reservedMicroUsd -= reservation.costMicroUsd;
  balance.unknownMicroUsd += reservation.costMicroUsd;
  countFailure(totalsFor(balance, reservation), reason);
}

function free(balance: Balance, reservation: OpenReservation, reason: string): void {
  close(balance, reservation);
  if (reservation.unknown === undefined) countFailure(totalsFor(balance, reservation), reason);
}

function settle(
  balance: Balance,
  reservation: OpenReservation,
  { costMicroUsd, tokens }: Extract<LedgerRecord, { type: 'SETTLE' }>,
): void {
  close(balance, reservation);
  if (costMicroUsd > reservation.costMicroUsd) balance.overruns += 1;
  balance.settledMicroUsd += costMicroUsd;
  const totals = totalsFor(balance, reservation);
  totals.settled += 1;
  totals.settledMicroUsd += costMicroUsd;
  if (!tokens) totals.untold += 1;
  totals.tokens.input += tokens?.input ?? 0;
  totals.tokens.output += tokens?.output ?? 0;
}

function close(balance: Balance, { id, costMicroUsd, unknown }: OpenReservation): void {
  balance.open.delete(id);
  if (unknown === undefined) balance.reservedMicroUsd -= costMicroUsd;
  else balance.unknownMicroUsd -= costMicroUsd;
}

function countFailure({ failures }: ModelTotals, reason: string): void {
  const before = Object.hasOwn(failures, reason) ? failures[reason] : undefined;
  failures[reason] = (before ?? 0) + 1;
}

function totalsFor({ totals }: Balance, { run, model }: { run: string; model: string }): ModelTotals {
  const key = JSON.stringify([run, model]);
  const known = totals.get(key);
  if (known) return known;
  const tokens = { input: 0, output: 0 };
  const fresh = { run, model, requests: 0, settled: 0, tokens, untold: 0, settledMicroUsd: 0, failures: {} };
  totals.set(key, fresh);
  return fresh;
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
