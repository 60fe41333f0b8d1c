import type { Stop } from './attempt-call.ts';
import type { RunEvent } from './execute-run.ts';

/**
 * Answers that may be refused one after another before the run ends: where one in five is any good, so many come in
 * a row once in 70,000 times; where fewer are, the prompts or the model need mending before more money is spent.
 */
const maxRefusedInARow = 50;

type Refusals = {
  /** What ends the run, once that is so. `isSaved`: an earlier process paid for it, so that it costs nothing now. */
  after(event: RunEvent, isSaved: boolean): Stop | undefined;
};

/** Counts refused answers that this process paid for, one after another. */
export function countRefusals(): Refusals {
  const reasons = new Map<string, number>();
  let inARow = 0;
  return {
    after(event, isSaved) {
      if (event.type === 'accepted') {
        inARow = 0;
        reasons.clear();
      }
      if (event.type !== 'refused' || isSaved) return undefined;
      inARow += 1;
      reasons.set(event.reason, (reasons.get(event.reason) ?? 0) + 1);
      return inARow === maxRefusedInARow ? allRefused(reasons) : undefined;
    },
  };
}

function allRefused(reasons: Map<string, number>): Stop {
  const said = [...reasons].map(([reason, times]) => `${times} ${reason}`).join(', ');
  return {
    because: 'all-refused',
    message: `the last ${maxRefusedInARow} answers were all refused (${said})`,
  };
}
