import { at, countAt, excerptOf, parseJsonOrUndefined, textAt } from '../json-path.ts';
import type { Billing, Interpretation, RawAnswer, Usage } from '../model-provider.ts';
import { interpretError } from './interpret-error.ts';

/** What an answer of the Chat Completions API means. */
export function interpretChat(raw: RawAnswer): Interpretation {
  const json = parseJsonOrUndefined(raw.body);
  if (raw.status < 200 || raw.status > 299) return interpretError(raw, json);
  const choice = at(json, 'choices', 0);
  const content = textAt(choice, 'message', 'content');
  const billing = billingOf(json);
  const model = textAt(json, 'model');
  const common = { billing, ...(model ? { servedModel: model } : {}) };
  const refusal = textAt(choice, 'message', 'refusal');
  if (refusal) return { ...common, outcome: 'refused', message: excerptOf(refusal) };
  const finish = textAt(choice, 'finish_reason');
  if (finish === 'content_filter') {
    return { ...common, outcome: 'filtered', message: 'the content filter stopped the answer' };
  }
  if (content === undefined && finish === 'length')
    return { ...common, outcome: 'answered', text: '', finish };
  if (content === undefined) return { ...common, outcome: 'malformed', message: noAnswerIn(raw, json) };
  return { ...common, outcome: 'answered', text: content, finish: finish === 'length' ? 'length' : 'stop' };
}

function noAnswerIn(raw: RawAnswer, json: unknown): string {
  const what = json === undefined ? 'the answer is no JSON' : 'the answer holds no message';
  return `${what}: ${excerptOf(raw.body)}`;
}

/** An answer without its usage may have cost anything up to the worst case. */
function billingOf(json: unknown): Billing {
  const inputTokens = countAt(json, 'usage', 'prompt_tokens');
  const outputTokens = countAt(json, 'usage', 'completion_tokens');
  if (inputTokens === undefined || outputTokens === undefined) return { billed: 'unknown' };
  const cached = countAt(json, 'usage', 'prompt_tokens_details', 'cached_tokens');
  const written = countAt(json, 'usage', 'prompt_tokens_details', 'cache_write_tokens');
  const reasoning = countAt(json, 'usage', 'completion_tokens_details', 'reasoning_tokens');
  const usage: Usage = {
    inputTokens,
    outputTokens,
    ...(cached === undefined ? {} : { cachedInputTokens: Math.min(cached, inputTokens) }),
    ...(written === undefined ? {} : { cacheWriteTokens: written }),
    ...(reasoning === undefined ? {} : { reasoningTokens: reasoning }),
  };
  return { billed: 'usage', usage };
}
