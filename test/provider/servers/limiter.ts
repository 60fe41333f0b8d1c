/** What a key may ask for in a minute, a second, a day. */
export type ServerLimits = {
  requestsPerMinute?: number;
  requestsPerSecond?: number;
  tokensPerMinute?: number;
  requestsPerDay?: number;
  /** Answers 429 without Retry-After, as some servers do. */
  silent?: boolean;
};

export type Refusal = { scope: 'minute' | 'day'; retryAfterMs: number; about: 'requests' | 'tokens' };

type Bucket = { capacity: number; level: number; perMs: number; atMs: number };

/** Token buckets, as OpenAI describes its own: a limit of 60,000 a minute is enforced as 1,000 a second. */
export function createServerLimiter(limits: ServerLimits, now: () => number) {
  const perSecond = limits.requestsPerSecond ?? (limits.requestsPerMinute ?? Number.POSITIVE_INFINITY) / 60;
  const requests = bucket(perSecond, now());
  const tokens = bucket((limits.tokensPerMinute ?? Number.POSITIVE_INFINITY) / 60, now());
  let today = 0;

  /** Undefined where the request may pass; it then counts. */
  function refuse(cost: number): Refusal | undefined {
    if (limits.requestsPerDay !== undefined && today >= limits.requestsPerDay) {
      return { scope: 'day', retryAfterMs: 6 * 3_600_000, about: 'requests' };
    }
    refill(requests, now());
    refill(tokens, now());
    if (requests.level < 1) return minute('requests', (1 - requests.level) / requests.perMs);
    const need = Math.min(cost, tokens.capacity);
    if (tokens.level < need) return minute('tokens', (need - tokens.level) / tokens.perMs);
    requests.level -= 1;
    tokens.level -= cost;
    today += 1;
    return undefined;
  }

  function headers(): Record<string, string> {
    return { ...headersOf('requests', requests), ...headersOf('tokens', tokens) };
  }

  return { refuse, headers };
}

function minute(about: Refusal['about'], waitMs: number): Refusal {
  return { scope: 'minute', about, retryAfterMs: Math.max(1, Math.ceil(waitMs)) };
}

function bucket(perSecond: number, atMs: number): Bucket {
  const capacity = Math.max(1, perSecond);
  return { capacity, level: capacity, perMs: perSecond / 1_000, atMs };
}

function refill(bucket: Bucket, nowMs: number): void {
  if (!Number.isFinite(bucket.capacity)) return;
  bucket.level = Math.min(bucket.capacity, bucket.level + (nowMs - bucket.atMs) * bucket.perMs);
  bucket.atMs = nowMs;
}

/** Limits are told by the minute, as OpenAI tells them. */
function headersOf(unit: string, { capacity, level, perMs }: Bucket): Record<string, string> {
  if (!Number.isFinite(capacity)) return {};
  return {
    [`x-ratelimit-limit-${unit}`]: String(Math.round(perMs * 60_000)),
    [`x-ratelimit-remaining-${unit}`]: String(Math.max(0, Math.floor(level))),
    [`x-ratelimit-reset-${unit}`]: `${Math.ceil((capacity - level) / perMs)}ms`,
  };
}
