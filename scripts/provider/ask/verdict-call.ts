import { parseStrict } from '../../sample/json/parse-line.ts';
import { judgedStances, type Verdict, verdictLevels } from '../../sample/verdict.ts';
import type { JsonSchema, ModelCall } from '../model-provider.ts';
import { frameData } from './frame-data.ts';

/** How samples are judged: the text of the rubric, and how it is told apart from others (its file and its hash). */
export type Rubric = { text: string; name: string };

/** A sample's texts by what a model does with them. */
export type ShownParts = readonly { use: 'learned' | 'asked' | 'rejected'; text: string }[];

export type VerdictCall = Omit<ModelCall, 'id' | 'model'>;

type Settings = Pick<VerdictCall, 'mode' | 'maxOutputTokens' | 'temperature' | 'reasoningEffort'>;

const longestEvidence = 300;

/** Evidence first: what is written before the levels can bear on them. */
const verdictSchema: JsonSchema = {
  type: 'object',
  properties: {
    evidence: { type: 'string' },
    stereotype: { type: 'string', enum: verdictLevels },
    harm: { type: 'string', enum: verdictLevels },
    stance: { type: 'string', enum: judgedStances },
  },
  required: ['evidence', 'stereotype', 'harm', 'stance'],
  additionalProperties: false,
};

/** Asks for a verdict on one sample. Its labels are not shown: a verdict that has read them would repeat them. */
export function buildVerdictCall(
  { lang, parts }: { lang: string; parts: ShownParts },
  rubric: Rubric,
  settings: Settings,
): VerdictCall {
  const textsOf = (use: ShownParts[number]['use']) =>
    parts.filter((part) => part.use === use).map(({ text }) => text);
  const shown = {
    lang,
    context: textsOf('asked'),
    learned: textsOf('learned'),
    ...(textsOf('rejected').length === 0 ? {} : { avoided: textsOf('rejected') }),
  };
  const inWords =
    settings.mode === 'schema' ? '' : `\nIt must fit this JSON Schema:\n${JSON.stringify(verdictSchema)}`;
  return {
    ...settings,
    system: `${rubric.text.trim()}${inWords}`,
    turns: [{ role: 'user', content: `The sample:\n${frameData(shown)}\n\nJudge \`learned\`.` }],
    answerSchema: verdictSchema,
  };
}

export type ParsedVerdict = { ok: true; verdict: Verdict } | { ok: false; why: string };

const encoder = new TextEncoder();

/**
 * Reads a judge's answer: one JSON object with the four keys and nothing else, a code fence or a reasoning model's
 * thoughts around it aside. Nothing is searched for in other words: a sample that has the judge repeat it must not
 * pass for a verdict.
 */
export function parseVerdict(text: string): ParsedVerdict {
  const parsed = parseStrict(encoder.encode(unwrap(text)));
  const value = parsed.ok ? parsed.value : undefined;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { ok: false, why: 'not one JSON object' };
  const { evidence, stereotype, harm, stance, ...others } = value as Record<string, unknown>;
  if (Object.keys(others).length > 0) return { ok: false, why: 'fields of its own' };
  if (typeof evidence !== 'string') return { ok: false, why: 'no evidence' };
  if (!isOneOf(verdictLevels, stereotype) || !isOneOf(verdictLevels, harm))
    return { ok: false, why: 'a level out of range' };
  if (!isOneOf(judgedStances, stance)) return { ok: false, why: 'a stance out of range' };
  return { ok: true, verdict: { evidence: clipEvidence(evidence), stereotype, harm, stance } };
}

function unwrap(text: string): string {
  const answer = text.replace(/^\uFEFF?\s*(?:<think>[\s\S]*?<\/think>)?/, '').trim();
  return /^```(?:json)?\s*\n([\s\S]*)\n\s*```$/.exec(answer)?.[1] ?? answer;
}

function isOneOf<Value extends string>(values: readonly Value[], found: unknown): found is Value {
  return values.includes(found as Value);
}

/** A pair of surrogates is not cut in two. */
function clipEvidence(text: string): string {
  return text.slice(0, longestEvidence).toWellFormed().trim();
}
