import { meanTokenProbability, type TokenSum } from '../likelihood/score-tokens.ts';
import { type Cluster, splits } from './cluster.ts';

/**
 * How sentences were scored by us. Intrasentence: 2 to the mean log2 probability of a token, as the authors score
 * GPT-2. Intersentence: the mean log-probability of a token given the context; the authors' scores come from a
 * trained next-sentence head, which log-probabilities cannot stand in for.
 */
export type Scorer = { intrasentence: string; intersentence: string; unscoredFirstTokens: number };

/** Names of the scores: not the authors' for intersentence. */
const names = {
  intrasentence: 'mean-token-probability',
  intersentence: 'mean-log-probability-given-context',
};

/** Scores in the authors' format, with how they came about. */
export function toPredictions(clusters: readonly Cluster[], sums: ReadonlyMap<string, TokenSum>) {
  let unscored = 0;
  const scoresOf = (wanted: Cluster['split']) =>
    clusters
      .filter(({ split }) => split === wanted)
      .flatMap(({ sentences }) => Object.values(sentences))
      .map(({ id }) => {
        const sum = sums.get(id);
        unscored += sum?.unscored ?? 0;
        return { id, score: sum ? scoreOf(wanted, sum) : Number.NaN };
      });
  const [intrasentence, intersentence] = splits.map(scoresOf);
  const scorer: Scorer = { ...names, unscoredFirstTokens: unscored };
  return { intrasentence, intersentence, scorer };
}

function scoreOf(split: Cluster['split'], sum: TokenSum): number {
  return split === 'intrasentence' ? meanTokenProbability(sum) : sum.logProbability / sum.scored;
}

/** The scorer that a file of predictions names; undefined for files as the authors published them. */
export function scorerOf(value: unknown): Scorer | undefined {
  const { scorer } = (value ?? {}) as { scorer?: Scorer };
  return typeof scorer === 'object' ? scorer : undefined;
}

/** What a reader must know of the models' scores. */
export function sayScorers(models: readonly { name: string; scorer: Scorer | undefined }[]): string[] {
  const ours = models.filter(({ scorer }) => scorer !== undefined);
  if (ours.length === 0) return [];
  return [
    'intersentence is scored by the mean log-probability of a token given the context, which the paper does not do: compare only intrasentence cells with the paper.',
    ...ours
      .filter(({ scorer }) => (scorer?.unscoredFirstTokens ?? 0) > 0)
      .map(
        ({ name, scorer }) =>
          `${name}: the first token of ${scorer?.unscoredFirstTokens} sentences has no probability, since nothing stands before it; add --start-token to score it as the authors do.`,
      ),
    ...(ours.length < models.length
      ? [
          'the two models were scored in different ways: do not compare their intersentence and overall cells.',
        ]
      : []),
  ];
}
