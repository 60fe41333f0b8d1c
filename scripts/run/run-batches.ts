import type { BatchProvider, BatchStatus, ModelCall, RawAnswer } from '../provider/model-provider.ts';
import type { JournalRecord } from './journal.ts';
import type { Balance, LedgerEnd, LedgerRecord } from './ledger.ts';

/** A call of a batch, under its name in the journal. */
export type BatchCall = { key: string; call: ModelCall };

export type BatchWorld = {
  batches: BatchProvider;
  /** The run's hash: batches and calls are named after it. */
  hash: string;
  run: string;
  label: string;
  worstCost(call: ModelCall): number;
  /** The record that ends a reservation, by what its answer says of the bill. */
  endOf(id: string, answer: RawAnswer): LedgerEnd;
  ledger: {
    reserve(record: Extract<LedgerRecord, { type: 'RESERVE' }>): Promise<boolean>;
    append(record: LedgerEnd): Promise<void>;
    balance: Balance;
  };
  journal: { append(record: JournalRecord): Promise<void>; has(call: string): boolean };
  now(): string;
  sleep(ms: number): Promise<void>;
  signal: AbortSignal;
};

const firstPollMs = 2_000;
const longestPollMs = 60_000;

/** Whether a reservation belongs to a batch: its end is the vendor's to tell, days after a crash too. */
export function isBatchReservation(id: string, hash: string): boolean {
  return id.startsWith(`${hash}-batch-`);
}

/**
 * Brings the answers of many calls into the journal by way of the vendor's batches. Names follow from the run, so
 * that any later process finds a batch that was started, reads it once, and starts none twice. Calls that a batch
 * did not run are left for the run to ask one by one, and so are those the budget has no room for.
 */
export async function runBatches(calls: Iterable<BatchCall>, world: BatchWorld): Promise<void> {
  let index = 0;
  for (const chunk of chunks(calls, world.batches.maxCalls)) {
    if (world.signal.aborted) return;
    await runBatch(`${world.hash}-batch-${index++}`, chunk, world);
  }
}

async function runBatch(name: string, chunk: BatchCall[], world: BatchWorld): Promise<void> {
  const { batches, signal, journal, ledger } = world;
  const reservationOf = ({ key }: BatchCall) => `${name}:${key}`;
  const wanted = chunk.filter(({ key }) => !journal.has(key));
  const reserved = wanted.filter((each) => ledger.balance.open.has(reservationOf(each)));
  if (wanted.length === 0) return;
  const known = await batches.find(name, { signal });
  // It was read before: what it did not answer is asked one by one.
  if (known && reserved.length === 0) return;
  const going = reserved.length > 0 ? reserved : await reserveAll(wanted, reservationOf, world);
  if (going.length === 0) return;
  const started =
    known ??
    (await batches.submit(
      name,
      going.map(({ call }) => call),
      { signal },
    ));
  const status = await awaitEnd(started, world);
  if (status)
    await readBatch(status, new Map(going.map((each) => [each.call.id, each])), { reservationOf, world });
}

async function reserveAll(
  wanted: BatchCall[],
  reservationOf: (call: BatchCall) => string,
  { ledger, run, label, worstCost, now }: BatchWorld,
): Promise<BatchCall[]> {
  const granted = await Promise.all(
    wanted.map((each) =>
      ledger.reserve({
        type: 'RESERVE',
        id: reservationOf(each),
        at: now(),
        run,
        model: label,
        costMicroUsd: worstCost(each.call),
      }),
    ),
  );
  return wanted.filter((_, index) => granted[index]);
}

/** Asks now and then; undefined where the user leaves before the end. */
async function awaitEnd(
  started: BatchStatus,
  { batches, sleep, signal }: BatchWorld,
): Promise<BatchStatus | undefined> {
  let status = started;
  for (let waitMs = firstPollMs; status.state === 'running'; waitMs = Math.min(longestPollMs, waitMs * 1.5)) {
    await sleep(waitMs);
    if (signal.aborted) return undefined;
    status = await batches.poll(status.id, { signal });
  }
  return status;
}

type Reading = { reservationOf(call: BatchCall): string; world: BatchWorld };

async function readBatch(
  status: BatchStatus,
  going: Map<string, BatchCall>,
  { reservationOf, world }: Reading,
): Promise<void> {
  const { batches, journal, ledger, signal, endOf, now } = world;
  for await (const line of batches.read(status, { signal })) {
    const each = going.get(line.callId);
    if (!each) continue;
    going.delete(line.callId);
    const id = reservationOf(each);
    if ('notRun' in line) await ledger.append({ type: 'VOID', id, at: now(), reason: 'not-run' });
    else {
      await journal.append({ type: 'RECEIVED', call: each.key, id, answer: line.raw });
      await ledger.append(endOf(id, line.raw));
    }
  }
  // A line that was torn may have been billed.
  const left = [...going.values()];
  await Promise.all(
    left.map((each) =>
      ledger.append({ type: 'UNKNOWN', id: reservationOf(each), at: now(), reason: 'no-line' }),
    ),
  );
}

function* chunks<Item>(items: Iterable<Item>, size: number): Generator<Item[]> {
  let chunk: Item[] = [];
  for (const item of items) {
    chunk.push(item);
    if (chunk.length === size) {
      yield chunk;
      chunk = [];
    }
  }
  if (chunk.length > 0) yield chunk;
}
