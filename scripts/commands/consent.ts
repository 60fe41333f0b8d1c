import { createInterface } from 'node:readline/promises';
import { UserError } from '../errors.ts';
import type { World } from '../world.ts';

type Consent = {
  /** Given in advance: `--yes`. */
  yes: boolean | undefined;
  /** What to do after a no, or after Ctrl-C. */
  later: string;
  /** What to do where there is nobody to ask. */
  unasked: string;
};

/**
 * Asks on the terminal before something is done that others see.
 * @throws UserError where the answer is no, where nobody can be asked, and at Ctrl-C.
 */
export async function requireConsent({ yes, later, unasked }: Consent, world: World): Promise<void> {
  if (yes) return;
  const answer = await askYesNo('Go on?', world);
  if (answer === 'yes') return;
  if (answer === 'interrupted')
    throw new UserError('interrupted; nothing was sent', {
      code: 'INTERRUPTED',
      fix: later,
      blame: 'interrupt',
    });
  if (answer === 'no')
    throw new UserError('nothing was sent', { code: 'NOT_CONFIRMED', fix: later, blame: 'answer' });
  throw new UserError('there is nobody to ask whether to go on', { code: 'NEEDS_YES', fix: unasked });
}

/** No is the answer to a bare Enter. `nobody` where there is no terminal on both sides. */
async function askYesNo(
  question: string,
  { stdin, stderr, env, signal }: World,
): Promise<'yes' | 'no' | 'nobody' | 'interrupted'> {
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
    return 'interrupted';
  } finally {
    lines.close();
  }
}
