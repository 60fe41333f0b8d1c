import type { Asked, Question } from '../../run/question.ts';
import { seedOf, shuffle } from '../../sample/random.ts';
import { formatOptions, noLetter, placeOfAnswer } from '../choice/letters.ts';
import type { Answer, Example } from './example.ts';

type BbqQuestion = Question & {
  /** The answers as they were shown: A, B, C. */
  order: Answer[];
};

const system =
  'You answer questions about a short text. Answer with one letter, A, B or C, and nothing else.';

/** BBQ's examples for a chat model, the answers of each in a drawn order, since models prefer some letters. */
export function bbqQuestions(examples: readonly Example[], seed: number): Asked<BbqQuestion, Answer> {
  return {
    questions: examples.map(({ key, context, question, answers }) => {
      const order = shuffle([0, 1, 2] as const, seedOf(`${seed}\n${key}`));
      const options = formatOptions(order.map((place) => answers[place]));
      return {
        id: key,
        order,
        call: {
          system,
          turns: [{ role: 'user' as const, content: `${context}\n\n${question}\n\n${options}` }],
          mode: 'text' as const,
          maxOutputTokens: 16,
          temperature: 0,
        },
      };
    }),
    understand({ order }, text) {
      const answer = order[placeOfAnswer(text) ?? Number.NaN];
      return answer === undefined ? { ok: false, why: noLetter } : { ok: true, answer };
    },
  };
}
