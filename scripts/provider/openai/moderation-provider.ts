import type { ModelProvider } from '../model-provider.ts';
import { recordAttempt } from '../record-attempt.ts';
import { interpretModeration } from './interpret-moderation.ts';
import { openAiClient } from './openai-client.ts';
import type { OpenAiOptions } from './openai-provider.ts';
import { limitsFromHeaders } from './rate-limit-headers.ts';

/**
 * OpenAI's Moderations API, through its own SDK: the turns of a call are what is scored, and nobody is instructed. It is
 * free of charge (https://developers.openai.com/api/docs/models/omni-moderation-latest) and tells no tokens.
 */
export function moderationProvider({
  key,
  baseUrl = 'https://api.openai.com/v1',
  world,
}: OpenAiOptions): ModelProvider {
  return {
    name: 'openai',
    termsUrl: 'https://openai.com/policies/services-agreement/',
    modes: ['text'],
    send: ({ id, model, turns }, { signal }) =>
      recordAttempt(
        (fetch) =>
          openAiClient({ key, baseUrl, fetch })
            .moderations.create(
              { model, input: turns.map(({ content }) => content).join('\n') },
              { headers: { 'X-Client-Request-Id': id } },
            )
            .asResponse(),
        { ...world, signal, secret: key },
      ),
    interpret: interpretModeration,
    limitsOf: limitsFromHeaders,
    boundTokens: ({ turns }) => ({
      inputTokens: new TextEncoder().encode(JSON.stringify(turns)).length,
      outputTokens: 0,
    }),
  };
}
