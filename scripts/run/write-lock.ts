import { randomBytes } from 'node:crypto';
import { open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../errors.ts';
import { removeMutex, writeMutex } from './write-mutex.ts';

type Holder = { pid: number; host: string; since: string };

/**
 * Holds a run folder for this process; returns the release. A lock whose process is gone (a crash, a kill)
 * is taken over, so nobody has to clean up by hand.
 * @throws UserError RUN_LOCKED where another live process holds it.
 */
export async function writeLock(folder: string, now: Date): Promise<() => Promise<void>> {
  const path = join(folder, 'lock');
  const holder: Holder = { pid: process.pid, host: hostname(), since: now.toISOString() };
  const nonce = randomBytes(6).toString('hex');
  // One at a time: of two that find a dead lock, the second must not take the first one's new lock for it.
  const release = await writeMutex(`${path}.mutex`, { nonce, now: Date.now, sleep, random: Math.random });
  try {
    const other = await readHolder(path);
    if (other && isAlive(other, path)) throw locked(folder, path, other);
    await rm(path, { force: true });
    await create(path, holder);
  } finally {
    release();
    removeMutex(`${path}.mutex`);
  }
  held.add(path);
  return async () => {
    held.delete(path);
    await rm(path, { force: true });
  };
}

/** Locks of this process. A lock with its number that is not among them is left from before: numbers come again. */
const held = new Set<string>();

async function create(path: string, holder: Holder): Promise<void> {
  const file = await open(path, 'wx');
  await file.writeFile(JSON.stringify(holder));
  await file.close();
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, host }: Holder, path: string): boolean {
  // Another machine's processes cannot be asked for: its lock stands.
  if (host !== hostname()) return true;
  if (pid === process.pid) return held.has(path);
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function locked(folder: string, path: string, { pid, host, since }: Holder): UserError {
  return new UserError(`another process (${pid} on ${host}, since ${since}) is working in ${folder}`, {
    code: 'RUN_LOCKED',
    fix: `Wait for it to end; if you are sure that it is gone, delete ${path}.`,
  });
}
