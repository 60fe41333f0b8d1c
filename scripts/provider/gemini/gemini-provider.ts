import { GoogleGenAI } from '@google/genai';
import { boundInputTokens } from '../bound-tokens.ts';
import { parseJsonOrUndefined } from '../json-path.ts';
import type { ModelProvider, ProviderWorld } from '../model-provider.ts';
import { recordAttempt } from '../record-attempt.ts';
import { geminiBatches } from './gemini-batches.ts';
import { toGenerateRequest } from './generate-request.ts';
import { limitsFromQuotaFailure } from './interpret-error.ts';
import { interpretGenerate } from './interpret-generate.ts';

type Options = { key: string | undefined; baseUrl?: string | undefined; world: ProviderWorld };

/** Google's Gemini API, through `@google/genai`. */
export function geminiProvider({ key, baseUrl, world }: Options): ModelProvider {
  const client = geminiClient(key, baseUrl);
  return {
    name: 'gemini',
    termsUrl: 'https://ai.google.dev/gemini-api/terms',
    modes: ['schema', 'json', 'text'],
    send: (call, { signal }) =>
      recordAttempt(
        (fetch) => {
          const request = toGenerateRequest(call);
          return client.models.generateContent({
            ...request,
            config: { ...request.config, httpOptions: { fetch }, abortSignal: signal },
          });
        },
        { ...world, signal, secret: key },
      ),
    interpret: interpretGenerate,
    limitsOf: ({ body, status }) =>
      status === 429 ? limitsFromQuotaFailure(parseJsonOrUndefined(body)) : {},
    batches: geminiBatches({ client, key, world }),
    boundTokens: (call) => ({
      inputTokens: boundInputTokens(toGenerateRequest(call), call),
      // Seen to cap thoughts and text together (googleapis/python-genai#2062), documented as apart: reckon with both.
      outputTokens: call.maxOutputTokens + (call.thinkingTokens ?? 0),
    }),
  };
}

/** One client: without `retryOptions` it never retries, and each call brings its own fetch. */
export function geminiClient(
  key: string | undefined,
  baseUrl = 'https://generativelanguage.googleapis.com',
): GoogleGenAI {
  return new GoogleGenAI({ apiKey: key ?? 'none', vertexai: false, httpOptions: { baseUrl } });
}
