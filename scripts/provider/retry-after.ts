import type { RawAnswer } from './model-provider.ts';

/**
 * How long a server asks to be left alone, in milliseconds: `retry-after-ms` (OpenAI), else `Retry-After` in
 * seconds or as a date (RFC 9110, section 10.2.3). A date counts from the server's own clock where it tells it.
 */
export function retryAfterMs({ headers, receivedAtMs }: RawAnswer): number | undefined {
  const inMs = Number(headers['retry-after-ms'] ?? Number.NaN);
  if (Number.isFinite(inMs) && inMs >= 0) return Math.ceil(inMs);
  const value = headers['retry-after']?.trim();
  if (!value) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1_000);
  const until = Date.parse(value);
  if (Number.isNaN(until)) return undefined;
  const serverNow = Date.parse(headers['date'] ?? '');
  return Math.max(0, until - (Number.isNaN(serverNow) ? receivedAtMs : serverNow));
}

const unitsMs: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "6m0s", "1.5s", "20ms": durations as Go writes them and OpenAI's headers and Google's error details use them. */
export function parseDurationMs(text: string): number | undefined {
  const parts = [...text.trim().matchAll(/(\d+(?:\.\d+)?)(ms|[smhd])/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text.trim()) return undefined;
  return Math.ceil(
    parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (unitsMs[unit ?? ''] ?? 0), 0),
  );
}
