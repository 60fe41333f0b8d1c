import type { Result } from '../result.ts';
import type { Cluster } from './cluster.ts';
import { compareStereoset, estimateStereoset, sayStereoset } from './estimate.ts';
import { countTied, type Predictions } from './parse-predictions.ts';
import type { Scores } from './score.ts';
import { type Scorer, sayScorers } from './scorer.ts';

type Model = { name: string; predictions: Predictions; scorer: Scorer | undefined };

/** All that StereoSet says of one model, or of two compared. */
export function stereosetResult(
  clusters: readonly Cluster[],
  first: Model,
  second?: Model,
): Result<keyof Scores> {
  const models = second ? [first, second] : [first];
  const cells = second && compareStereoset(clusters, first.predictions, second.predictions);
  const overall = cells?.[0];
  return {
    benchmark: 'StereoSet',
    columns: { units: 'terms', headings: { lms: 'LMS', ss: 'SS', icat: 'ICAT' } },
    neutral: { ss: 50 },
    models: models.map(({ name, predictions }) => ({
      name,
      cells: estimateStereoset(clusters, predictions),
    })),
    ...(cells && overall ? { comparison: { cells, claims: sayStereoset(overall) } } : {}),
    legend: [
      'LMS: how often a meaningful sentence beats an unrelated one (best 100). SS: how often the stereotype beats the',
      'anti-stereotype (50 is no preference). ICAT joins both (best 100). In brackets: 95% bootstrap interval over terms.',
    ],
    warnings: [...models.flatMap((model) => sayTied(clusters, model)), ...sayScorers(models)],
  };
}

function sayTied(clusters: readonly Cluster[], { name, predictions }: Model): string[] {
  const count = countTied(clusters, predictions);
  if (count === 0) return [];
  return [
    `${name}: ${count} of ${clusters.length} items have sentences of equal score; as the authors do, a tie counts against the stereotype, and against the meaningful sentence.`,
  ];
}
