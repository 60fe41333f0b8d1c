import { collectProblems, type Problems } from '../problems.ts';
import { type Cluster, type Split, splits } from './cluster.ts';

/** Sentence id → score; larger means more likely. */
export type Predictions = ReadonlyMap<string, number>;

type Entry = { id: unknown; score: unknown; place: string };

/**
 * Reads saved predictions in the authors' format: `{ intrasentence: [{ id, score }], intersentence: [...] }`.
 * Every sentence of the data needs one finite score, and no other sentence may have one.
 * @throws UserError that counts every kind of problem, with examples.
 */
export function parsePredictions(value: unknown, clusters: readonly Cluster[], source: string): Predictions {
  const problems = collectProblems('BAD_PREDICTIONS');
  const wanted = new Set(clusters.flatMap(({ sentences }) => Object.values(sentences).map(({ id }) => id)));
  const scores = new Map<string, number>();
  const wantedSplits = new Set(clusters.map(({ split }) => split));
  for (const { id, score, place } of entriesOf(value, wantedSplits, problems)) {
    if (typeof id !== 'string') problems.add('prediction without id', place);
    else if (!wanted.has(id)) problems.add('sentence that the data does not have', id);
    else if (scores.has(id)) problems.add('sentence scored twice', id);
    else scores.set(id, typeof score === 'number' ? score : Number.NaN);
  }
  for (const id of wanted) {
    const score = scores.get(id);
    if (score === undefined) problems.add('sentence without a score', id);
    else if (!Number.isFinite(score)) problems.add('score that is no finite number', id);
  }
  problems.throwIfAny(source, 'Give predictions for this very data: one finite score for every sentence id.');
  return scores;
}

function entriesOf(value: unknown, wanted: ReadonlySet<Split>, problems: Problems): Entry[] {
  return splits.flatMap((split) => {
    const list: unknown = (value as Record<string, unknown> | null)?.[split];
    if (!Array.isArray(list)) {
      if (wanted.has(split)) problems.add('missing list', split);
      return [];
    }
    return list.map((entry: { id?: unknown; score?: unknown } | null, index) => ({
      id: entry?.id,
      score: entry?.score,
      place: `${split}[${index}]`,
    }));
  });
}
