import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeLock } from '../../scripts/run/write-lock.ts';

const now = new Date('2026-11-24T10:00:00Z');
const newFolder = () => mkdtemp(join(tmpdir(), 'evenhand-lock-'));

describe('writeLock', () => {
  it('refuses a folder that a live process holds, naming it', async () => {
    const folder = await newFolder();
    const release = await writeLock(folder, now);
    await expect(writeLock(folder, now)).rejects.toMatchObject({ code: 'RUN_LOCKED', exitCode: 2 });
    await release();
    await (await writeLock(folder, now))();
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });

  it('takes over the lock of a process that was killed', async () => {
    const folder = await newFolder();
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    await writeFile(
      join(folder, 'lock'),
      JSON.stringify({ pid: child.pid, host: hostname(), since: now.toISOString() }),
    );
    await expect(writeLock(folder, now)).rejects.toMatchObject({ code: 'RUN_LOCKED' });
    child.kill('SIGKILL');
    await gone;
    const release = await writeLock(folder, now);
    expect(JSON.parse(await readFile(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    await release();
  });

  it('is taken over by one of many that find it dead together', async () => {
    const folder = await newFolder();
    // From before: this process's number, and a lock it never took.
    await writeFile(
      join(folder, 'lock'),
      JSON.stringify({ pid: process.pid, host: hostname(), since: now.toISOString() }),
    );
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => writeLock(folder, now)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readdir(folder)).toEqual(['lock']);
  });

  it('takes over a lock that was torn while it was written', async () => {
    const folder = await newFolder();
    await writeFile(join(folder, 'lock'), '{"pid":');
    await (await writeLock(folder, now))();
  });

  it("lets another machine's lock stand", async () => {
    const folder = await newFolder();
    await writeFile(
      join(folder, 'lock'),
      JSON.stringify({ pid: 1, host: 'elsewhere', since: now.toISOString() }),
    );
    await expect(writeLock(folder, now)).rejects.toMatchObject({ code: 'RUN_LOCKED' });
  });
});
