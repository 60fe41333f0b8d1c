import { randomBytes } from 'node:crypto';
import { close, fdatasync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { UserError } from '../errors.ts';
import {
  applyRecord,
  type Balance,
  committedMicroUsd,
  emptyBalance,
  grantReservations,
  type LedgerEnd,
  type LedgerRecord,
} from './ledger.ts';
import { damagedLedger } from './read-ledger.ts';
import { formatRecord, judgeBytes } from './record-line.ts';
import { writeFailed } from './write-failure.ts';
import { type MutexWorld, removeMutex, writeMutex } from './write-mutex.ts';

type Reserve = Extract<LedgerRecord, { type: 'RESERVE' }>;

export type Ledger = {
  /** Resolves to whether the worst case fits under the cap; a reservation that does is on the disk by then. */
  reserve(record: Reserve): Promise<boolean>;
  /** Resolves once the record is on the disk. */
  append(record: LedgerEnd): Promise<void>;
  /** The balance as last read; other processes may have moved on since. */
  readonly balance: Balance;
  close(): Promise<void>;
};

type Waiting = {
  record: LedgerRecord;
  resolve(granted: boolean): void;
  reject(error: unknown): void;
};

const datasync = promisify(fdatasync);
const closeFile = promisify(close);

/**
 * Opens a ledger that other processes may be writing too. Every round takes the ledger's mutex, reads what others
 * have added, decides on the reservations that wait, writes, lets go, and syncs; so what all processes together
 * have reserved never exceeds the cap.
 * @throws UserError LEDGER_DAMAGED where a record is not as it was written.
 */
export async function openLedger(
  path: string,
  { capMicroUsd, world }: { capMicroUsd: number; world: MutexWorld },
): Promise<Ledger> {
  const file = openFile(path);
  const mutex = `${path}.lock`;
  const balance = emptyBalance();
  const place = { offset: 0, line: 1 };
  let waiting: Waiting[] = [];
  let flushing: Promise<void> | undefined;

  async function flush(): Promise<void> {
    while (waiting.length > 0) {
      const release = await writeMutex(mutex, world).catch(failAll);
      if (!release) return;
      const batch = waiting;
      waiting = [];
      try {
        const granted = locked(release, () => decide(batch.map(({ record }) => record)));
        await datasync(file);
        batch.forEach(({ resolve }, index) => {
          resolve(granted[index] === true);
        });
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    flushing = undefined;
  }

  function failAll(error: unknown): undefined {
    for (const { reject } of waiting) reject(error);
    waiting = [];
    flushing = undefined;
  }

  function decide(records: LedgerRecord[]): boolean[] {
    catchUp({ file, path, balance, place });
    // Facts first: what they free is there for the reservations behind them.
    write(records.filter(({ type }) => type !== 'RESERVE'));
    const wanted = records.filter((record) => record.type === 'RESERVE');
    const costs = wanted.map(({ costMicroUsd }) => costMicroUsd);
    const granted = grantReservations(committedMicroUsd(balance), costs, capMicroUsd);
    write(wanted.filter((_, index) => granted[index]));
    const refused = new Set<LedgerRecord>(wanted.filter((_, index) => !granted[index]));
    return records.map((record) => !refused.has(record));
  }

  function write(records: LedgerRecord[]): void {
    const bytes = Buffer.from(records.map(formatRecord).join(''));
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
    } catch (error) {
      cutBack();
      throw error;
    }
    for (const record of records) applyRecord(balance, record);
    place.offset += bytes.length;
    place.line += records.length;
  }

  /** A disk that fills up in the middle of a record must not leave half of it. */
  function cutBack(): void {
    try {
      ftruncateSync(file, place.offset);
    } catch {
      // A device cannot be cut, and holds nothing; and what stays is a torn tail to whoever reads it next.
    }
  }

  function add(record: LedgerRecord): Promise<boolean> {
    return new Promise<boolean>((resolve, reject) => {
      waiting.push({ record, resolve, reject });
      flushing ??= Promise.resolve().then(flush);
    }).catch(failedToWrite(path));
  }

  locked(await writeMutex(mutex, world).catch(failedToWrite(path)), () =>
    catchUp({ file, path, balance, place }),
  );
  return {
    reserve: add,
    append: async (record) => {
      await add(record);
    },
    balance,
    async close() {
      await flushing;
      await closeFile(file);
      removeMutex(mutex);
    },
  };
}

type Reading = { file: number; path: string; balance: Balance; place: { offset: number; line: number } };

/** No record's line is near this long. */
const chunkBytes = 1 << 20;

/** Takes in what stands behind the place read so far. With the mutex held, a torn tail is a dead process's. */
function catchUp({ file, path, balance, place }: Reading): void {
  const { size } = fstatSync(file);
  if (size < place.offset) throw damagedLedger(path, place.line);
  const chunk = Buffer.alloc(Math.min(chunkBytes, size - place.offset));
  while (place.offset < size) {
    const start = place.offset;
    const length = readSync(file, chunk, 0, chunk.length, start);
    for (const step of judgeBytes(chunk.subarray(0, length), place)) {
      if (step.kind === 'damaged') throw damagedLedger(path, step.line);
      if (step.kind === 'torn') break;
      applyRecord(balance, step.record as LedgerRecord);
      place.offset = step.offset + step.length + 1;
      place.line = step.line + 1;
    }
    if (start + length >= size) break;
    if (place.offset === start) throw damagedLedger(path, place.line);
  }
  if (place.offset < size) ftruncateSync(file, place.offset);
}

function openFile(path: string): number {
  try {
    // Read and append; made where it does not exist.
    return openSync(path, 'a+', 0o600);
  } catch (error) {
    return writeFailed(path)(error);
  }
}

/** A mutex that others hold has its own words. */
function failedToWrite(path: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof UserError) throw error;
    return writeFailed(path)(error);
  };
}

function locked<Value>(release: () => void, work: () => Value): Value {
  try {
    return work();
  } finally {
    release();
  }
}

/** Adds records to a ledger that runs may be writing at the same time. */
export async function appendToLedger(path: string, records: LedgerEnd[]): Promise<void> {
  const world = { nonce: randomBytes(6).toString('hex'), now: Date.now, sleep: pause, random: Math.random };
  const ledger = await openLedger(path, { capMicroUsd: 0, world });
  await Promise.all(records.map((record) => ledger.append(record)));
  await ledger.close();
}
