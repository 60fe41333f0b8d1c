import { deadlineMs } from '../../run/apply-attempts.ts';
import type { World } from '../../world.ts';

/**
 * From now on says, at Ctrl-C, what the program still waits for: an answer under way is paid for and may take minutes.
 * Returns what ends this.
 */
export function sayWaiting({ signal, stderr }: Pick<World, 'signal' | 'stderr'>): () => void {
  const say = () =>
    stderr.write(
      [
        '',
        `Interrupted: waiting for the answers under way, so that what is paid for is saved (at most ${deadlineMs / 60_000} minutes).`,
        'Ctrl-C again ends at once; their worst case then counts as spent.',
        '',
      ].join('\n'),
    );
  signal.addEventListener('abort', say, { once: true });
  return () => signal.removeEventListener('abort', say);
}
