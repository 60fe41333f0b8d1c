import type { World } from '../../world.ts';

/**
 * From now on says, at Ctrl-C, what the program still waits for: an answer under way is paid for and may take minutes.
 * Returns what ends this.
 */
export function sayWaiting({ signal, stderr }: Pick<World, 'signal' | 'stderr'>): () => void {
  const say = () =>
    stderr.write(
      '\nInterrupted: waiting for the answers under way, so that what is paid for is saved (at most 5 minutes).\nCtrl-C again ends at once; their worst case then counts as spent.\n',
    );
  signal.addEventListener('abort', say, { once: true });
  return () => signal.removeEventListener('abort', say);
}
