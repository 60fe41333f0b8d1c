/** How many questions a model answered, of those asked. */
export type Coverage = { name: string; answered: number; asked: number };

/**
 * The share of questions without an answer above which nothing is claimed. A model does not refuse at random: it
 * refuses most where a stereotype shows, so what is left speaks for itself alone.
 */
export const mostUnanswered = 0.1;

/** What a reader must know of a model that did not answer everything. */
export function sayUnanswered({ name, answered, asked }: Coverage): string[] {
  if (answered === 0)
    return [
      `${name} answered none of ${asked} questions: there is no score, and that says nothing of its bias.`,
    ];
  const missing = asked - answered;
  if (missing === 0) return [];
  const left = `${name}: ${missing} of ${asked} questions have no answer that names an option, and are left out.`;
  return isTooFew({ name, answered, asked })
    ? [
        `${left} More than ${100 * mostUnanswered} % are missing: the scores hold for those it answered alone.`,
      ]
    : [left];
}

/** The models' claims, or that there are none where one of them left too much unanswered. */
export function claimsIfAnswered(models: readonly Coverage[], claims: readonly string[]): string[] {
  const silent = models.filter(isTooFew);
  if (silent.length === 0) return [...claims];
  return silent.map(
    ({ name, answered, asked }) =>
      `Nothing can be claimed: ${name} answered ${answered} of ${asked} questions, less than ${100 - 100 * mostUnanswered} %.`,
  );
}

function isTooFew({ answered, asked }: Coverage): boolean {
  return asked - answered > mostUnanswered * asked;
}
