import { UserError } from '../errors.ts';
import type { ModelProvider } from './model-provider.ts';
import { chatProvider, type OpenAiOptions } from './openai/openai-provider.ts';

/**
 * A server that imitates OpenAI's Chat Completions: Ollama, vLLM, llama.cpp, OpenRouter. What it cannot do (a
 * schema, a JSON mode) it says, and the next mode is tried.
 * @throws UserError where no base URL is given.
 */
export function compatibleProvider({ key, baseUrl, world }: OpenAiOptions): ModelProvider {
  if (baseUrl === undefined) {
    throw new UserError('the provider "compatible" needs to know where its server is', {
      code: 'NO_BASE_URL',
      fix: 'Add --base-url, for example http://localhost:11434/v1 for Ollama, http://localhost:8000/v1 for vLLM, http://localhost:8080/v1 for llama.cpp.',
    });
  }
  return chatProvider({
    name: 'compatible',
    key,
    baseUrl,
    world,
    cap: 'max_tokens',
    modes: ['schema', 'json', 'text'],
    termsUrl: undefined,
  });
}
