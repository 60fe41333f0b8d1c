import { collectProblems, type Problems } from '../problems.ts';
import { type Cluster, type Label, labels } from '../stereoset/cluster.ts';
import { questionId } from './questions.ts';

/** What a file of choices calls itself, so that it passes for no file of likelihoods. */
const scorer = 'forced-choice';

/** Question → the kind of sentence chosen; a question without an answer is missing. */
export type Choices = { seeds: number; answers: ReadonlyMap<string, Label> };

/** Choices as a file holds them: every question has a line, those without an answer `null`. */
export function toChoiceFile(clusters: readonly Cluster[], { seeds, answers }: Choices) {
  const choices = clusters.flatMap((cluster) =>
    Array.from({ length: seeds }, (_, seed) => ({
      id: cluster.id,
      seed,
      choice: answers.get(questionId(cluster, seed)) ?? null,
    })),
  );
  return { scorer, seeds, choices };
}

/**
 * Reads saved choices: `{ scorer: "forced-choice", seeds, choices: [{ id, seed, choice }] }`, one entry for every item
 * and seed, from 0 on; `choice` is a label of StereoSet's, or null.
 * @throws UserError that counts every kind of problem, with examples.
 */
export function parseChoices(value: unknown, clusters: readonly Cluster[], source: string): Choices {
  const problems = collectProblems('BAD_PREDICTIONS');
  const file = asRecord(value);
  const seeds = Number.isInteger(file['seeds']) ? Number(file['seeds']) : 0;
  if (file['scorer'] !== scorer) problems.add(`scorer other than ${scorer}`, String(file['scorer']));
  if (seeds < 1) problems.add('number of seeds that is not 1 or more', String(file['seeds']));
  const list = file['choices'];
  if (!Array.isArray(list)) problems.add('missing list', 'choices');
  const wanted = new Set(
    clusters.flatMap((cluster) => Array.from({ length: seeds }, (_, seed) => questionId(cluster, seed))),
  );
  const found = collectChoices(Array.isArray(list) ? list : [], wanted, problems);
  for (const question of wanted) if (!found.has(question)) problems.add('item without a choice', question);
  problems.throwIfAny(
    source,
    'Give the choices.json that --forced-choice --model saved, for this very data.',
  );
  const answers = [...found].filter((entry): entry is [string, Label] => entry[1] !== null);
  return { seeds, answers: new Map(answers) };
}

function collectChoices(list: readonly unknown[], wanted: ReadonlySet<string>, problems: Problems) {
  const found = new Map<string, Label | null>();
  for (const [index, entry] of list.entries()) {
    const { id, seed, choice } = asRecord(entry);
    const question = questionId({ id: String(id) }, Number(seed));
    if (id === undefined || seed === undefined) problems.add('entry without id or seed', `choices[${index}]`);
    else if (!wanted.has(question)) problems.add('item that the data does not have', question);
    else if (found.has(question)) problems.add('item chosen twice', question);
    else if (choice !== null && !isLabel(choice))
      problems.add(`choice other than ${labels.join(', ')}`, question);
    else found.set(question, choice);
  }
  return found;
}

function isLabel(value: unknown): value is Label {
  return (labels as readonly unknown[]).includes(value);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
