import {
  admit,
  type Limiter,
  type LimiterSettings,
  type LimiterStop,
  type Observation,
  observe,
  startLimiter,
  waitWhilePaused,
} from './limiter.ts';

/** The clock and the dice, passed in. `sleep` ends early, without an error, once the signal aborts. */
export type PacerWorld = {
  now(): number;
  random(): number;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
};

/** `startedMs` is when a request was let go; undefined where the run is to end. */
export type Ticket = { startedMs: number };

export type Pacer = {
  /** Resolves when a request of that many tokens may go, first come first served; undefined once it never may. */
  admit(tokens: number): Promise<Ticket | undefined>;
  /** Resolves when a request that was admitted may still go: at once, unless the server has asked for a pause since. */
  clear(): Promise<void>;
  /** Sleeps, but not beyond the end of the run. */
  sleep(ms: number): Promise<void>;
  /** Tells what became of an admitted request: each exactly once. */
  observe(seen: Observation): void;
  readonly stop: LimiterStop | undefined;
  /** Admits nobody any more. */
  close(): void;
};

type Waiting = { tokens: number; resolve(ticket: Ticket | undefined): void };

/** Lets requests through as the limiter says. */
export function createPacer(settings: LimiterSettings, world: PacerWorld, everAnswered = false): Pacer {
  let limiter: Limiter = startLimiter(settings, world.now(), everAnswered);
  const queue: Waiting[] = [];
  const closing = new AbortController();
  let wakesAtMs = Number.POSITIVE_INFINITY;

  function pump(): void {
    for (let [head] = queue; head; [head] = queue) {
      if (closing.signal.aborted || limiter.stop) {
        for (const { resolve } of queue.splice(0)) resolve(undefined);
        return;
      }
      const nowMs = world.now();
      const [next, admission] = admit(limiter, head.tokens, nowMs);
      limiter = next;
      if (!admission.go) {
        if ('waitMs' in admission) wakeAt(nowMs + admission.waitMs);
        return;
      }
      queue.shift();
      head.resolve({ startedMs: nowMs });
    }
  }

  function wakeAt(atMs: number): void {
    if (atMs >= wakesAtMs) return;
    wakesAtMs = atMs;
    void world.sleep(atMs - world.now(), closing.signal).then(() => {
      if (wakesAtMs === atMs) wakesAtMs = Number.POSITIVE_INFINITY;
      pump();
    });
  }

  return {
    admit: (tokens) =>
      new Promise((resolve) => {
        queue.push({ tokens, resolve });
        if (queue.length === 1) pump();
      }),
    async clear() {
      for (;;) {
        const waitMs = waitWhilePaused(limiter, world.now());
        if (waitMs === 0 || closing.signal.aborted) return;
        await world.sleep(waitMs, closing.signal);
      }
    },
    sleep: (ms) => world.sleep(ms, closing.signal),
    observe(seen) {
      limiter = observe(limiter, seen, world.now(), world.random());
      pump();
    },
    get stop() {
      return limiter.stop;
    },
    close() {
      closing.abort();
      pump();
    },
  };
}
