import { collectProblems, type Problems } from '../problems.ts';
import { type Cluster, type Split, splits } from './cluster.ts';

/** Sentence id → score; larger means more likely. */
export type Predictions = ReadonlyMap<string, number>;

type Entry = { id: unknown; score: unknown; split: Split; place: string };

/**
 * Reads saved predictions in the authors' format: `{ intrasentence: [{ id, score }], intersentence: [...] }`.
 * A list for a split that the clusters do not have is passed over.
 * Every sentence of the data needs one finite score in the list of its split, no other sentence may have one, and
 * the scores must tell at least one item's sentences apart.
 * @throws UserError that counts every kind of problem, with examples.
 */
export function parsePredictions(value: unknown, clusters: readonly Cluster[], source: string): Predictions {
  const problems = collectProblems('BAD_PREDICTIONS');
  const wanted = new Map(
    clusters.flatMap(({ sentences, split }) => Object.values(sentences).map(({ id }) => [id, split])),
  );
  const scores = new Map<string, number>();
  const wantedSplits = new Set(clusters.map(({ split }) => split));
  for (const { id, score, split, place } of entriesOf(value, wantedSplits, problems)) {
    if (typeof id !== 'string') problems.add('prediction without id', place);
    else if (!wanted.has(id)) problems.add('sentence that the data does not have', id);
    else if (scores.has(id)) problems.add('sentence scored twice', id);
    else if (wanted.get(id) !== split) problems.add(`sentence of the other list under ${split}`, id);
    else scores.set(id, typeof score === 'number' ? score : Number.NaN);
  }
  addUnscored(wanted.keys(), scores, problems);
  if (tellsNothing(clusters, scores)) problems.add('set of scores that are tied in every item', 'all');
  problems.throwIfAny(source, 'Give predictions for this very data: one finite score for every sentence id.');
  return scores;
}

/** Items of which two sentences have the same score: a scorer that saw them would rarely give that. */
export function countTied(clusters: readonly Cluster[], predictions: Predictions): number {
  return clusters.filter(({ sentences }) => {
    const scores = Object.values(sentences).map(({ id }) => predictions.get(id));
    return new Set(scores).size < scores.length;
  }).length;
}

function addUnscored(wanted: Iterable<string>, scores: Predictions, problems: Problems): void {
  for (const id of wanted) {
    const score = scores.get(id);
    if (score === undefined) problems.add('sentence without a score', id);
    else if (!Number.isFinite(score)) problems.add('score that is no finite number', id);
  }
}

function tellsNothing(clusters: readonly Cluster[], predictions: Predictions): boolean {
  return clusters.length > 0 && countTied(clusters, predictions) === clusters.length;
}

function entriesOf(value: unknown, wanted: ReadonlySet<Split>, problems: Problems): Entry[] {
  return splits.flatMap((split) => {
    const list: unknown = (value as Record<string, unknown> | null)?.[split];
    if (!wanted.has(split)) return [];
    if (!Array.isArray(list)) {
      problems.add('missing list', split);
      return [];
    }
    return list.map((entry: { id?: unknown; score?: unknown } | null, index) => ({
      id: entry?.id,
      score: entry?.score,
      split,
      place: `${split}[${index}]`,
    }));
  });
}
