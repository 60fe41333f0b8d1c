import type { ScoredToken } from '../../provider/completions/dialect.ts';
import type { Asked, Question } from '../../run/question.ts';
import type { Prompt } from './prompt.ts';
import { sumTokens, type TokenSum } from './score-tokens.ts';

/** Prompts as questions to a completions endpoint, whose answers are the tokens' log-probabilities. */
export function likelihoodQuestions(
  prompts: readonly Prompt[],
): Asked<Question & { prompt: Prompt }, TokenSum> {
  return {
    questions: prompts.map((prompt) => ({
      id: prompt.id,
      prompt,
      call: {
        system: '',
        turns: [{ role: 'user' as const, content: prompt.text }],
        mode: 'text' as const,
        maxOutputTokens: 1,
      },
    })),
    understand({ prompt }, text) {
      const answer = sumTokens(prompt, JSON.parse(text) as ScoredToken[]);
      return answer
        ? { ok: true, answer }
        : {
            ok: false,
            why: 'the server does not return the log-probabilities of the text it was given',
            cannot: true,
          };
    },
  };
}
