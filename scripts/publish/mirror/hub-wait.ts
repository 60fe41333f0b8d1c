/** Headers by lower-case name. */
type ReadHeader = (name: string) => string | null;

/**
 * How long the Hub asks to be left alone, in milliseconds: `Retry-After` in seconds or as a date (RFC 9110, section
 * 10.2.3), else the reset of the window in `RateLimit: "api";r=0;t=55` (draft-ietf-httpapi-ratelimit-headers-09). A
 * second more than the whole seconds that it tells. Undefined where it asks for nothing.
 */
export function hubWaitMs(header: ReadHeader, nowMs: number): number | undefined {
  const retryAfter = header('retry-after')?.trim();
  if (retryAfter && /^\d+$/.test(retryAfter)) return (Number(retryAfter) + 1) * 1_000;
  const until = Date.parse(retryAfter ?? '');
  // A date counts from the server's own clock.
  const fromMs = Date.parse(header('date') ?? '');
  if (!Number.isNaN(until)) return Math.max(0, until - (Number.isNaN(fromMs) ? nowMs : fromMs)) + 1_000;
  const [, seconds] = /;\s*t\s*=\s*(\d+)/.exec(header('ratelimit') ?? '') ?? [];
  return seconds === undefined ? undefined : (Number(seconds) + 1) * 1_000;
}

/** Doubles from a second up to a minute. */
export function backoffMs(attempt: number): number {
  return Math.min(60_000, 1_000 * 2 ** (attempt - 1));
}
