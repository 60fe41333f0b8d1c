import type { Answer, Dialect, ServerError } from './model-server.ts';

const errors: Record<ServerError, { status: number; type: string; code: string | null; message: string }> = {
  'bad-key': {
    status: 401,
    type: 'invalid_request_error',
    code: 'invalid_api_key',
    message: 'Incorrect API key provided.',
  },
  'no-such-model': {
    status: 404,
    type: 'invalid_request_error',
    code: 'model_not_found',
    message: 'The model does not exist or you do not have access to it.',
  },
  'no-credit': {
    status: 429,
    type: 'insufficient_quota',
    code: 'insufficient_quota',
    message: 'You exceeded your current quota, please check your plan and billing details.',
  },
  'server-error': { status: 500, type: 'server_error', code: null, message: 'The server had an error.' },
  overloaded: { status: 503, type: 'server_error', code: null, message: 'The engine is overloaded.' },
  'mode-refused': {
    status: 400,
    type: 'invalid_request_error',
    code: null,
    message: "Invalid parameter: 'response_format' of this type is not supported with this model.",
  },
  'bad-request': { status: 400, type: 'invalid_request_error', code: null, message: 'Bad request.' },
};

let completions = 0;

/** How OpenAI's Chat Completions API says things. */
export const openAiDialect: Dialect = {
  tellsLimits: true,
  answer: toCompletion,
  error(error, { model }) {
    const { status, type, code, message } = errors[error];
    return { status, body: { error: { message: `${message} (${model})`, type, param: null, code } } };
  },
  refusal({ scope, about, retryAfterMs }) {
    const per = scope === 'day' ? 'per day (RPD)' : 'per min (RPM)';
    const seconds = retryAfterMs / 1_000;
    return {
      headers: { 'retry-after': String(Math.ceil(seconds)), 'retry-after-ms': String(retryAfterMs) },
      body: {
        error: {
          message: `Rate limit reached on ${about} ${per}. Please try again in ${seconds}s.`,
          type: about,
          param: null,
          code: 'rate_limit_exceeded',
        },
      },
    };
  },
};

function toCompletion({ model, text, finish, inputTokens, outputTokens }: Answer): object {
  const isRefusal = finish === 'refusal';
  const finishReasons = { stop: 'stop', length: 'length', refusal: 'stop', filter: 'content_filter' };
  return {
    id: `chatcmpl-${++completions}`,
    object: 'chat.completion',
    created: 1_760_000_000,
    model: `${model}-2026-01-01`,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: isRefusal ? null : text,
          refusal: isRefusal ? text : null,
          annotations: [],
        },
        logprobs: null,
        finish_reason: finishReasons[finish],
      },
    ],
    usage: {
      prompt_tokens: inputTokens,
      completion_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0 },
    },
    service_tier: 'default',
    system_fingerprint: 'fp_test',
  };
}
