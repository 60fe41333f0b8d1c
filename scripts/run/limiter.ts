import type { Limits } from '../provider/model-provider.ts';
import { afterAnswer, afterFailure, type Breaker, closedBreaker, waitOfBreaker } from './breaker.ts';
import { type Latency, rises, withLatency } from './latency.ts';
import { chargeRate, countInSecond, tolerancesMs, waitFor, waitInSecond } from './rate.ts';

/** What the user says of a provider's limits; what is absent is learnt. */
export type LimiterSettings = {
  requestsPerSecond?: number;
  requestsPerMinute?: number;
  tokensPerMinute?: number;
  /** Where neither the user nor the server says; absent for servers of one's own, which have no such limit. */
  cautiousRequestsPerMinute?: number;
  /** Requests at once, at most. */
  concurrency: number;
};

/** Why a run must end here, although more could be asked for. */
export type LimiterStop = { because: 'daily-quota' | 'provider-down'; message: string; resumeAtMs?: number };

/** The state of the traffic to one model. A value: each step gives the next one, and the clock is passed in. */
export type Limiter = {
  settings: LimiterSettings;
  /** Limits that the server's headers told. */
  heard: { requestsPerMinute?: number; tokensPerMinute?: number };
  inFlight: number;
  /** Requests at once: additive increase, multiplicative decrease. */
  window: number;
  /** Share of the request rate to use, above 1 only where the rate is a guess. */
  speed: number;
  /** A rate found by being refused, requests per millisecond; used where nothing better is known. */
  foundPerMs: number | undefined;
  /** Requests per millisecond lately, and when that was. */
  lately: { perMs: number; atMs: number };
  requestDueMs: number;
  /** When the last requests went, as many as a second may hold; empty where no limit is told by the second. */
  sentMs: readonly number[];
  tokenDueMs: number;
  pausedUntilMs: number;
  /** Requests that went before this know nothing of the last slowdown: they cause no second one. */
  slowedAtMs: number;
  /** When the speed last grew. */
  grownAtMs: number;
  refusedInARow: number;
  latency: Latency | undefined;
  breaker: Breaker;
  stop: LimiterStop | undefined;
};

export type Admission = { go: true } | { go: false; waitMs: number } | { go: false; wait: 'for-an-answer' };

/** What became of a request that was admitted at `startedMs`. */
export type Observation = { startedMs: number; limits?: Limits } & (
  | { outcome: 'answered' }
  | { outcome: 'rate-limited'; scope: 'minute' | 'day'; retryAfterMs?: number; message: string }
  /** A server error, a broken connection, an answer that is none. */
  | { outcome: 'failed'; reached: boolean; retryAfterMs?: number; message: string }
  /** It was not sent after all. */
  | { outcome: 'withdrawn' }
);

/** Below what is allowed by this much, since requests do not arrive as evenly as they are sent. */
const margin = 0.98;
const firstWindow = 8;
const windowDecrease = 0.7;
const speedDecrease = 0.8;
/** How much of the full rate comes back in a second. */
const recoveryPerSecond = 0.1;
/** How fast a guessed rate grows before the first refusal, per second. */
const explorationPerSecond = 0.1;
const slowest = 0.02;
/** What "lately" means. */
const rateMemoryMs = 2_000;
const firstBackoffMs = 1_000;
const longestBackoffMs = 60_000;
/** A pause is stretched by at most this share, so that not all come back at once. */
const jitter = 0.1;

/** `everAnswered`: whether this server is known to answer, so that its failures are taken for an illness. */
export function startLimiter(settings: LimiterSettings, nowMs: number, everAnswered = false): Limiter {
  return {
    settings,
    heard: {},
    inFlight: 0,
    // Where a rate is told, it alone says how fast to begin.
    window: isRateTold(settings) ? settings.concurrency : Math.min(settings.concurrency, firstWindow),
    speed: 1,
    foundPerMs: undefined,
    lately: { perMs: 0, atMs: nowMs },
    // Nothing to catch up with yet: the first requests are spaced like all others.
    requestDueMs: nowMs + requestToleranceMs(settings),
    sentMs: [],
    tokenDueMs: nowMs,
    pausedUntilMs: nowMs,
    slowedAtMs: Number.NEGATIVE_INFINITY,
    grownAtMs: nowMs,
    refusedInARow: 0,
    latency: undefined,
    breaker: { ...closedBreaker, everAnswered },
    stop: undefined,
  };
}

