import { at, countAt, excerptOf, parseJsonOrUndefined, textAt } from '../json-path.ts';
import type { Billing, Interpretation, RawAnswer } from '../model-provider.ts';
import { interpretGeminiError } from './interpret-error.ts';

/** Finish reasons that mean: a filter stopped it (`FinishReason` of the API). */
const filterReasons = new Set([
  'SAFETY',
  'RECITATION',
  'LANGUAGE',
  'BLOCKLIST',
  'PROHIBITED_CONTENT',
  'SPII',
]);

/** What an answer of `generateContent` means. Gemini has no refusal of its own: a model that declines says so in its text. */
export function interpretGenerate(raw: RawAnswer): Interpretation {
  const json = parseJsonOrUndefined(raw.body);
  if (raw.status < 200 || raw.status > 299) return interpretGeminiError(raw, json);
  const servedModel = textAt(json, 'modelVersion');
  const common = { billing: billingOf(json), ...(servedModel ? { servedModel } : {}) };
  const blocked = textAt(json, 'promptFeedback', 'blockReason');
  if (blocked) return { ...common, outcome: 'filtered', message: `the prompt was blocked: ${blocked}` };
  const finish = textAt(json, 'candidates', 0, 'finishReason') ?? '';
  if (filterReasons.has(finish)) {
    return { ...common, outcome: 'filtered', message: `the answer was stopped: ${finish}` };
  }
  const text = textOf(json);
  if (finish === 'MAX_TOKENS') return { ...common, outcome: 'answered', text, finish: 'length' };
  if (finish === 'STOP') return { ...common, outcome: 'answered', text, finish: 'stop' };
  const what =
    json === undefined ? 'the answer is no JSON' : `the answer holds no text (${finish || 'no candidate'})`;
  return { ...common, outcome: 'malformed', message: `${what}: ${excerptOf(raw.body)}` };
}

/** The parts of the first candidate, thoughts left out. */
function textOf(json: unknown): string {
  const parts = at(json, 'candidates', 0, 'content', 'parts');
  if (!Array.isArray(parts)) return '';
  return parts
    .map((part: unknown) => (at(part, 'thought') === true ? '' : (textAt(part, 'text') ?? '')))
    .join('');
}

/** Thoughts are billed as output. An answer without its usage may have cost anything up to the worst case. */
function billingOf(json: unknown): Billing {
  const usage = at(json, 'usageMetadata');
  const prompt = countAt(usage, 'promptTokenCount');
  if (prompt === undefined) return { billed: 'unknown' };
  const thoughts = countAt(usage, 'thoughtsTokenCount');
  const cached = countAt(usage, 'cachedContentTokenCount');
  return {
    billed: 'usage',
    usage: {
      inputTokens: prompt + (countAt(usage, 'toolUsePromptTokenCount') ?? 0),
      outputTokens: (countAt(usage, 'candidatesTokenCount') ?? 0) + (thoughts ?? 0),
      ...(cached === undefined ? {} : { cachedInputTokens: cached }),
      ...(thoughts === undefined ? {} : { reasoningTokens: thoughts }),
    },
  };
}
