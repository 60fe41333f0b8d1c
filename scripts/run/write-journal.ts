import { open } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { readFileLines } from '../sample/read-lines.ts';
import type { JournalRecord } from './journal.ts';
import { formatRecord, judgeLine, parseRecord } from './record-line.ts';
import { openAppender } from './write-appender.ts';

export type Journal = {
  /** Resolves once the record is on the disk. */
  append(record: JournalRecord): Promise<void>;
  /** Whether records of a call were there when the journal was opened, and have not been taken yet. */
  has(call: string): boolean;
  /** Takes those records, oldest first. */
  take(call: string): Promise<JournalRecord[]>;
  close(): Promise<void>;
};

type Place = { offset: number; length: number };

/** An answer is cut at 16 MiB; JSON at its longest writes six bytes for one. */
const maxLineBytes = 128 * 1024 * 1024;

/**
 * Opens a run's journal. What earlier processes saved stays on the disk: only where it stands is kept in memory.
 * @throws UserError JOURNAL_DAMAGED where a record is not as it was written.
 */
export async function openJournal(path: string, onRecord: (record: JournalRecord) => void): Promise<Journal> {
  const places = new Map<string, Place[]>();
  const length = await scan(path, (record, place) => {
    onRecord(record);
    places.set(record.call, [...(places.get(record.call) ?? []), place]);
  });
  const appender = await openAppender(path, length);
  const reader = await open(path, 'r');
  return {
    append: (record) => appender.append(formatRecord(record)),
    has: (call) => places.has(call),
    async take(call) {
      const found = places.get(call) ?? [];
      places.delete(call);
      return Promise.all(found.map(read));
    },
    async close() {
      await reader.close();
      await appender.close();
    },
  };

  async function read({ offset, length: size }: Place): Promise<JournalRecord> {
    const { buffer } = await reader.read(Buffer.alloc(size), 0, size, offset);
    const record = parseRecord(buffer);
    if (!record) throw damaged(path, `byte ${offset}`);
    return record as JournalRecord;
  }
}

/** Reads the whole records; returns the bytes they take. What a crash tore off behind them does not count. */
async function scan(path: string, onRecord: (record: JournalRecord, place: Place) => void): Promise<number> {
  let whole = 0;
  try {
    for await (const line of readFileLines(path, { maxLineBytes })) {
      const step = judgeLine(line);
      if (step.kind === 'damaged') throw damaged(path, `line ${step.line}`);
      if (step.kind === 'torn') break;
      onRecord(step.record as JournalRecord, step);
      whole = step.offset + step.length + 1;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return whole;
}

function damaged(path: string, where: string): UserError {
  return new UserError(`${path}, ${where}, is not as it was written`, {
    code: 'JOURNAL_DAMAGED',
    fix: 'The disk or somebody changed it. Restore it from a copy; without one, set the run folder aside and start a new run.',
  });
}
