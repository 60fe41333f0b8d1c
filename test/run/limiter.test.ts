import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { afterAnswer, afterFailure, closedBreaker, waitOfBreaker } from '../../scripts/run/breaker.ts';
import { rises, withLatency } from '../../scripts/run/latency.ts';
import {
  admit,
  type Limiter,
  type LimiterSettings,
  type Observation,
  observe,
  startLimiter,
} from '../../scripts/run/limiter.ts';

type Drive = { untilMs: number; latencyMs?: number; tokens?: number; stalls?: (nowMs: number) => boolean };

/**
 * Admits whatever may go until the time given, answering each request after `latencyMs`, and doing nothing while the
 * machine stalls; returns when each went.
 */
function drive(
  settings: LimiterSettings,
  { untilMs, latencyMs = 100, tokens = 1, stalls = () => false }: Drive,
): { went: number[]; limiter: Limiter } {
  let limiter = startLimiter(settings, 0);
  const went: number[] = [];
  let open: number[] = [];
  for (let nowMs = 0; nowMs < untilMs; nowMs++) {
    if (stalls(nowMs)) continue;
    for (const startedMs of open.filter((each) => each + latencyMs <= nowMs)) {
      limiter = observe(limiter, { outcome: 'answered', startedMs }, nowMs, 0);
    }
    open = open.filter((each) => each + latencyMs > nowMs);
    for (;;) {
      const [next, admission] = admit(limiter, tokens, nowMs);
      limiter = next;
      if (!admission.go) break;
      went.push(nowMs);
      open.push(nowMs);
    }
  }
  return { went, limiter };
}

const step = (limiter: Limiter, seen: Observation, nowMs: number, random = 0) =>
  observe(limiter, seen, nowMs, random);

const rateLimited = (startedMs: number, retryAfterMs?: number): Observation => ({
  outcome: 'rate-limited',
  scope: 'minute',
  message: 'slow down',
  startedMs,
  ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
});

function goOf(limiter: Limiter, nowMs: number): { limiter: Limiter; waitMs: number } {
  const [next, admission] = admit(limiter, 1, nowMs);
  if (admission.go) return { limiter: next, waitMs: 0 };
  return { limiter: next, waitMs: 'waitMs' in admission ? admission.waitMs : Number.NaN };
}

describe('rates', () => {
  it.each([
    [{ requestsPerSecond: 100 }, 1_000, 100],
    [{ requestsPerMinute: 600 }, 60_000, 600],
    [{ requestsPerSecond: 50, requestsPerMinute: 600 }, 60_000, 600],
    [{ requestsPerSecond: 10, requestsPerMinute: 6_000 }, 1_000, 10],
  ])('%o is kept in every window, and 96 %% of it is used', (limits, windowMs, most) => {
    const { went } = drive({ ...limits, concurrency: 64 }, { untilMs: 120_000 });
    for (const start of went) {
      expect(went.filter((at) => at >= start && at < start + windowMs).length).toBeLessThanOrEqual(most);
      if (start > 5_000) break;
    }
    const perMs = most / windowMs;
    expect(went.length).toBeGreaterThan(120_000 * perMs * 0.96);
    expect(went.length).toBeLessThanOrEqual(120_000 * perMs);
  });

  it.each([30, 200, 7.5])('%f a second are kept, and caught up with after stalls of any length', (rate) => {
    // Three stalls in two seconds, of 20, 90 and 250 ms.
    const stalls = (nowMs: number) =>
      [400, 900, 1_500].some((from, index) => {
        const into = (nowMs % 2_000) - from;
        return into >= 0 && into < ([20, 90, 250][index] ?? 0);
      });
    const { went } = drive({ requestsPerSecond: rate, concurrency: 512 }, { untilMs: 60_000, stalls });
    for (const [index, start] of went.entries()) {
      const next = went[index + Math.floor(rate)] ?? Number.POSITIVE_INFINITY;
      expect(next - start).toBeGreaterThanOrEqual(1_000);
    }
    expect(went.length).toBeGreaterThan(60 * Math.floor(rate) * 0.96);
  });

  it('counts tokens', () => {
    const { went } = drive({ tokensPerMinute: 60_000, concurrency: 64 }, { untilMs: 60_000, tokens: 500 });
    expect(went.length).toBeGreaterThan(115);
    expect(went.length).toBeLessThanOrEqual(120);
  });

  it("follows the server's word where the user gave none, and the user where he did", () => {
    const limits = { requests: { limit: 60 }, tokens: { limit: 1_000_000 } };
    const heard = step(startLimiter({ concurrency: 8 }, 0), { outcome: 'answered', startedMs: 0, limits }, 0);
    expect(heard.heard).toEqual({ requestsPerMinute: 60, tokensPerMinute: 1_000_000 });
    expect(goOf(goOf(heard, 0).limiter, 0).waitMs).toBeGreaterThan(800);
    const told = startLimiter({ concurrency: 8, requestsPerSecond: 100 }, 0);
    const both = step(told, { outcome: 'answered', startedMs: 0, limits }, 0);
    expect(goOf(goOf(both, 0).limiter, 0).waitMs).toBeLessThan(11);
  });

  it('starts cautiously where nobody says, and finds out', () => {
    const { went } = drive({ cautiousRequestsPerMinute: 60, concurrency: 64 }, { untilMs: 60_000 });
    const inSecond = (second: number) =>
      went.filter((at) => at >= second * 1_000 && at < (second + 1) * 1_000).length;
    expect(inSecond(1)).toBeLessThanOrEqual(2);
    expect(inSecond(50)).toBeGreaterThan(20);
  });
});

