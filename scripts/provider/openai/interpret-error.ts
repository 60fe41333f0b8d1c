import { excerptOf, textAt } from '../json-path.ts';
import type { Billing, Interpretation, RawAnswer } from '../model-provider.ts';
import { parseDurationMs, retryAfterMs } from '../retry-after.ts';

type Facts = { status: number; code: string; type: string; message: string };

/**
 * What an error of OpenAI's API, or of a server that imitates it, means. The codes are those of OpenAI's guide on
 * error codes; servers that know none of them are judged by the status.
 */
export function interpretError(raw: RawAnswer, json: unknown): Interpretation {
  const facts = factsOf(raw, json);
  const { status, message } = facts;
  const billing = billingOf(status, json);
  if (isQuota(facts)) return { billing, outcome: 'quota-exhausted', message };
  if (status === 429) return rateLimited(raw, facts, billing);
  if (status === 401 || (status === 403 && !isFilter(facts))) return { billing, outcome: 'bad-key', message };
  if (isFilter(facts)) return { billing, outcome: 'filtered', message };
  if (isNoModel(facts)) return { billing, outcome: 'no-such-model', message };
  if (status >= 500 || status === 408 || status === 409) {
    const wait = retryAfterMs(raw);
    return {
      billing,
      outcome: 'server-error',
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
      message,
    };
  }
  if (json === undefined || status < 400) return { billing, outcome: 'malformed', message };
  return { billing, outcome: isAboutMode(facts) ? 'mode-refused' : 'bad-request', message };
}

function factsOf({ status, body }: RawAnswer, json: unknown): Facts {
  const said =
    textAt(json, 'error', 'message') ??
    textAt(json, 'error') ??
    textAt(json, 'message') ??
    textAt(json, 'detail');
  return {
    status,
    code: textAt(json, 'error', 'code') ?? '',
    type: textAt(json, 'error', 'type') ?? '',
    message: excerptOf(`HTTP ${status}: ${said ?? (body || 'no body')}`),
  };
}

/**
 * An error that the API itself reports carries no usage and is not billed. A gateway's page (502, 504, or a 500
 * without the API's own error object) does not tell what became of the request behind it.
 */
function billingOf(status: number, json: unknown): Billing {
  const isOwn = textAt(json, 'error', 'message') !== undefined || textAt(json, 'error') !== undefined;
  return status < 500 || (isOwn && status !== 502 && status !== 504)
    ? { billed: 'nothing' }
    : { billed: 'unknown' };
}

function isQuota({ status, code, type }: Facts): boolean {
  const names = ['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active'];
  return status === 402 || names.includes(code) || names.includes(type);
}

function isFilter({ code, type }: Facts): boolean {
  return [code, type].some((name) => /^content_(?:filter|policy_violation)$/.test(name));
}

/** vLLM and Ollama answer 404 for a model they do not hold; a 404 that does not speak of a model is a wrong address. */
function isNoModel({ status, code, message }: Facts): boolean {
  return code === 'model_not_found' || (status === 404 && /\bmodel\b/i.test(message));
}

/** No code of its own: servers name the field, or the engine behind it, in words. */
function isAboutMode({ message }: Facts): boolean {
  return /response_format|json_schema|json_object|structured output|guided|grammar/i.test(message);
}

function rateLimited(raw: RawAnswer, { message }: Facts, billing: Billing): Interpretation {
  const wait = retryAfterMs(raw) ?? waitInWords(message);
  const isDaily = /\bper day\b|\b(?:RPD|TPD)\b|free-models-per-day/i.test(message);
  return {
    billing,
    outcome: 'rate-limited',
    scope: isDaily ? 'day' : 'minute',
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    message,
  };
}

/** "Please try again in 6m0s": some answers say it in words alone. */
function waitInWords(message: string): number | undefined {
  const [, duration] = /try again in ((?:\d+(?:\.\d+)?(?:ms|[smhd]))+)/.exec(message) ?? [];
  return duration === undefined ? undefined : parseDurationMs(duration);
}
