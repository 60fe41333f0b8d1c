import type { AskedOf } from '../../check/judged/judged-report.ts';
import { estimateEnergy } from '../../provider/energy.ts';
import type { Asked, Question } from '../../run/question.ts';
import { sha256Hex } from '../../sample/hash.ts';
import type { Ended } from '../run/ask-model.ts';

type Told = Pick<AskedOf, 'tokens' | 'energy'>;

/** What came of asking, and what it took, as a report tells it. */
export function askedOf<Answer>(
  { result, setup, models, served }: Ended<Answer>,
  { questions }: Asked<Question, Answer>,
  /** The samples asked about, by their ids; what else was asked does not count as answered or not taken. */
  samples: ReadonlySet<string>,
): Omit<AskedOf, keyof Told> {
  const refused: Record<string, number> = {};
  for (const [id, why] of [...result.odd].sort(([, a], [, b]) => (a < b ? -1 : 1)))
    if (samples.has(id)) refused[why] = (refused[why] ?? 0) + 1;
  return {
    provider: setup.provider.name,
    model: setup.model,
    served,
    inputSha256: sha256Hex(JSON.stringify([setup.model, questions])),
    asked: samples.size,
    answered: [...result.answers.keys()].filter((id) => samples.has(id)).length,
    refused,
    budgetSpent: result.stop?.because === 'budget',
    costMicroUsd: models.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0),
    unknownMicroUsd: models.reduce((sum, { unknownMicroUsd }) => sum + unknownMicroUsd, 0),
  };
}

/** Tokens and energy, where the vendor tells tokens. */
export function spentOn({ models }: Pick<Ended<unknown>, 'models'>): Told {
  const sum = (of: 'input' | 'output') => models.reduce((total, { tokens }) => total + tokens[of], 0);
  const tokens = { input: sum('input'), output: sum('output') };
  return { tokens, energy: estimateEnergy({ inputTokens: tokens.input, outputTokens: tokens.output }) };
}
