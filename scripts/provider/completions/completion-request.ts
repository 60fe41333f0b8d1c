import type { ModelCall } from '../model-provider.ts';
import type { Dialect } from './dialect.ts';

/** The body that asks for a text's log-probabilities. Servers want to write at least one token; it is not used. */
export function toCompletionRequest({ model, turns }: ModelCall, dialect: Dialect) {
  const asked = { model, prompt: promptOf(turns), max_tokens: 1, temperature: 0 };
  return dialect === 'echo' ? { ...asked, echo: true, logprobs: 1 } : { ...asked, prompt_logprobs: 0 };
}

export function promptOf(turns: ModelCall['turns']): string {
  return turns.map(({ content }) => content).join('');
}
