import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundInputTokens } from '../../scripts/provider/bound-tokens.ts';
import { interpretGenerate } from '../../scripts/provider/gemini/interpret-generate.ts';
import type { Interpretation, RawAnswer } from '../../scripts/provider/model-provider.ts';
import { interpretChat } from '../../scripts/provider/openai/interpret-chat.ts';
import { limitsFromHeaders } from '../../scripts/provider/openai/rate-limit-headers.ts';
import { parseDurationMs, retryAfterMs } from '../../scripts/provider/retry-after.ts';

const receivedAtMs = Date.parse('2026-11-25T12:00:00Z');

function raw(status: number, body: unknown, headers: Record<string, string> = {}): RawAnswer {
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body), receivedAtMs };
}

const error = (message: string, more: object = {}) => ({ error: { message, ...more } });

type Case = [what: string, answer: RawAnswer, expected: Partial<Interpretation>];

const nothing = { billed: 'nothing' } as const;
const unknown = { billed: 'unknown' } as const;

describe('what a server that speaks Chat Completions may say', () => {
  it.each<Case>([
    [
      'Ollama, no model',
      raw(404, error('model "llama9" not found, try pulling it first')),
      { outcome: 'no-such-model' },
    ],
    [
      'vLLM, no model',
      raw(404, { object: 'error', message: 'The model `x` does not exist.' }),
      { outcome: 'no-such-model' },
    ],
    ['no API at all', raw(404, '404 page not found'), { outcome: 'malformed' }],
    [
      'a web page',
      raw(200, '<!doctype html><title>Hello</title>'),
      { outcome: 'malformed', billing: unknown },
    ],
    ['a redirect', raw(307, ''), { outcome: 'malformed' }],
    ['another API', raw(404, { detail: 'Not Found' }), { outcome: 'bad-request' }],
    ['llama.cpp, no schema', raw(400, error('Failed to parse grammar')), { outcome: 'mode-refused' }],
    [
      'OpenRouter, no credit',
      raw(402, error('Insufficient credits')),
      { outcome: 'quota-exhausted', billing: nothing },
    ],
    [
      'no quota',
      raw(429, error('You exceeded your quota', { code: 'insufficient_quota' })),
      { outcome: 'quota-exhausted' },
    ],
    [
      'Azure, filter',
      raw(400, error('Filtered', { code: 'content_filter' })),
      { outcome: 'filtered', billing: nothing },
    ],
    ['no right', raw(403, error('Country not supported')), { outcome: 'bad-key' }],
    [
      'the API is down',
      raw(500, error('The server had an error')),
      { outcome: 'server-error', billing: nothing },
    ],
    ['a gateway is down', raw(504, '<h1>504</h1>'), { outcome: 'server-error', billing: unknown }],
    ['a proxy in JSON', raw(502, error('upstream')), { outcome: 'server-error', billing: unknown }],
    [
      'too long',
      raw(400, error('maximum context length is 8192 tokens')),
      { outcome: 'bad-request', billing: nothing },
    ],
  ])('%s', (_, answer, expected) => {
    expect(interpretChat(answer)).toMatchObject(expected);
  });

  it('a wait in words counts where no header tells one', () => {
    const said = error('Rate limit reached on tokens per min (TPM). Please try again in 1m2.5s.');
    expect(interpretChat(raw(429, said))).toMatchObject({ outcome: 'rate-limited', retryAfterMs: 62_500 });
    const daily = interpretChat(raw(429, error('Rate limit reached on requests per day (RPD): Limit 200.')));
    expect(daily).toMatchObject({ scope: 'day' });
    expect(daily).not.toHaveProperty('retryAfterMs');
  });

  it('an answer that spent all its tokens on thinking was cut off by the cap', () => {
    const choices = [{ finish_reason: 'length', message: { role: 'assistant', content: null } }];
    const usage = {
      prompt_tokens: 9,
      completion_tokens: 400,
      prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 },
      completion_tokens_details: { reasoning_tokens: 400 },
    };
    expect(interpretChat(raw(200, { model: 'm', choices, usage }))).toEqual({
      outcome: 'answered',
      text: '',
      finish: 'length',
      servedModel: 'm',
      billing: {
        billed: 'usage',
        usage: {
          inputTokens: 9,
          outputTokens: 400,
          cachedInputTokens: 4,
          cacheWriteTokens: 2,
          reasoningTokens: 400,
        },
      },
    });
  });
});

