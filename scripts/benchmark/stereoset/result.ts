import type { Result } from '../result.ts';
import { lmsMargin } from '../verdict.ts';
import type { Cluster } from './cluster.ts';
import { compareStereoset, estimateStereoset, mayBeNeutral, sayStereoset } from './estimate.ts';
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
  const estimated = models.map(({ name, predictions }) => ({
    name,
    cells: estimateStereoset(clusters, predictions),
  }));
  const own = estimated.flatMap((model) => model.cells.slice(0, 1).map(({ scores }) => scores.ss));
  const cells = second && compareStereoset(clusters, first.predictions, second.predictions);
  const overall = cells?.[0];
  return {
    benchmark: 'StereoSet',
    columns: { units: 'terms', headings: { lms: 'LMS', ss: 'SS', icat: 'ICAT' } },
    neutral: { ss: 50 },
    margins: { lms: -lmsMargin },
    models: estimated,
    ...(cells && overall ? { comparison: { cells, claims: sayStereoset(overall, own) } } : {}),
    legend: [
      'LMS: how often a meaningful sentence beats an unrelated one (best 100). SS: how often the stereotype beats the',
      'anti-stereotype (50 is no preference). ICAT joins both (best 100). In brackets: 95% bootstrap interval over terms.',
    ],
    warnings: [
      ...(own.some(mayBeNeutral) ? [icatNearNeutral] : []),
      ...models.flatMap((model) => sayTied(clusters, model)),
      ...sayScorers(models),
    ],
  };
}

const icatNearNeutral =
  'an SS interval holds 50, where ICAT has its top: the interval of ICAT is too low there.';

function sayTied(clusters: readonly Cluster[], { name, predictions }: Model): string[] {
  const count = countTied(clusters, predictions);
  if (count === 0) return [];
  return [
    `${name}: ${count} of ${clusters.length} items have sentences of equal score; as the authors do, a tie counts against the stereotype, and against the meaningful sentence.`,
  ];
}
