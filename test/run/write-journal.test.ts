import { appendFile, mkdtemp, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { callKey, type JournalRecord } from '../../scripts/run/journal.ts';
import { openAppender } from '../../scripts/run/write-appender.ts';
import { openJournal } from '../../scripts/run/write-journal.ts';

const newPath = async () => join(await mkdtemp(join(tmpdir(), 'evenhand-journal-')), 'journal.jsonl');
const nothing = () => undefined;

function received(slot: number, body = 'é'): JournalRecord {
  const call = callKey({ slot, sample: 0, step: 'schema' });
  return {
    type: 'RECEIVED',
    call,
    id: `a-${slot}`,
    answer: { status: 200, headers: {}, body, receivedAtMs: 7 },
  };
}

async function writeTen(path: string): Promise<void> {
  const journal = await openJournal(path, nothing);
  await Promise.all(Array.from({ length: 10 }, (_, slot) => journal.append(received(slot))));
  await journal.close();
}

describe('the journal', () => {
  it('gives back what earlier processes saved, each record once', async () => {
    const path = await newPath();
    await writeTen(path);
    const seen: JournalRecord[] = [];
    const journal = await openJournal(path, (record) => seen.push(record));
    expect(seen).toHaveLength(10);
    expect(journal.has('3.0.schema')).toBe(true);
    await journal.append({ type: 'GAVE_UP', call: '10.0.schema', reason: 'server-error' });
    expect(await journal.take('3.0.schema')).toEqual([received(3)]);
    expect(journal.has('3.0.schema')).toBe(false);
    expect(await journal.take('3.0.schema')).toEqual([]);
    await journal.close();
    const again = await openJournal(path, nothing);
    expect(await again.take('10.0.schema')).toMatchObject([{ type: 'GAVE_UP' }]);
    await again.close();
  });

  it('keeps the answers of one call in their order', async () => {
    const path = await newPath();
    const journal = await openJournal(path, nothing);
    for (const body of ['one', 'two', 'three']) await journal.append(received(0, body));
    await journal.close();
    const again = await openJournal(path, nothing);
    const records = await again.take('0.0.schema');
    expect(records).toMatchObject([
      { answer: { body: 'one' } },
      { answer: { body: 'two' } },
      { answer: { body: 'three' } },
    ]);
    await again.close();
  });

  it('cuts a torn tail back and goes on behind the last whole record', async () => {
    const path = await newPath();
    await writeTen(path);
    await truncate(path, (await stat(path)).size - 5);
    const journal = await openJournal(path, nothing);
    expect(journal.has('9.0.schema')).toBe(false);
    await journal.append(received(9));
    await journal.close();
    const again = await openJournal(path, nothing);
    expect(await again.take('9.0.schema')).toEqual([received(9)]);
    await again.close();
  });

  it('refuses what was changed: before it is opened, or while it is', async () => {
    const path = await newPath();
    await writeTen(path);
    const journal = await openJournal(path, nothing);
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('"receivedAtMs":7', '"receivedAtMs":8'));
    await expect(journal.take('0.0.schema')).rejects.toMatchObject({ code: 'JOURNAL_DAMAGED' });
    await journal.close();
    await expect(openJournal(path, nothing)).rejects.toMatchObject({
      code: 'JOURNAL_DAMAGED',
      message: expect.stringContaining('line 1'),
    });
  });

  it('passes on what the disk says', async () => {
    await expect(openJournal('/nonexistent/journal.jsonl', nothing)).rejects.toMatchObject({
      code: 'WRITE_FAILED',
    });
    await expect(openJournal(tmpdir(), nothing)).rejects.toMatchObject({ code: 'EISDIR' });
  });
});

describe('the appender', () => {
  it('fails every line that waits where the disk fails, and leaves no half of one', async () => {
    const path = await newPath();
    const appender = await openAppender(path, 0);
    await appender.append('whole\n');
    expect(appender.length).toBe(6);
    await appender.close();
    const outcomes = await Promise.allSettled([appender.append('a\n'), appender.append('b\n')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await readFile(path, 'utf8')).toBe('whole\n');
    await appendFile(path, 'half');
    await (await openAppender(path, 6)).close();
    expect(await readFile(path, 'utf8')).toBe('whole\n');
  });
});
