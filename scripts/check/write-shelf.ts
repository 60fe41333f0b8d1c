import { openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { Shelf } from './shelf.ts';

let opened = 0;

/**
 * A shelf in a file of the folder for temporary files: nobody else's to read, and gone with the process.
 * @throws UserError where the file cannot be made or grow.
 */
export function openShelf(folder = tmpdir()): Shelf {
  opened += 1;
  const path = join(folder, `evenhand-${process.pid}-${opened}.shelf`);
  const file = orSay(() => openSync(path, 'wx+', 0o600), folder);
  unlinkLater(path);
  let end = 0;
  return {
    append(words) {
      const bytes = bytesOf(words);
      for (let done = 0; done < bytes.length; )
        done += orSay(() => writeSync(file, bytes, done, bytes.length - done, end + done), folder);
      end += bytes.length;
    },
    read(at, into) {
      const bytes = bytesOf(into);
      for (let done = 0; done < bytes.length; ) {
        const count = readSync(file, bytes, done, bytes.length - done, at * into.BYTES_PER_ELEMENT + done);
        if (count === 0) throw new Error('the shelf has nothing there');
        done += count;
      }
    },
  };
}

/** An open file lives on without a name; where the system does not allow that, it goes when the process ends. */
function unlinkLater(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    process.once('exit', () => unlinkSync(path));
  }
}

function bytesOf(words: Uint32Array): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

function orSay<Result>(work: () => Result, folder: string): Result {
  try {
    return work();
  } catch (cause) {
    throw new UserError(`cannot write to ${folder}: ${cause instanceof Error ? cause.message : cause}`, {
      code: 'NO_SPACE',
      fix: 'Make room there, or name another folder in TMPDIR.',
      blame: 'world',
      cause,
    });
  }
}
