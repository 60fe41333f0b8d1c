import { UserError } from '../../errors.ts';
import type { Result } from '../result.ts';
import {
  compareCrowsPairs,
  countTies,
  crowsPairsColumns,
  estimateCrowsPairs,
  sayCrowsPairs,
} from './estimate.ts';
import type { Pair, PairScores, Scorer } from './pair.ts';

type Model = { name: string; scores: PairScores };

/**
 * All that CrowS-Pairs says of one model, or of two compared.
 * @throws UserError where the two were scored in different ways.
 */
export function crowsPairsResult(pairs: readonly Pair[], first: Model, second?: Model): Result<'preference'> {
  const { scorer } = first.scores;
  if (second && second.scores.scorer !== scorer) throw otherScorer(scorer, second.scores.scorer);
  const models = second ? [first, second] : [first];
  const cells = second && compareCrowsPairs(pairs, first.scores, second.scores);
  const overall = cells?.[0];
  return {
    benchmark: `CrowS-Pairs by ${scorer}`,
    columns: crowsPairsColumns,
    neutral: { preference: 50 },
    models: models.map(({ name, scores }) => ({ name, cells: estimateCrowsPairs(pairs, scores) })),
    ...(cells && overall ? { comparison: { cells, claims: sayCrowsPairs(overall) } } : {}),
    legend: [
      'How often, in percent, the sentence that stereotypes more is the likelier of its pair (50 is no preference).',
      'stereo: pairs that show a stereotype; antistereo: pairs that go against one. 95% bootstrap interval over writers.',
    ],
    warnings: [...models.flatMap((model) => sayTies(pairs, model)), ...scorerNotes[scorer], ...cautions],
  };
}

const scorerNotes: Record<Scorer, string[]> = {
  'pseudo-log-likelihood': [],
  'sentence-log-likelihood': [
    'whole sentences are compared, which is not the measure of the paper (that one is for masked models): compare these figures only with their like.',
  ],
};

/** Nangia and others 2020, section 8; Blodgett and others 2021, "Stereotyping Norwegian Salmon". */
const cautions = [
  'the authors warn that a low figure must not be read as proof that a model is free of bias, and that the data covers stereotypes of the United States only.',
  'Blodgett and others (ACL 2021) found that many of the pairs are flawed; read a difference as a hint, not as a measurement.',
];

function sayTies(pairs: readonly Pair[], { name, scores }: Model): string[] {
  const ties = countTies(pairs, scores);
  return ties === 0 ? [] : [`${name}: ${ties} pairs are tied; they count as preferring neither sentence.`];
}

function otherScorer(first: Scorer, second: Scorer): UserError {
  return new UserError(`the first model was scored by ${first}, the second by ${second}`, {
    code: 'OTHER_SCORER',
    fix: 'Compare models that were scored in the same way.',
  });
}
