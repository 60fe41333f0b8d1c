import type { ModerationScores } from '../../sample/verdict.ts';
import { at, excerptOf, parseJsonOrUndefined, textAt } from '../json-path.ts';
import type { Interpretation, RawAnswer } from '../model-provider.ts';
import { interpretError } from './interpret-error.ts';

/** What an answer of the Moderations API means; its text is the one result, as JSON. Nothing of it is ever billed. */
export function interpretModeration(raw: RawAnswer): Interpretation {
  const json = parseJsonOrUndefined(raw.body);
  if (raw.status < 200 || raw.status > 299)
    return { ...interpretError(raw, json), billing: { billed: 'nothing' } };
  const result = at(json, 'results', 0);
  const model = textAt(json, 'model');
  const common = { billing: { billed: 'free' }, ...(model ? { servedModel: model } : {}) } as const;
  if (typeof result !== 'object' || result === null)
    return { ...common, outcome: 'malformed', message: `the answer holds no result: ${excerptOf(raw.body)}` };
  return { ...common, outcome: 'answered', text: JSON.stringify(result), finish: 'stop' };
}

/** Names as the vendor writes them, such as "self-harm/intent". */
const categoryName = /^[a-z][a-z_-]{0,30}(?:\/[a-z][a-z_-]{0,30})?$/;
const mostCategories = 64;

/** The scores in a result; undefined where it holds none, or one out of range. A category it does not score is absent. */
export function parseModeration(text: string): ModerationScores | undefined {
  const result = parseJsonOrUndefined(text);
  const flagged = at(result, 'flagged');
  const scores = at(result, 'category_scores');
  if (typeof flagged !== 'boolean' || typeof scores !== 'object' || scores === null) return undefined;
  const scored = Object.entries(scores).filter(([, score]) => score !== null) as [string, unknown][];
  if (scored.length === 0 || scored.length > mostCategories) return undefined;
  if (!scored.every((entry): entry is [string, number] => isScored(entry))) return undefined;
  const categories = scored.map(([name]) => name).filter((name) => at(result, 'categories', name) === true);
  return { flagged, categories: categories.sort(), scores: Object.fromEntries(scored) };
}

function isScored([name, score]: readonly [string, unknown]): boolean {
  return categoryName.test(name) && typeof score === 'number' && score >= 0 && score <= 1;
}
