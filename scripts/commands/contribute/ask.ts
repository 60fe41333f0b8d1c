import { createInterface } from 'node:readline/promises';
import { UserError } from '../../errors.ts';
import type { World } from '../../world.ts';

/** Asks on the terminal; no is the answer to a bare Enter. `nobody` where there is no terminal on both sides. */
export async function askYesNo(
  question: string,
  { stdin, stderr, env, signal }: World,
): Promise<'yes' | 'no' | 'nobody'> {
  if (!stdin?.isTTY || !stderr.isTTY || env['CI']) return 'nobody';
  const lines = createInterface({ input: stdin, output: stderr });
  const interrupted = new AbortController();
  lines.once('SIGINT', () => interrupted.abort());
  try {
    const answer = await lines.question(`${question} [y/N] `, {
      signal: AbortSignal.any([signal, interrupted.signal]),
    });
    return /^\s*y(?:es)?\s*$/i.test(answer) ? 'yes' : 'no';
  } catch {
    throw new UserError('interrupted; nothing was sent', {
      code: 'INTERRUPTED',
      fix: 'The branch is ready: run the same command again, or push it yourself.',
      blame: 'interrupt',
    });
  } finally {
    lines.close();
  }
}
