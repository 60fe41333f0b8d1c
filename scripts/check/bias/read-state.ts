import { readFile } from 'node:fs/promises';
import { UserError } from '../../errors.ts';
import type { Axes } from '../../sample/axis.ts';
import { parseState, type SavedState } from './format-state.ts';

/** @throws UserError where the file is missing, or not a state of these axes. */
export async function readState(path: string, axes: Axes): Promise<SavedState> {
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'ENOENT' ? 'there is no such file' : cause.message;
    throw new UserError(`cannot read ${path}: ${reason}`, {
      code: 'BAD_STATE',
      fix: 'Make it: npx evenhand stats --save-state <file>',
      cause,
    });
  });
  return parseState(path, text, axes);
}
