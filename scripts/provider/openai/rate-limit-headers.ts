import type { Limit, Limits, RawAnswer } from '../model-provider.ts';
import { parseDurationMs } from '../retry-after.ts';

/**
 * OpenAI's `x-ratelimit-{limit,remaining,reset}-{requests,tokens}`, which vLLM gateways and Groq use too; and
 * OpenRouter's three headers without a unit, which count requests and tell the reset as a Unix time in ms.
 */
export function limitsFromHeaders({ headers, receivedAtMs }: RawAnswer): Limits {
  const requests = limitOf('-requests', headers) ?? limitOf('', headers, receivedAtMs);
  const tokens = limitOf('-tokens', headers);
  return { ...(requests ? { requests } : {}), ...(tokens ? { tokens } : {}) };
}

function limitOf(unit: string, headers: Record<string, string>, nowMs?: number): Limit | undefined {
  const limit = toCount(headers[`x-ratelimit-limit${unit}`]);
  const remaining = toCount(headers[`x-ratelimit-remaining${unit}`]);
  const resetMs = toResetMs(headers[`x-ratelimit-reset${unit}`], nowMs);
  if (limit === undefined && remaining === undefined) return undefined;
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(resetMs === undefined ? {} : { resetMs }),
  };
}

function toCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text.trim()) ? Number(text) : undefined;
}

function toResetMs(text: string | undefined, nowMs: number | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (nowMs !== undefined && /^\d{13}$/.test(text)) return Math.max(0, Number(text) - nowMs);
  if (/^\d+(?:\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1_000);
  return parseDurationMs(text);
}
