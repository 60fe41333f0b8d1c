import { UserError } from '../../errors.ts';
import { type Hub, pageOf, type Wait } from './hub.ts';
import { troubleOf } from './hub-failure.ts';
import { backoffMs } from './hub-wait.ts';

export type Patience = { wait: Wait; onTrouble: (why: string) => void };

/** Failures after which to give up; large files that arrived in between stay on the Hub. */
const mostFailures = 12;

/**
 * Begins a task again where it failed for a reason that passes. The task has to look at what is there before it does
 * anything, because what failed may have been done.
 */
export async function persist<Result>(
  task: () => Promise<Result>,
  hub: Hub,
  { wait, onTrouble }: Patience,
): Promise<Result> {
  for (let failures = 1; ; failures++) {
    try {
      return await task();
    } catch (cause) {
      if (hub.signal.aborted) throw cause;
      const why = troubleOf(cause, hub);
      if (failures > mostFailures) throw unsettled(why, cause, hub);
      onTrouble(why);
    }
    await wait(backoffMs(failures), hub.signal);
  }
}

function unsettled(why: string, cause: unknown, hub: Hub): UserError {
  return new UserError(`${pageOf(hub)} cannot be reached as it should: ${why}`, {
    code: 'HUB_UNREACHABLE',
    fix: 'Run the same command again later: it goes on where it stopped.',
    blame: 'world',
    cause,
  });
}
