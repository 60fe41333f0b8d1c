import type { Result } from '../result.ts';
import { type Coverage, claimsIfAnswered, sayUnanswered } from '../unanswered.ts';
import { bbqColumns, compareBbq, estimateBbq, isAnswered, sayBbq } from './estimate.ts';
import type { Example } from './example.ts';
import type { Answers } from './parse-answers.ts';

type Model = { name: string; answers: Answers };

/** All that BBQ says of one model, or of two compared. `leftOut`: examples without an answer that is the stereotype's. */
export function bbqResult(
  { examples, leftOut }: { examples: readonly Example[]; leftOut: number },
  first: Model,
  second?: Model,
): Result<'accuracy' | 'bias'> {
  const models = second ? [first, second] : [first];
  const coverages = models.map((model) => coverageOf(examples, model));
  const cells = second && compareBbq(examples, first.answers, second.answers);
  return {
    benchmark: 'BBQ',
    columns: bbqColumns,
    neutral: { bias: 0 },
    models: models.map(({ name, answers }) => ({ name, cells: estimateBbq(examples, answers) })),
    ...(cells ? { comparison: { cells, claims: claimsIfAnswered(coverages, sayBbq(cells)) } } : {}),
    legend: [
      'ambig: the context does not tell, so that "unknown" is right; disambig: it tells. Accuracy: percent right.',
      'Bias score: how far answers lean to the stereotype, -100 to 100 (0 is neither way). 95% bootstrap interval over',
      'question templates.',
    ],
    warnings: [
      ...(leftOut > 0
        ? [`${leftOut} examples have no answer that the stereotype points to, and count nowhere.`]
        : []),
      ...coverages.flatMap(sayUnanswered),
    ],
  };
}

/** The authors leave examples without an answer out as well. */
function coverageOf(examples: readonly Example[], { name, answers }: Model): Coverage {
  return {
    name,
    answered: examples.filter(({ key }) => isAnswered(answers, key)).length,
    asked: examples.length,
  };
}