describe('refusals', () => {
  const settings = { concurrency: 64, requestsPerSecond: 1_000 };

  it('are obeyed for the full time, however long, and a little longer', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 86_400_000 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (ms, random) => {
          const started = goOf(startLimiter(settings, 0), 0).limiter;
          const paused = step(started, rateLimited(0, ms), 10, random);
          const { waitMs } = goOf(paused, 10);
          expect(waitMs).toBeGreaterThan(ms);
          expect(waitMs).toBeLessThanOrEqual(ms * 1.1 + 2);
        },
      ),
    );
  });

  it('a shorter pause never shortens a longer one', () => {
    const long = step(startLimiter(settings, 0), rateLimited(0, 10_000), 0);
    const both = step(long, rateLimited(0, 10), 1);
    expect(goOf(both, 1).waitMs).toBeGreaterThan(9_000);
  });

  it('without a time back off, longer each time, up to a minute', () => {
    let limiter = startLimiter(settings, 0);
    let nowMs = 0;
    const waits = Array.from({ length: 8 }, () => {
      limiter = step(limiter, rateLimited(nowMs), nowMs);
      const { waitMs } = goOf(limiter, nowMs);
      nowMs += waitMs;
      return Math.round(waitMs / 1_000);
    });
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    const answered = step(limiter, { outcome: 'answered', startedMs: nowMs }, nowMs);
    expect(answered.refusedInARow).toBe(0);
  });

  it('slow down once for all that were under way together, and the speed comes back', () => {
    let limiter = startLimiter(settings, 0);
    for (const nowMs of [100, 101, 102]) limiter = step(limiter, rateLimited(50, 10), nowMs);
    expect(limiter.speed).toBeCloseTo(0.8);
    expect(limiter.window).toBeCloseTo(64 * 0.7);
    limiter = step(limiter, rateLimited(200, 10), 300);
    expect(limiter.speed).toBeCloseTo(0.64);
    limiter = step(limiter, { outcome: 'answered', startedMs: 400 }, 2_300);
    expect(limiter.speed).toBeCloseTo(0.84);
    limiter = step(limiter, { outcome: 'answered', startedMs: 400 }, 60_000);
    expect(limiter.speed).toBe(1);
  });

  it('never stop the traffic for good', () => {
    let limiter = startLimiter(settings, 0);
    for (let nowMs = 1; nowMs < 100_000; nowMs += 1_000)
      limiter = step(limiter, rateLimited(nowMs, 1), nowMs);
    expect(limiter.speed).toBeGreaterThanOrEqual(0.02);
    expect(limiter.window).toBe(1);
  });

  it('teach a rate where none was known', () => {
    let limiter = startLimiter({ concurrency: 1_000 }, 0);
    limiter = { ...limiter, window: 1_000 };
    for (let nowMs = 0; nowMs < 10_000; nowMs += 10) {
      limiter = goOf(limiter, nowMs).limiter;
      limiter = { ...limiter, inFlight: 0 };
    }
    limiter = step({ ...limiter, inFlight: 1 }, rateLimited(9_990, 100), 10_000);
    expect(limiter.foundPerMs).toBeGreaterThan(0.09);
    expect(limiter.foundPerMs).toBeLessThan(0.11);
    const slower = step(limiter, rateLimited(10_001, 100), 10_100);
    expect(slower).toMatchObject({ foundPerMs: limiter.foundPerMs, speed: limiter.speed * 0.8 });
    // Once it goes faster than what was refused, and is refused again, that is the new measure.
    const faster = step({ ...slower, speed: 1.5, inFlight: 1 }, rateLimited(20_000, 100), 20_100);
    expect(faster.speed).toBeCloseTo(0.8);
    expect(faster.foundPerMs ?? 1).toBeLessThan((slower.foundPerMs ?? 0) * 1.5);
  });

  it('of the day stop the run, and say when it can go on', () => {
    const seen = { outcome: 'rate-limited', scope: 'day', message: 'quota', startedMs: 0 } as const;
    const started = startLimiter(settings, 0);
    expect(step(started, { ...seen, retryAfterMs: 3_600_000 }, 5).stop).toEqual({
      because: 'daily-quota',
      message: 'quota',
      resumeAtMs: 3_600_005,
    });
    expect(step(started, seen, 5).stop).toEqual({ because: 'daily-quota', message: 'quota' });
  });
});

