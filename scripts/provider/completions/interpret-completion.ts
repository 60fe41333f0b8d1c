import { at, countAt, excerptOf, parseJsonOrUndefined, textAt } from '../json-path.ts';
import type { Billing, Interpretation, RawAnswer } from '../model-provider.ts';
import { interpretError } from '../openai/interpret-error.ts';
import type { Dialect, ScoredToken } from './dialect.ts';

/**
 * What an answer of a completions endpoint means. The text of an answer is the prompt's scored tokens as JSON, the
 * token that was written behind them included where the dialect returns it.
 */
export function interpretCompletion(raw: RawAnswer, dialect: Dialect): Interpretation {
  const json = parseJsonOrUndefined(raw.body);
  if (raw.status < 200 || raw.status > 299) return interpretError(raw, json);
  const billing = billingOf(json);
  const model = textAt(json, 'model');
  const common = { billing, ...(model ? { servedModel: model } : {}) };
  const choice = at(json, 'choices', 0);
  if (choice === undefined) {
    return { ...common, outcome: 'malformed', message: `the answer holds no choice: ${excerptOf(raw.body)}` };
  }
  const tokens = dialect === 'echo' ? tokensOfEcho(choice) : tokensOfPromptLogprobs(json, choice);
  // Asking again would not help: the server does not tell log-probabilities in this way.
  if (!tokens)
    return { ...common, outcome: 'mode-refused', message: `no log-probabilities in the way of ${dialect}` };
  return { ...common, outcome: 'answered', text: JSON.stringify(tokens), finish: 'stop' };
}

function tokensOfEcho(choice: unknown): ScoredToken[] | undefined {
  const texts = at(choice, 'logprobs', 'tokens');
  const scores = at(choice, 'logprobs', 'token_logprobs');
  if (!Array.isArray(texts) || !Array.isArray(scores) || texts.length !== scores.length) return undefined;
  return texts.map((text, index) => ({ text: String(text), logProbability: toScore(scores[index]) }));
}

/** vLLM puts the list into the choice; its oldest versions beside it. The candidate that was in the prompt comes first. */
function tokensOfPromptLogprobs(json: unknown, choice: unknown): ScoredToken[] | undefined {
  const list = at(choice, 'prompt_logprobs') ?? at(json, 'prompt_logprobs');
  if (!Array.isArray(list)) return undefined;
  return list.map((candidates: unknown) => {
    const [given] = typeof candidates === 'object' && candidates ? Object.values(candidates) : [];
    return {
      text: textAt(given, 'decoded_token') ?? '',
      logProbability: toScore(at(given, 'logprob')),
    };
  });
}

function toScore(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function billingOf(json: unknown): Billing {
  const inputTokens = countAt(json, 'usage', 'prompt_tokens');
  if (inputTokens === undefined) return { billed: 'unknown' };
  const outputTokens = countAt(json, 'usage', 'completion_tokens') ?? 1;
  return { billed: 'usage', usage: { inputTokens, outputTokens } };
}
