import { deadlineMs } from '../../run/apply-attempts.ts';
import type { World } from '../../world.ts';

/**
 * From now on says, at Ctrl-C, what the program still waits for: an answer under way is paid for and may take minutes.
 * Another Ctrl-C ends it at once, and then `goOn` says how to go on with what is saved. Returns what ends this.
 */
export function sayWaiting(
  { signal, stderr, beforeEnd }: Pick<World, 'signal' | 'stderr' | 'beforeEnd'>,
  goOn: string,
): () => void {
  let unhear = () => {};
  const say = () => {
    unhear = beforeEnd?.(() => stderr.write(`\nEnded. What was answered is saved.\n${goOn}\n`)) ?? unhear;
    stderr.write(
      [
        '',
        `Interrupted: waiting for the answers under way, so that what is paid for is saved (at most ${deadlineMs / 60_000} minutes).`,
        'Ctrl-C again ends at once; their worst case then counts as spent.',
        '',
      ].join('\n'),
    );
  };
  signal.addEventListener('abort', say, { once: true });
  return () => {
    signal.removeEventListener('abort', say);
    unhear();
  };
}
