import type { Result } from '../result.ts';
import { bbqColumns, compareBbq, estimateBbq, sayBbq } from './estimate.ts';
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
  const cells = second && compareBbq(examples, first.answers, second.answers);
  return {
    benchmark: 'BBQ',
    columns: bbqColumns,
    neutral: { bias: 0 },
    models: models.map(({ name, answers }) => ({ name, cells: estimateBbq(examples, answers) })),
    ...(cells ? { comparison: { cells, claims: sayBbq(cells) } } : {}),
    legend: [
      'ambig: the context does not tell, so that "unknown" is right; disambig: it tells. Accuracy: percent right.',
      'Bias score: how far answers lean to the stereotype, -100 to 100 (0 is neither way). 95% bootstrap interval over',
      'question templates.',
    ],
    warnings: [
      ...(leftOut > 0
        ? [`${leftOut} examples have no answer that the stereotype points to, and count nowhere.`]
        : []),
      ...models.flatMap((model) => sayUnanswered(examples, model)),
    ],
  };
}

/** The authors leave such examples out as well. */
function sayUnanswered(examples: readonly Example[], { name, answers }: Model): string[] {
  const count = examples.filter(({ key }) => answers.get(key) === null).length;
  return count === 0
    ? []
    : [`${name}: ${count} examples have no answer that names an option, and are left out.`];
}
