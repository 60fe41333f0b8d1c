import OpenAI from 'openai';
import { boundInputTokens } from '../bound-tokens.ts';
import type { ModelCall, ModelProvider, ProviderWorld, StructuredMode } from '../model-provider.ts';
import { recordAttempt } from '../record-attempt.ts';
import { type OutputCap, toChatRequest } from './chat-request.ts';
import { interpretChat } from './interpret-chat.ts';
import { limitsFromHeaders } from './rate-limit-headers.ts';

export type OpenAiOptions = { key: string | undefined; baseUrl?: string | undefined; world: ProviderWorld };

/** OpenAI's own API, through its own SDK. */
export function openAiProvider({
  key,
  baseUrl = 'https://api.openai.com/v1',
  world,
}: OpenAiOptions): ModelProvider {
  return chatProvider({
    name: 'openai',
    key,
    baseUrl,
    world,
    cap: 'max_completion_tokens',
    modes: ['schema', 'json', 'text'],
    termsUrl: 'https://openai.com/policies/services-agreement/',
  });
}

type ChatOptions = OpenAiOptions & {
  name: string;
  baseUrl: string;
  cap: OutputCap;
  modes: readonly StructuredMode[];
  termsUrl: string | undefined;
};

/** Any server that speaks Chat Completions. */
export function chatProvider({
  name,
  key,
  baseUrl,
  world,
  cap,
  modes,
  termsUrl,
}: ChatOptions): ModelProvider {
  return {
    name,
    termsUrl,
    modes,
    send: (call, { signal }) =>
      recordAttempt(
        (fetch) =>
          openAiClient({ key, baseUrl, fetch })
            .chat.completions.create(toChatRequest(call, cap) as ChatParams, { headers: idHeader(call) })
            .asResponse(),
        { ...world, signal, secret: key },
      ),
    interpret: interpretChat,
    limitsOf: limitsFromHeaders,
    boundTokens: (call) => ({
      inputTokens: boundInputTokens(toChatRequest(call, cap), call),
      outputTokens: call.maxOutputTokens,
    }),
  };
}

/** `reasoning_effort` is free text here: new values come faster than SDK types. */
type ChatParams = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;

/** OpenAI logs it and returns it in support cases; it makes nothing idempotent. */
function idHeader({ id }: ModelCall): Record<string, string> {
  return { 'X-Client-Request-Id': id };
}

/** The longest that a timer can wait: the deadline is the signal's, not the SDK's. */
const neverMs = 2 ** 31 - 1;

type ClientOptions = { key: string | undefined; baseUrl: string; fetch: typeof globalThis.fetch };

/** A client that reads nothing from the environment, logs nothing and never retries. */
export function openAiClient({ key, baseUrl, fetch }: ClientOptions): OpenAI {
  return new OpenAI({
    apiKey: key ?? 'none',
    adminAPIKey: null,
    baseURL: baseUrl,
    // A server without keys gets none.
    ...(key ? {} : { defaultHeaders: { Authorization: null } }),
    fetch,
    maxRetries: 0,
    timeout: neverMs,
    logLevel: 'off',
    organization: null,
    project: null,
  });
}