/** Whether a request of that many tokens may go now; where it may, it counts as going. */
export function admit(limiter: Limiter, tokens: number, nowMs: number): [Limiter, Admission] {
  const { inFlight, window, breaker, settings } = limiter;
  if (inFlight >= Math.floor(window)) return [limiter, { go: false, wait: 'for-an-answer' }];
  const { requestsPerSecond } = settings;
  const waitMs = Math.max(
    waitWhilePaused(limiter, nowMs),
    waitFor(limiter.requestDueMs, nowMs, requestToleranceMs(settings)),
    requestsPerSecond ? waitInSecond(limiter.sentMs, requestsPerSecond, nowMs) : 0,
    waitFor(limiter.tokenDueMs, nowMs, tolerancesMs.perMinute),
  );
  if (waitMs > 0) return [limiter, { go: false, waitMs }];
  // A server that failed is asked once, to see whether it is back.
  if (breaker.state === 'trying' && inFlight > 0) return [limiter, { go: false, wait: 'for-an-answer' }];
  const next: Limiter = {
    ...limiter,
    inFlight: inFlight + 1,
    requestDueMs: chargeRate(limiter.requestDueMs, 1, requestsPerMs(limiter), nowMs),
    sentMs: requestsPerSecond ? countInSecond(limiter.sentMs, requestsPerSecond, nowMs) : limiter.sentMs,
    tokenDueMs: chargeRate(limiter.tokenDueMs, tokens, tokensPerMs(limiter), nowMs),
    lately: countRequest(limiter.lately, nowMs),
    breaker: breaker.state === 'open' ? { ...breaker, state: 'trying' } : breaker,
  };
  return [next, { go: true }];
}

/** How long nothing may be sent, whatever was admitted: the server asked for a pause, or is down. */
export function waitWhilePaused({ pausedUntilMs, breaker }: Limiter, nowMs: number): number {
  return Math.max(0, pausedUntilMs - nowMs, waitOfBreaker(breaker, nowMs));
}

/** Learns from what became of a request. `random` is from 0 to below 1. */
export function observe(limiter: Limiter, seen: Observation, nowMs: number, random: number): Limiter {
  const done = hear({ ...limiter, inFlight: limiter.inFlight - 1 }, seen.limits);
  if (seen.outcome === 'withdrawn') return done;
  if (seen.outcome === 'answered') return speedUp(done, seen.startedMs, nowMs);
  if (seen.outcome === 'failed') return fail(done, seen, nowMs, random);
  if (seen.scope === 'day') {
    const { retryAfterMs, message } = seen;
    const resume = retryAfterMs === undefined ? {} : { resumeAtMs: nowMs + retryAfterMs };
    return { ...done, stop: { because: 'daily-quota', message, ...resume } };
  }
  return pause(slowDown(done, seen.startedMs, nowMs), seen.retryAfterMs, nowMs, random);
}

function requestToleranceMs({ requestsPerSecond }: LimiterSettings): number {
  return requestsPerSecond ? tolerancesMs.perSecond : tolerancesMs.perMinute;
}

function requestsPerMs(limiter: Limiter): number {
  const { settings, foundPerMs, speed } = limiter;
  const known = knownRequestsPerMs(limiter);
  const cautious = perMinute(settings.cautiousRequestsPerMinute);
  return (known === undefined ? (foundPerMs ?? cautious) : known * margin) * speed;
}

function isRateTold({ requestsPerSecond, requestsPerMinute }: LimiterSettings): boolean {
  return requestsPerSecond !== undefined || requestsPerMinute !== undefined;
}

/** From the user, else from the server. */
function knownRequestsPerMs({ settings, heard }: Limiter): number | undefined {
  const { requestsPerSecond, requestsPerMinute } = settings;
  if (isRateTold(settings)) {
    return Math.min((requestsPerSecond ?? Number.POSITIVE_INFINITY) / 1_000, perMinute(requestsPerMinute));
  }
  return heard.requestsPerMinute === undefined ? undefined : perMinute(heard.requestsPerMinute);
}

function tokensPerMs({ settings, heard, speed }: Limiter): number {
  const limit = settings.tokensPerMinute ?? heard.tokensPerMinute;
  return perMinute(limit) * margin * Math.min(1, speed);
}

