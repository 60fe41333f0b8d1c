import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyRecord,
  type Balance,
  committedMicroUsd,
  emptyBalance,
  grantReservations,
  type LedgerRecord,
  totalsOfRun,
} from '../../scripts/run/ledger.ts';
import { planReconciliation, planRecovery } from '../../scripts/run/reconcile.ts';

const at = '2026-11-24T10:00:00.000Z';

function reserve(id: string, costMicroUsd: number, model = 'm'): LedgerRecord {
  return { type: 'RESERVE', id, at, run: 'r', model, costMicroUsd };
}

function settle(id: string, costMicroUsd: number): LedgerRecord {
  return { type: 'SETTLE', id, at, costMicroUsd, tokens: { input: 3, output: 4 } };
}

const voided = (id: string): LedgerRecord => ({ type: 'VOID', id, at, reason: 'rate-limited' });
const unknown = (id: string): LedgerRecord => ({ type: 'UNKNOWN', id, at, reason: 'timeout' });

function fold(records: LedgerRecord[]): Balance {
  const balance = emptyBalance();
  for (const record of records) applyRecord(balance, record);
  return balance;
}

describe('the ledger', () => {
  it('moves an amount from reserved to where it ended', () => {
    const balance = fold([
      reserve('a', 100),
      reserve('b', 100),
      reserve('c', 100),
      reserve('d', 100),
      settle('a', 30),
      voided('b'),
      unknown('c'),
    ]);
    expect(balance).toMatchObject({ reservedMicroUsd: 100, unknownMicroUsd: 100, settledMicroUsd: 30 });
    expect(committedMicroUsd(balance)).toBe(230);
    expect([...balance.open.keys()]).toEqual(['c', 'd']);
    expect(totalsOfRun(balance, 'r')).toEqual([
      {
        run: 'r',
        model: 'm',
        requests: 4,
        settled: 1,
        tokens: { input: 3, output: 4 },
        untold: 0,
        settledMicroUsd: 30,
        failures: { 'rate-limited': 1, timeout: 1 },
      },
    ]);
    expect(totalsOfRun(balance, 'other')).toEqual([]);
  });

  it('tells answers that took an unknown number of tokens from those that took none', () => {
    const free: LedgerRecord = { type: 'SETTLE', id: 'b', at, costMicroUsd: 0 };
    const balance = fold([reserve('a', 100), reserve('b', 0), settle('a', 30), free]);
    expect(totalsOfRun(balance, 'r')).toMatchObject([
      { settled: 2, untold: 1, tokens: { input: 3, output: 4 } },
    ]);
    expect(balance.open.size).toBe(0);
  });

  it('settles or voids what was unknown, and says a thing twice without counting it twice', () => {
    expect(committedMicroUsd(fold([reserve('a', 100), unknown('a'), unknown('a')]))).toBe(100);
    expect(committedMicroUsd(fold([reserve('a', 100), unknown('a'), settle('a', 7)]))).toBe(7);
    expect(committedMicroUsd(fold([reserve('a', 100), unknown('a'), voided('a')]))).toBe(0);
  });

  it('counts records that follow from nothing, and bills above the reservation', () => {
    expect(fold([settle('a', 1), reserve('b', 2), reserve('b', 2)]).strays).toBe(2);
    expect(fold([reserve('a', 1), settle('a', 2)])).toMatchObject({ overruns: 1, settledMicroUsd: 2 });
  });

  it('never loses an amount: what is committed is what the records say, whatever their order', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const amount = fc.nat(1_000);
    const record = fc.oneof(
      fc.tuple(id, amount).map(([name, cost]) => reserve(name, cost)),
      fc.tuple(id, amount).map(([name, cost]) => settle(name, cost)),
      id.map(voided),
      id.map(unknown),
    );
    fc.assert(
      fc.property(fc.array(record, { maxLength: 40 }), (records) => {
        const balance = fold(records);
        const open = [...balance.open.values()];
        const sum = (isUnknown: boolean) =>
          open
            .filter((each) => (each.unknown !== undefined) === isUnknown)
            .reduce((total, { costMicroUsd }) => total + costMicroUsd, 0);
        expect(balance.reservedMicroUsd).toBe(sum(false));
        expect(balance.unknownMicroUsd).toBe(sum(true));
        const settled = totalsOfRun(balance, 'r').reduce((total, each) => total + each.settledMicroUsd, 0);
        expect(balance.settledMicroUsd).toBe(settled);
      }),
    );
  });
});

describe('grantReservations', () => {
  it('grants what fits, and a smaller one behind one that does not', () => {
    expect(grantReservations(50, [30, 30, 20, 1], 100)).toEqual([true, false, true, false]);
    expect(grantReservations(0, [0], 0)).toEqual([true]);
  });

  it('never grants above the cap', () => {
    fc.assert(
      fc.property(fc.nat(500), fc.array(fc.nat(100)), fc.nat(1_000), (committed, wanted, cap) => {
        const granted = grantReservations(committed, wanted, cap);
        const total = wanted.reduce((sum, amount, index) => sum + (granted[index] ? amount : 0), committed);
        expect(granted.includes(true) ? total <= cap : true).toBe(true);
      }),
    );
  });
});

describe('recovery after a crash', () => {
  it("settles what the journal knows, and leaves the rest unknown; others' runs are not touched", () => {
    const balance = fold([
      reserve('a', 10),
      reserve('b', 10),
      reserve('c', 10),
      reserve('d', 10),
      unknown('d'),
      reserve('f', 10),
      { ...reserve('e', 10), run: 'other' } as LedgerRecord,
    ]);
    const known = { costMicroUsd: 4, tokens: { input: 1, output: 2 } };
    const endOf = (id: string) => ({ a: known, b: 'not-billed' as const })[id];
    expect(planRecovery(balance, { run: 'r', endOf, goesOn: (id) => id === 'f', at })).toEqual([
      { type: 'SETTLE', id: 'a', at, ...known },
      { type: 'VOID', id: 'b', at, reason: 'the answer says so' },
      { type: 'UNKNOWN', id: 'c', at, reason: 'the run was ended' },
    ]);
  });
});

describe('planReconciliation', () => {
  const open = (costs: number[]) =>
    costs.map((costMicroUsd, index) => ({ id: String(index), at, run: 'r', model: 'm', costMicroUsd }));

  it('voids all where nothing was billed, and refuses a bill that cannot be', () => {
    expect(planReconciliation(open([5, 5]), { billedMicroUsd: 0, at })).toMatchObject([
      { type: 'VOID' },
      { type: 'VOID' },
    ]);
    expect(planReconciliation(open([5, 5]), { billedMicroUsd: 11, at })).toBeUndefined();
    expect(planReconciliation([], { billedMicroUsd: 0, at })).toEqual([]);
  });

  it('spreads a bill exactly, no share above its worst case', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { minLength: 1 }), fc.nat(1_000_000), (costs, wish) => {
        const worst = costs.reduce((sum, cost) => sum + cost, 0);
        const billedMicroUsd = Math.min(wish, worst);
        const records = planReconciliation(open(costs), { billedMicroUsd, at }) ?? [];
        const shares = records.map((record) => (record.type === 'SETTLE' ? record.costMicroUsd : 0));
        expect(shares.reduce((sum, share) => sum + share, 0)).toBe(billedMicroUsd);
        shares.forEach((share, index) => {
          expect(share).toBeGreaterThanOrEqual(0);
          expect(share).toBeLessThanOrEqual(costs[index] ?? 0);
        });
      }),
    );
  });
});
