import { open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors.ts';

type Holder = { pid: number; host: string; since: string };

/**
 * Holds a run folder for this process; returns the release. A lock whose process is gone (a crash, a kill)
 * is taken over, so nobody has to clean up by hand.
 * @throws UserError RUN_LOCKED where another live process holds it.
 */
export async function writeLock(folder: string, now: Date): Promise<() => Promise<void>> {
  const path = join(folder, 'lock');
  const holder: Holder = { pid: process.pid, host: hostname(), since: now.toISOString() };
  for (let attempt = 0; attempt < 2; attempt++) {
    if (await create(path, holder)) return () => rm(path, { force: true });
    const other = await readHolder(path);
    if (other && isAlive(other)) throw locked(folder, path, other);
    await rm(path, { force: true });
  }
  throw locked(folder, path, holder);
}

async function create(path: string, holder: Holder): Promise<boolean> {
  const file = await open(path, 'wx').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (!file) return false;
  await file.writeFile(JSON.stringify(holder));
  await file.close();
  return true;
}

async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive({ pid, host }: Holder): boolean {
  // Another machine's processes cannot be asked for: its lock stands.
  if (host !== hostname()) return true;
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