function perMinute(limit: number | undefined): number {
  return (limit ?? Number.POSITIVE_INFINITY) / 60_000;
}

function hear(limiter: Limiter, limits: Limits | undefined): Limiter {
  const requestsPerMinute = limits?.requests?.limit || limiter.heard.requestsPerMinute;
  const tokensPerMinute = limits?.tokens?.limit || limiter.heard.tokensPerMinute;
  const heard = {
    ...(requestsPerMinute && { requestsPerMinute }),
    ...(tokensPerMinute && { tokensPerMinute }),
  };
  return { ...limiter, heard };
}

/** Counts a request into a rate that forgets exponentially. */
function countRequest({ perMs, atMs }: Limiter['lately'], nowMs: number): Limiter['lately'] {
  return { perMs: perMs * Math.exp((atMs - nowMs) / rateMemoryMs) + 1 / rateMemoryMs, atMs: nowMs };
}

function speedUp(limiter: Limiter, startedMs: number, nowMs: number): Limiter {
  const latency = withLatency(limiter.latency, nowMs - startedMs);
  const next = { ...grow(limiter, nowMs), latency, refusedInARow: 0, breaker: afterAnswer(limiter.breaker) };
  if (rises(latency) && startedMs > limiter.slowedAtMs) {
    return { ...next, window: Math.max(1, limiter.window * windowDecrease), slowedAtMs: nowMs };
  }
  const neverSlowed = limiter.slowedAtMs === Number.NEGATIVE_INFINITY;
  const more = neverSlowed ? 1 : 1 / limiter.window;
  return { ...next, window: Math.min(limiter.settings.concurrency, limiter.window + more) };
}

function grow(limiter: Limiter, nowMs: number): Limiter {
  const seconds = (nowMs - limiter.grownAtMs) / 1_000;
  const isKnown = knownRequestsPerMs(limiter) !== undefined;
  const explores = !isKnown && limiter.slowedAtMs === Number.NEGATIVE_INFINITY;
  const speed =
    limiter.speed + seconds * (explores ? limiter.speed * explorationPerSecond : recoveryPerSecond);
  return { ...limiter, speed: isKnown ? Math.min(1, speed) : speed, grownAtMs: nowMs };
}

/** Slows down at most once for all requests that were under way together. */
function slowDown(limiter: Limiter, startedMs: number, nowMs: number): Limiter {
  if (startedMs <= limiter.slowedAtMs) return limiter;
  const { window, speed } = limiter;
  return {
    ...limiter,
    ...slowerRate(limiter),
    window: Math.max(1, window * windowDecrease),
    speed: Math.max(slowest, Math.min(1, speed) * speedDecrease),
    slowedAtMs: nowMs,
    grownAtMs: nowMs,
  };
}

/** A rate that nobody told and that was refused becomes the measure: what the speed is a share of. */
function slowerRate(limiter: Limiter): Partial<Limiter> {
  const { foundPerMs, speed, lately } = limiter;
  if (knownRequestsPerMs(limiter) !== undefined || (foundPerMs !== undefined && speed <= 1)) return {};
  return { foundPerMs: Math.min(requestsPerMs(limiter), Math.max(lately.perMs, 1 / longestBackoffMs)) };
}

/** The full time asked for and a little more; where none was, twice as long with each refusal in a row. */
function pause(limiter: Limiter, retryAfterMs: number | undefined, nowMs: number, random: number): Limiter {
  const refusedInARow = limiter.refusedInARow + 1;
  const backoffMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** (refusedInARow - 1));
  const pauseMs = (retryAfterMs ?? backoffMs) * (1 + jitter * random) + 1;
  return { ...limiter, refusedInARow, pausedUntilMs: Math.max(limiter.pausedUntilMs, nowMs + pauseMs) };
}

function fail(
  limiter: Limiter,
  { reached, retryAfterMs, message }: { reached: boolean; retryAfterMs?: number; message: string },
  nowMs: number,
  random: number,
): Limiter {
  const breaker = afterFailure(limiter.breaker, { nowMs, random, reached });
  const failed = { ...limiter, breaker };
  if (breaker.state === 'gave-up') return { ...failed, stop: { because: 'provider-down', message } };
  return retryAfterMs === undefined ? failed : pause(failed, retryAfterMs, nowMs, random);
}
