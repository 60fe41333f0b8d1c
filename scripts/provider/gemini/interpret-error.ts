import { at, excerptOf, textAt } from '../json-path.ts';
import type { Billing, Interpretation, Limits, RawAnswer } from '../model-provider.ts';
import { parseDurationMs, retryAfterMs } from '../retry-after.ts';

/** What an error of the Gemini API means: `{error: {code, status, message, details}}`, details as google.rpc defines them. */
export function interpretGeminiError(raw: RawAnswer, json: unknown): Interpretation {
  const { status } = raw;
  const said = textAt(json, 'error', 'message');
  const message = excerptOf(`HTTP ${status}: ${said ?? (raw.body || 'no body')}`);
  const billing = billingOf(status, said);
  if (status === 402 || isOutOfCredit(message)) return { billing, outcome: 'quota-exhausted', message };
  if (status === 429) return rateLimited(raw, json, message);
  if (isBadKey(status, json)) return { billing, outcome: 'bad-key', message };
  if (status === 404 && /\bmodels?\b/i.test(message)) return { billing, outcome: 'no-such-model', message };
  if (status >= 500 || status === 408) {
    const wait = waitOf(raw, json);
    return {
      billing,
      outcome: 'server-error',
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
      message,
    };
  }
  if (said === undefined || status < 400) return { billing, outcome: 'malformed', message };
  return { billing, outcome: isAboutMode(message) ? 'mode-refused' : 'bad-request', message };
}

/**
 * The API's guide to billing says that a request which fails with a 400 or 500 error is not charged. What a gateway
 * says, or that a deadline passed (504), does not tell what became of the request.
 */
function billingOf(status: number, said: string | undefined): Billing {
  const isOwn = said !== undefined && status !== 502 && status !== 504;
  return status < 500 || isOwn ? { billed: 'nothing' } : { billed: 'unknown' };
}

function isOutOfCredit(message: string): boolean {
  return /prepa(?:y|id|yment).{0,40}(?:credit|balance)|credits? (?:are|is) depleted/i.test(message);
}

/** A wrong key is a 400 with the reason API_KEY_INVALID; one without the right is a 403. */
function isBadKey(status: number, json: unknown): boolean {
  if (status === 401 || status === 403) return true;
  return detailsOf(json).some((detail) => /^API_KEY_/.test(textAt(detail, 'reason') ?? ''));
}

function isAboutMode(message: string): boolean {
  return /response_?(?:json_?)?schema|response_?mime_?type|json mode|structured output/i.test(message);
}

function rateLimited(raw: RawAnswer, json: unknown, message: string): Interpretation {
  const wait = waitOf(raw, json);
  const isDaily = violationsOf(json).some((violation) => /PerDay/.test(textAt(violation, 'quotaId') ?? ''));
  return {
    billing: { billed: 'nothing' },
    outcome: 'rate-limited',
    scope: isDaily ? 'day' : 'minute',
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    message,
  };
}

/** The longer of the header and of `RetryInfo.retryDelay` ("34s"). */
function waitOf(raw: RawAnswer, json: unknown): number | undefined {
  const delays = detailsOf(json).map((detail) => parseDurationMs(textAt(detail, 'retryDelay') ?? ''));
  const waits = [retryAfterMs(raw), ...delays].filter((wait) => wait !== undefined);
  return waits.length === 0 ? undefined : Math.max(...waits);
}

/** Gemini tells its limits only when one is hit: in the 429's `QuotaFailure`. */
export function limitsFromQuotaFailure(json: unknown): Limits {
  const limits: Limits = {};
  for (const violation of violationsOf(json)) {
    const id = textAt(violation, 'quotaId') ?? '';
    const value = textAt(violation, 'quotaValue') ?? '';
    if (!/PerMinute/.test(id) || !/^\d+$/.test(value)) continue;
    limits[/Token/.test(id) ? 'tokens' : 'requests'] = { limit: Number(value), remaining: 0 };
  }
  return limits;
}

function detailsOf(json: unknown): unknown[] {
  const details = at(json, 'error', 'details');
  return Array.isArray(details) ? details : [];
}

function violationsOf(json: unknown): unknown[] {
  return detailsOf(json).flatMap((detail) => {
    const violations = at(detail, 'violations');
    return Array.isArray(violations) ? violations : [];
  });
}