describe('what the Gemini API may say', () => {
  const details = (...list: object[]) => ({ error: { message: 'Quota exceeded.', details: list } });
  it.each<Case>([
    [
      'a daily quota',
      raw(429, details({ violations: [{ quotaId: 'GenerateRequestsPerDayPerProjectPerModel' }] })),
      { outcome: 'rate-limited', scope: 'day' },
    ],
    [
      'a delay',
      raw(429, details({ retryDelay: '34.2s' })),
      { outcome: 'rate-limited', scope: 'minute', retryAfterMs: 34_200 },
    ],
    ['no credit', raw(429, error('Your prepayment credits are depleted.')), { outcome: 'quota-exhausted' }],
    ['no right', raw(403, error('Permission denied')), { outcome: 'bad-key' }],
    [
      'no JSON',
      raw(400, error('JSON mode is not enabled for this model')),
      { outcome: 'mode-refused', billing: nothing },
    ],
    ['a deadline', raw(504, error('Deadline expired')), { outcome: 'server-error', billing: unknown }],
    ['an error page', raw(404, '<html>'), { outcome: 'malformed' }],
    ['nothing', raw(200, {}), { outcome: 'malformed', billing: unknown }],
  ])('%s', (_, answer, expected) => {
    expect(interpretGenerate(answer)).toMatchObject(expected);
  });

  it('thoughts are billed as output and are no text', () => {
    const parts = [{ text: 'Hm', thought: true }, { text: '{"a":' }, { text: '1}' }];
    const usageMetadata = { promptTokenCount: 5, candidatesTokenCount: 7, thoughtsTokenCount: 11 };
    const answer = interpretGenerate(
      raw(200, { candidates: [{ content: { parts }, finishReason: 'STOP' }], usageMetadata }),
    );
    expect(answer).toMatchObject({
      text: '{"a":1}',
      billing: { usage: { inputTokens: 5, outputTokens: 18 } },
    });
  });
});

describe('interpretation', () => {
  it('never throws, whatever comes', () => {
    const answers = fc.record({
      status: fc.integer({ min: 100, max: 599 }),
      body: fc.oneof(fc.string(), fc.json()),
    });
    fc.assert(
      fc.property(answers, ({ status, body }) => {
        for (const interpret of [interpretChat, interpretGenerate]) {
          const { outcome, billing } = interpret(raw(status, body));
          if (outcome === 'answered') expect(billing.billed).not.toBe('nothing');
        }
      }),
    );
  });
});

describe('retryAfterMs', () => {
  it.each<[Record<string, string>, number | undefined]>([
    [{ 'retry-after': '20' }, 20_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': '20', 'retry-after-ms': '150' }, 150],
    [{ 'retry-after': 'Wed, 25 Nov 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Wed, 25 Nov 2026 12:00:30 GMT', date: 'Wed, 25 Nov 2026 12:00:20 GMT' }, 10_000],
    [{ 'retry-after': 'Wed, 25 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('of %o is %s', (headers, expected) => {
    expect(retryAfterMs(raw(429, '', headers))).toBe(expected);
  });
});

describe('parseDurationMs', () => {
  it.each([
    ['6m0s', 360_000],
    ['1h2m3.5s', 3_723_500],
    ['20ms', 20],
    ['1d', 86_400_000],
    ['', undefined],
    ['5', undefined],
    ['5s later', undefined],
  ])('of %j is %s', (text, expected) => {
    expect(parseDurationMs(text)).toBe(expected);
  });
});

describe('limitsFromHeaders', () => {
  it('reads the headers of OpenAI and of OpenRouter', () => {
    const openAi = {
      'x-ratelimit-limit-requests': '500',
      'x-ratelimit-remaining-requests': '499',
      'x-ratelimit-reset-requests': '120ms',
      'x-ratelimit-limit-tokens': '30000',
      'x-ratelimit-remaining-tokens': '29000',
      'x-ratelimit-reset-tokens': '2s',
    };
    expect(limitsFromHeaders(raw(200, '', openAi))).toEqual({
      requests: { limit: 500, remaining: 499, resetMs: 120 },
      tokens: { limit: 30_000, remaining: 29_000, resetMs: 2_000 },
    });
    const openRouter = {
      'x-ratelimit-limit': '20',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(receivedAtMs + 9_000),
    };
    expect(limitsFromHeaders(raw(429, '', openRouter))).toEqual({
      requests: { limit: 20, remaining: 0, resetMs: 9_000 },
    });
    expect(limitsFromHeaders(raw(200, '', { 'x-ratelimit-limit-requests': 'many' }))).toEqual({});
  });
});

describe('boundInputTokens', () => {
  it('is at least the bytes of every text, also once it is normalised', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', 'ﷺ', 'e\u0301', '"\\\n'),
        (text, odd) => {
          const content = text + odd;
          const call = {
            id: 'a',
            model: 'm',
            system: content,
            turns: [],
            mode: 'text' as const,
            maxOutputTokens: 1,
          };
          const bound = boundInputTokens({ system: content }, call);
          for (const form of [content, content.normalize('NFKC')]) {
            expect(new TextEncoder().encode(form).length).toBeLessThanOrEqual(bound);
          }
        },
      ),
    );
  });
});
