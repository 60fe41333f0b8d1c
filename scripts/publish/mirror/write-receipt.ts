import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { UserError } from '../../errors.ts';
import { formatJson } from '../release/manifest.ts';
import type { Receipt } from './receipt.ts';

/** @throws UserError where it cannot be written; the mirror stands all the same. */
export async function writeReceipt(path: string, receipt: Receipt): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, formatJson(receipt));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UserError(`the mirror is whole, but its receipt cannot be written to ${path}: ${reason}`, {
      code: 'WRITE_FAILED',
      fix: 'Run the same command again with --receipt and a file that you may write: nothing is sent twice.',
      blame: 'world',
      cause,
    });
  }
}
