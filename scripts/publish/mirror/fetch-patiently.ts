import type { Wait } from './hub.ts';
import { backoffMs, hubWaitMs } from './hub-wait.ts';

type Options = {
  fetch: typeof globalThis.fetch;
  wait: Wait;
  now: () => Date;
  signal: AbortSignal;
  /** Told before each wait. */
  onWait: (ms: number, why: string) => void;
};

type Sent = { answer: Response } | { error: unknown };
type Pause = { ms: number; why: string };

/** How often a request that changes nothing is sent before its failure is told. */
const tries = 4;
/** The Hub counts requests in windows of five minutes; who is sent away for longer is told so. */
const longestWaitMs = 15 * 60_000;

/**
 * A fetch that waits as long as the Hub asks for with 429, which certainly did nothing, and repeats what can be repeated
 * without harm where the connection or the server fails. Anything else is sent once: whoever asked has to look whether
 * it was done.
 */
export function fetchPatiently({ fetch, wait, now, signal, onWait }: Options): typeof globalThis.fetch {
  return async (input, init = {}) => {
    const repeatable = isRepeatable(String(input), init.method ?? 'GET');
    const request = { ...init, signal: init.signal ? AbortSignal.any([init.signal, signal]) : signal };
    let waitedMs = 0;
    for (let attempt = 1; ; attempt++) {
      const sent = await send(input, request);
      const pause = request.signal.aborted ? undefined : pauseAfter(sent, { attempt, repeatable });
      if (!pause || waitedMs + pause.ms > longestWaitMs) return answerOf(sent);
      if ('answer' in sent) await sent.answer.body?.cancel().catch(() => undefined);
      onWait(pause.ms, pause.why);
      waitedMs += pause.ms;
      await wait(pause.ms, signal);
    }
  };

  async function send(...request: Parameters<typeof globalThis.fetch>): Promise<Sent> {
    return fetch(...request).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    );
  }

  function pauseAfter(
    sent: Sent,
    { attempt, repeatable }: { attempt: number; repeatable: boolean },
  ): Pause | undefined {
    const { status, headers } = 'answer' in sent ? sent.answer : { status: 0, headers: new Headers() };
    if (status === 429) {
      const asked = hubWaitMs((name) => headers.get(name), now().getTime());
      return { ms: asked ?? backoffMs(attempt), why: 'the Hub asks for a pause' };
    }
    const failed = status === 0 || status >= 500;
    if (!failed || !repeatable || attempt >= tries) return undefined;
    return {
      ms: backoffMs(attempt),
      why: status === 0 ? 'the connection failed' : `the Hub answered ${status}`,
    };
  }
}

function answerOf(sent: Sent): Response {
  if ('answer' in sent) return sent.answer;
  throw sent.error;
}

/** What asks, or puts the same bytes in the same place; not what commits, tags, creates or puts parts together. */
function isRepeatable(url: string, method: string): boolean {
  if (method !== 'POST') return true;
  return /\/objects\/batch$|\/preupload\/[^/]+$|\/oauth\/token$/.test(new URL(url).pathname);
}