type Event = { kind: 'ask' | 'answered' | 'failed' } | { kind: 'refused'; retryAfterMs: number };

function observationOf(seen: Event, startedMs: number): Observation {
  if (seen.kind === 'refused') return rateLimited(startedMs, seen.retryAfterMs);
  if (seen.kind === 'failed') return { outcome: 'failed', reached: true, message: 'x', startedMs };
  return { outcome: 'answered', startedMs };
}

describe('concurrency', () => {
  it('begins with all that was asked for where a rate is told, which then says how fast', () => {
    expect(startLimiter({ concurrency: 64, requestsPerMinute: 6_000 }, 0).window).toBe(64);
    expect(startLimiter({ concurrency: 64, tokensPerMinute: 6_000 }, 0).window).toBe(8);
  });

  it('grows quickly at first, and never beyond what was asked for', () => {
    const { limiter } = drive({ concurrency: 20 }, { untilMs: 2_000 });
    expect(limiter.window).toBe(20);
    expect(limiter.inFlight).toBeLessThanOrEqual(20);
  });

  it('shrinks when answers take longer and longer, and grows slowly then', () => {
    let limiter = startLimiter({ concurrency: 64 }, 0);
    let nowMs = 0;
    const answer = (latencyMs: number) => {
      const startedMs = nowMs;
      nowMs += latencyMs;
      limiter = step({ ...limiter, inFlight: 1 }, { outcome: 'answered', startedMs }, nowMs);
    };
    for (let count = 0; count < 60; count++) answer(100);
    const before = limiter.window;
    for (let count = 0; count < 20; count++) answer(800);
    expect(limiter.window).toBeLessThan(before);
    const shrunk = limiter.window;
    for (let count = 0; count < 200; count++) answer(100);
    expect(limiter.window).toBeGreaterThan(shrunk);
  });

  it('waits for an answer once the window is full, and takes back what was not sent', () => {
    const one = goOf(startLimiter({ concurrency: 1 }, 0), 0).limiter;
    expect(admit(one, 1, 1)[1]).toEqual({ go: false, wait: 'for-an-answer' });
    expect(admit(step(one, { outcome: 'withdrawn', startedMs: 0 }, 1), 1, 1)[1]).toEqual({ go: true });
  });

  it('keeps every bound, whatever happens', () => {
    const event = fc.oneof(
      fc.record({ kind: fc.constant('ask' as const) }),
      fc.record({ kind: fc.constant('answered' as const) }),
      fc.record({ kind: fc.constant('failed' as const) }),
      fc.record({ kind: fc.constant('refused' as const), retryAfterMs: fc.nat(500) }),
    );
    const steps = fc.array(fc.tuple(event, fc.nat(200)), { maxLength: 200 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 20 }), (events, concurrency) => {
        let limiter = startLimiter({ concurrency, requestsPerSecond: 50 }, 0);
        let nowMs = 0;
        let pausedUntilMs = 0;
        for (const [seen, passedMs] of events) {
          nowMs += passedMs;
          const startedMs = nowMs - 1;
          if (seen.kind === 'ask') {
            const [next, { go }] = admit(limiter, 1, nowMs);
            expect(go && nowMs < pausedUntilMs).toBe(false);
            limiter = next;
          } else if (limiter.inFlight > 0) {
            limiter = step(limiter, observationOf(seen, startedMs), nowMs);
            if (seen.kind === 'refused') pausedUntilMs = Math.max(pausedUntilMs, nowMs + seen.retryAfterMs);
          }
          expect(limiter.inFlight).toBeGreaterThanOrEqual(0);
          expect(limiter.inFlight).toBeLessThanOrEqual(concurrency);
          expect(limiter.window).toBeGreaterThanOrEqual(1);
        }
      }),
    );
  });
});

