import { UserError } from '../errors.ts';
import { readFileLines } from '../sample/read-lines.ts';
import { applyRecord, type Balance, emptyBalance, type LedgerRecord } from './ledger.ts';
import { judgeLine } from './record-line.ts';

/**
 * A ledger's balance, without taking part in it: a torn tail, or what a run is just writing, does not count.
 * @throws UserError LEDGER_DAMAGED where a record is not as it was written.
 */
export async function readLedger(path: string): Promise<Balance> {
  const balance = emptyBalance();
  for await (const line of readFileLines(path)) {
    const step = judgeLine(line);
    if (step.kind === 'damaged') throw damagedLedger(path, step.line);
    if (step.kind === 'record') applyRecord(balance, step.record as LedgerRecord);
  }
  return balance;
}

export function damagedLedger(path: string, line: number): UserError {
  return new UserError(`${path}:${line} is not as it was written`, {
    code: 'LEDGER_DAMAGED',
    fix: 'The disk or somebody changed it. Restore it from a copy; without one, set it aside and start a new run.',
  });
}
