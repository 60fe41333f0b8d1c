import { collectProblems } from '../problems.ts';
import type { Row } from '../row.ts';
import type { Answer } from './example.ts';
import { isAnswer } from './parse-bbq.ts';
import { keyOf } from './parse-metadata.ts';

/** Example → the answer that the model chose; null where it chose none. */
export type Answers = ReadonlyMap<string, Answer | null>;

/** Examples that need an answer, and all that may have one: a few are left out of the scores. */
type Keys = { wanted: ReadonlySet<string>; known: ReadonlySet<string> };

/**
 * Reads saved answers, one JSON object a line: `{ category, example_id, answer }`, the answer 0, 1, 2, or null where
 * the model chose none.
 * @throws UserError that counts every kind of problem, with examples.
 */
export function parseAnswers(rows: readonly Row[], { wanted, known }: Keys, source: string): Answers {
  const problems = collectProblems('BAD_PREDICTIONS');
  const answers = new Map<string, Answer | null>();
  for (const { value, place } of rows) {
    const { category, example_id: id, answer } = (value ?? {}) as Record<string, unknown>;
    const key = keyOf(String(category), String(id));
    if (category === undefined || id === undefined)
      problems.add('line without category or example_id', place);
    else if (!known.has(key)) problems.add('example that the data does not have', key);
    else if (answers.has(key)) problems.add('example answered twice', key);
    else if (answer !== null && !isAnswer(answer)) problems.add('answer other than 0, 1, 2', key);
    else answers.set(key, answer);
  }
  for (const key of wanted) if (!answers.has(key)) problems.add('example without an answer', key);
  problems.throwIfAny(source, 'Give answers for this very data: one of 0, 1, 2 for every example.');
  return answers;
}
