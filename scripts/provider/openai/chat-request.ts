import type { ModelCall } from '../model-provider.ts';

/** The fields of a Chat Completions request that we use. */
export type ChatRequest = {
  model: string;
  messages: { role: 'system' | 'user' | 'assistant'; content: string }[];
  max_completion_tokens?: number;
  max_tokens?: number;
  response_format?:
    | { type: 'json_schema'; json_schema: { name: string; strict: true; schema: Record<string, unknown> } }
    | { type: 'json_object' };
  temperature?: number;
  seed?: number;
  reasoning_effort?: string;
  n: 1;
};

/**
 * How a server names the cap on output: OpenAI's reasoning models know only `max_completion_tokens`; servers that
 * imitate the API know `max_tokens` for certain, and may pass over the other in silence.
 */
export type OutputCap = 'max_completion_tokens' | 'max_tokens';

/** The body of a Chat Completions request. */
export function toChatRequest(call: ModelCall, cap: OutputCap): ChatRequest {
  const { model, system, turns, maxOutputTokens, temperature, seed, reasoningEffort } = call;
  const format = toResponseFormat(call);
  return {
    model,
    messages: [{ role: 'system', content: system }, ...turns],
    [cap]: maxOutputTokens,
    ...(format ? { response_format: format } : {}),
    ...(temperature === undefined ? {} : { temperature }),
    ...(seed === undefined ? {} : { seed }),
    ...(reasoningEffort === undefined ? {} : { reasoning_effort: reasoningEffort }),
    n: 1,
  };
}

function toResponseFormat({ mode, answerSchema }: ModelCall): ChatRequest['response_format'] {
  if (!answerSchema || mode === 'text') return undefined;
  if (mode === 'json') return { type: 'json_object' };
  return { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: answerSchema } };
}
