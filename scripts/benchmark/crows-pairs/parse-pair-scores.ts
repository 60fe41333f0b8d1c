import { collectProblems, type Problems } from '../problems.ts';
import { type Pair, type PairScores, type Scorer, scorers } from './pair.ts';

const fix =
  'Give { "scorer": "pseudo-log-likelihood" or "sentence-log-likelihood", "scores": [{ "id", "more", "less" }] } for this very data: two finite scores for every pair.';

/**
 * Reads saved scores: `{ scorer, scores: [{ id, more, less }] }`, one entry for every pair of the data.
 * @throws UserError that counts every kind of problem, with examples.
 */
export function parsePairScores(value: unknown, pairs: readonly Pair[], source: string): PairScores {
  const problems = collectProblems('BAD_PREDICTIONS');
  const { scorer, scores: list } = asRecord(value);
  if (!isScorer(scorer)) problems.add(`scorer other than ${scorers.join(', ')}`, String(scorer));
  if (!Array.isArray(list)) problems.add('missing list', 'scores');
  const wanted = new Set(pairs.map(({ id }) => id));
  const scores = collectScores(Array.isArray(list) ? list : [], wanted, problems);
  for (const id of wanted) {
    const found = scores.get(id);
    if (!found) problems.add('pair without scores', id);
    else if (!Number.isFinite(found.more + found.less)) problems.add('score that is no finite number', id);
  }
  const told = [...scores.values()].filter(({ more, less }) => more !== less);
  if (scores.size > 0 && told.length === 0) problems.add('set of scores that are tied in every pair', 'all');
  problems.throwIfAny(source, fix);
  return { scorer: scorer as Scorer, scores };
}

function collectScores(list: readonly unknown[], wanted: ReadonlySet<string>, problems: Problems) {
  const scores = new Map<string, { more: number; less: number }>();
  for (const [index, entry] of list.entries()) {
    const { id, more, less } = asRecord(entry);
    const name = typeof id === 'number' ? String(id) : id;
    if (typeof name !== 'string') problems.add('entry without id', `scores[${index}]`);
    else if (!wanted.has(name)) problems.add('pair that the data does not have', name);
    else if (scores.has(name)) problems.add('pair scored twice', name);
    else scores.set(name, { more: toNumber(more), less: toNumber(less) });
  }
  return scores;
}

function isScorer(value: unknown): value is Scorer {
  return (scorers as readonly unknown[]).includes(value);
}

function toNumber(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN;
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
