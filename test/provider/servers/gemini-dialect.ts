import type { Answer, Dialect, ServerError } from './model-server.ts';

const errors: Record<ServerError, { code: number; status: string; message: string; reason?: string }> = {
  'bad-key': {
    code: 400,
    status: 'INVALID_ARGUMENT',
    message: 'API key not valid. Please pass a valid API key.',
    reason: 'API_KEY_INVALID',
  },
  'no-such-model': {
    code: 404,
    status: 'NOT_FOUND',
    message: 'models/… is not found for API version v1beta, or is not supported for generateContent.',
  },
  'no-credit': { code: 402, status: 'RESOURCE_EXHAUSTED', message: 'Your prepayment credits are depleted.' },
  'server-error': { code: 500, status: 'INTERNAL', message: 'An internal error has occurred.' },
  overloaded: {
    code: 503,
    status: 'UNAVAILABLE',
    message: 'The model is overloaded. Please try again later.',
  },
  'mode-refused': {
    code: 400,
    status: 'INVALID_ARGUMENT',
    message: 'JSON mode is not enabled for this model',
  },
  'bad-request': { code: 400, status: 'INVALID_ARGUMENT', message: 'Bad request.' },
};

/** How the Gemini API says things. */
export const geminiDialect: Dialect = {
  tellsLimits: false,
  answer: toResponse,
  error(error) {
    const { code, status, message, reason } = errors[error];
    const details = reason ? [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason }] : [];
    return { status: code, body: { error: { code, message, status, details } } };
  },
  refusal({ scope, about, retryAfterMs }) {
    const what = about === 'tokens' ? 'GenerateContentInputTokens' : 'GenerateRequests';
    const quotaId = `${what}${scope === 'day' ? 'PerDay' : 'PerMinute'}PerProjectPerModel-FreeTier`;
    return {
      headers: {},
      body: {
        error: {
          code: 429,
          status: 'RESOURCE_EXHAUSTED',
          message: 'You exceeded your current quota, please check your plan and billing details.',
          details: [
            {
              '@type': 'type.googleapis.com/google.rpc.QuotaFailure',
              violations: [{ quotaId, quotaValue: '600' }],
            },
            { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retryAfterMs / 1_000}s` },
          ],
        },
      },
    };
  },
};

function toResponse({ model, text, finish, inputTokens, outputTokens }: Answer): object {
  const usageMetadata = {
    promptTokenCount: inputTokens,
    candidatesTokenCount: outputTokens,
    totalTokenCount: inputTokens + outputTokens,
  };
  const served = { usageMetadata, modelVersion: `${model}-001`, responseId: 'r' };
  if (finish === 'refusal') return { promptFeedback: { blockReason: 'PROHIBITED_CONTENT' }, ...served };
  if (finish === 'filter') return { candidates: [{ finishReason: 'SAFETY', index: 0 }], ...served };
  const content = { role: 'model', parts: [{ text: 'Hm.', thought: true }, { text }] };
  const finishReason = finish === 'length' ? 'MAX_TOKENS' : 'STOP';
  return { candidates: [{ content, finishReason, index: 0 }], ...served };
}
