import type OpenAI from 'openai';
import { boundInputTokens } from '../bound-tokens.ts';
import type { ModelProvider, ProviderWorld } from '../model-provider.ts';
import { openAiClient } from '../openai/openai-client.ts';
import { limitsFromHeaders } from '../openai/rate-limit-headers.ts';
import { recordAttempt } from '../record-attempt.ts';
import { toCompletionRequest } from './completion-request.ts';
import type { Dialect } from './dialect.ts';
import { interpretCompletion } from './interpret-completion.ts';

type Options = { key: string | undefined; baseUrl: string; world: ProviderWorld; dialect: Dialect };

/** A server with a completions endpoint that tells the log-probabilities of a given text. */
export function likelihoodProvider({ key, baseUrl, world, dialect }: Options): ModelProvider {
  return {
    name: 'compatible',
    termsUrl: undefined,
    modes: ['text'],
    send: (call, { signal }) =>
      recordAttempt(
        (fetch) =>
          openAiClient({ key, baseUrl, fetch })
            .completions.create(toCompletionRequest(call, dialect) as CompletionParams, {
              headers: { 'X-Client-Request-Id': call.id },
            })
            .asResponse(),
        { ...world, signal, secret: key },
      ),
    interpret: (raw) => interpretCompletion(raw, dialect),
    limitsOf: limitsFromHeaders,
    boundTokens: (call) => ({
      inputTokens: boundInputTokens(toCompletionRequest(call, dialect), call),
      outputTokens: 1,
    }),
  };
}

/** `prompt_logprobs` is vLLM's own. */
type CompletionParams = OpenAI.CompletionCreateParamsNonStreaming;
