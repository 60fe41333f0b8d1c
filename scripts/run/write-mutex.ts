import { closeSync, mkdirSync, openSync, readdirSync, rmdirSync, unlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors.ts';

/** What the mutex needs of the world besides the disk. */
export type MutexWorld = {
  /** Names this holder and no other, ever: letters and digits. */
  nonce: string;
  now(): number;
  sleep(ms: number): Promise<void>;
  /** From 0 to below 1. */
  random(): number;
};

const givesUpAfterMs = 30_000;
const maxPauseMs = 20;

/**
 * Lets one process at a time through, across processes, and survives a crash of any of them. `folder` holds one
 * file per process that wants in: each announces itself first and looks second, and withdraws for a while where it
 * sees another that lives. Of two that announce, the second to look must see the first, so never both get in. A
 * dead process's file is its own and never comes back: anyone may delete it.
 * @returns The release.
 * @throws UserError LEDGER_BUSY where others hold it for half a minute on end.
 */
export async function writeMutex(folder: string, world: MutexWorld): Promise<() => void> {
  const own = `${process.pid}-${world.nonce}-${encodeURIComponent(hostname())}`;
  const path = join(folder, own);
  const startMs = world.now();
  for (let attempt = 0; ; attempt++) {
    announce(folder, path);
    const other = readdirSync(folder).find((name) => name !== own && !clearDead(folder, name));
    if (other === undefined) return () => withdraw(path);
    withdraw(path);
    if (world.now() - startMs > givesUpAfterMs) throw busy(folder, other);
    await world.sleep(world.random() * Math.min(maxPauseMs, 0.5 * 2 ** attempt));
  }
}

/** Removes the folder of a mutex that nobody wants any more. */
export function removeMutex(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Another process is in it, or has removed it already.
  }
}

function announce(folder: string, path: string): void {
  for (;;) {
    try {
      mkdirSync(folder, { recursive: true });
      announced.add(path);
      closeSync(openSync(path, 'wx'));
      return;
    } catch (error) {
      // The folder was removed between the two steps by a process that is done with it.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
}

/** Announcements of this process: of the files that bear its number, those of a dead one that had it before are not here. */
const announced = new Set<string>();

/** Whether the holder that a file names is dead; its file is deleted. */
function clearDead(folder: string, name: string): boolean {
  if (isAlive(folder, name)) return false;
  withdraw(join(folder, name));
  return true;
}

function isAlive(folder: string, name: string): boolean {
  const [pid = '', , ...host] = name.split('-');
  // Another machine's processes cannot be asked for.
  if (host.join('-') !== encodeURIComponent(hostname())) return true;
  if (Number(pid) === process.pid) return announced.has(join(folder, name));
  try {
    process.kill(Number(pid), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function withdraw(path: string): void {
  announced.delete(path);
  try {
    unlinkSync(path);
  } catch (error) {
    // Another process that saw the same dead holder was quicker.
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function busy(folder: string, other: string): UserError {
  return new UserError(`another process (${other}) has held ${folder} for half a minute`, {
    code: 'LEDGER_BUSY',
    fix: `If that process is gone, delete the folder ${folder} and try again.`,
    blame: 'world',
  });
}