describe('the circuit breaker', () => {
  const failure = { nowMs: 0, random: 0, reached: true };
  const fail = (times: number, from = { ...closedBreaker, everAnswered: true }) =>
    Array.from({ length: times }).reduce<typeof from>((breaker) => afterFailure(breaker, failure), from);

  it('opens after many failures in a row, and an answer closes it', () => {
    expect(fail(19).state).toBe('closed');
    expect(fail(20)).toMatchObject({ state: 'open', trips: 1, openUntilMs: 5_000 });
    expect(waitOfBreaker(fail(20), 1_000)).toBe(4_000);
    expect(waitOfBreaker(fail(20), 6_000)).toBe(0);
    expect(fail(25)).toMatchObject({ state: 'open', trips: 1 });
    expect(afterAnswer(fail(20))).toMatchObject({ state: 'closed', failures: 0 });
  });

  it('lets one request try, waits longer each time, and gives up', () => {
    let breaker = fail(20);
    const whiles: number[] = [breaker.openUntilMs];
    for (;;) {
      breaker = afterFailure({ ...breaker, state: 'trying' }, failure);
      if (breaker.state === 'gave-up') break;
      whiles.push(breaker.openUntilMs);
    }
    expect(whiles).toEqual([5_000, 10_000, 20_000, 40_000]);
    expect(afterAnswer(breaker).state).toBe('gave-up');
    expect(afterFailure(breaker, failure).state).toBe('gave-up');
  });

  it('gives up on a server that never answered, sooner where nothing is there at all', () => {
    expect(fail(9, closedBreaker).state).toBe('closed');
    expect(fail(10, closedBreaker).state).toBe('gave-up');
    const nobody = { ...failure, reached: false };
    const twice = afterFailure(afterFailure(closedBreaker, nobody), nobody);
    expect(twice.state).toBe('closed');
    expect(afterFailure(twice, nobody).state).toBe('gave-up');
  });

  it('works through the limiter: one try at a time, and a stop in the end', () => {
    let limiter = startLimiter({ concurrency: 8 }, 0, true);
    const failed = { outcome: 'failed', reached: true, message: 'broken', startedMs: 0 } as const;
    for (let count = 0; count < 20; count++) limiter = step({ ...limiter, inFlight: 1 }, failed, 0);
    expect(goOf(limiter, 0).waitMs).toBe(5_000);
    limiter = goOf(limiter, 5_000).limiter;
    expect(limiter.breaker.state).toBe('trying');
    expect(admit(limiter, 1, 5_000)[1]).toEqual({ go: false, wait: 'for-an-answer' });
    for (let trip = 0; trip < 4; trip++) {
      limiter = step({ ...limiter, breaker: { ...limiter.breaker, state: 'trying' } }, failed, 5_000);
    }
    expect(limiter.stop).toEqual({ because: 'provider-down', message: 'broken' });
    const asked = step(startLimiter({ concurrency: 8 }, 0, true), { ...failed, retryAfterMs: 700 }, 0);
    expect(goOf(asked, 0).waitMs).toBeGreaterThan(700);
  });
});

describe('latency', () => {
  it('rises only when the mean doubles by more than noise, and forgets', () => {
    const latencyAfter = (list: number[]) =>
      list.reduce<ReturnType<typeof withLatency> | undefined>(withLatency, undefined);
    const steady = Array.from({ length: 50 }, (_, index) => 50 + ((index * 37) % 300));
    expect(rises(latencyAfter(steady) ?? never())).toBe(false);
    const slow = [...steady, ...Array.from({ length: 15 }, () => 1_000)];
    expect(rises(latencyAfter(slow) ?? never())).toBe(true);
    expect(rises(latencyAfter([...slow, ...Array.from({ length: 300 }, () => 1_000)]) ?? never())).toBe(
      false,
    );
    const quick = [...Array.from({ length: 50 }, () => 1), ...Array.from({ length: 50 }, () => 20)];
    expect(rises(latencyAfter(quick) ?? never())).toBe(false);
  });
});

function never(): never {
  throw new Error('there is no latency');
}
