import type OpenAI from 'openai';
import { boundInputTokens } from '../bound-tokens.ts';
import type {
  BatchProvider,
  ModelCall,
  ModelProvider,
  ProviderWorld,
  StructuredMode,
} from '../model-provider.ts';
import { recordAttempt } from '../record-attempt.ts';
import { type OutputCap, toChatRequest } from './chat-request.ts';
import { interpretChat } from './interpret-chat.ts';
import { openAiBatches } from './openai-batches.ts';
import { openAiClient } from './openai-client.ts';
import { limitsFromHeaders } from './rate-limit-headers.ts';

export type OpenAiOptions = { key: string | undefined; baseUrl?: string | undefined; world: ProviderWorld };

/** OpenAI's own API, through its own SDK. */
export function openAiProvider({
  key,
  baseUrl = 'https://api.openai.com/v1',
  world,
}: OpenAiOptions): ModelProvider {
  const cap = 'max_completion_tokens';
  return chatProvider({
    name: 'openai',
    key,
    baseUrl,
    world,
    cap,
    modes: ['schema', 'json', 'text'],
    termsUrl: 'https://openai.com/policies/services-agreement/',
    batches: openAiBatches({ key, baseUrl, world, cap }),
  });
}

type ChatOptions = OpenAiOptions & {
  name: string;
  baseUrl: string;
  cap: OutputCap;
  modes: readonly StructuredMode[];
  termsUrl: string | undefined;
  batches?: BatchProvider;
};

/** Any server that speaks Chat Completions. */
export function chatProvider(options: ChatOptions): ModelProvider {
  const { name, key, baseUrl, world, cap, modes, termsUrl, batches } = options;
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
    ...(batches ? { batches } : {}),
  };
}

/** `reasoning_effort` is free text here: new values come faster than SDK types. */
type ChatParams = OpenAI.Chat.ChatCompletionCreateParamsNonStreaming;

/** OpenAI logs it and returns it in support cases; it makes nothing idempotent. */
function idHeader({ id }: ModelCall): Record<string, string> {
  return { 'X-Client-Request-Id': id };
}
