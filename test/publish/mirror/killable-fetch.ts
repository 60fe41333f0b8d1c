/** `before`: the request never leaves. `after`: it is done, and its answer never arrives. */
export type Moment = 'before' | 'after';

type Killable = {
  fetch: typeof globalThis.fetch;
  /** Resolves when the process would be dead. */
  killed: Promise<void>;
  requests: () => number;
};

/** A fetch whose process dies at the n-th request, from 1 on: whoever waits for an answer then waits for ever. */
export function killableFetch(position: number, moment: Moment): Killable {
  let die: () => void = () => undefined;
  const killed = new Promise<void>((resolve) => {
    die = resolve;
  });
  const never = new Promise<never>(() => undefined);
  let count = 0;
  let dead = false;
  return {
    killed,
    requests: () => count,
    async fetch(input, init) {
      if (dead) return never;
      count += 1;
      const mine = count === position;
      if (mine && moment === 'before') {
        dead = true;
        die();
        return never;
      }
      const answer = await globalThis.fetch(input, init);
      if (mine) {
        dead = true;
        await answer.body?.cancel();
        die();
      }
      return dead ? never : answer;
    },
  };
}
