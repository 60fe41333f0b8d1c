import { collectProblems, type Problems } from '../problems.ts';
import type { Row } from '../row.ts';
import type { Answer, Example } from './example.ts';
import { keyOf, type Metadata } from './parse-metadata.ts';

/**
 * Reads BBQ's examples (the lines of its JSONL files) together with their metadata. Examples that have no answer
 * which follows the stereotype are left out, as the authors do; `keys` names these too.
 * @throws UserError that counts every kind of problem, with examples.
 */
export function parseBbq(
  rows: readonly Row[],
  metadata: Metadata,
  source: string,
): { examples: Example[]; keys: ReadonlySet<string> } {
  const problems = collectProblems('BAD_BENCHMARK_DATA');
  const seen = new Set<string>();
  const examples = rows.flatMap((row) => {
    const example = parseExample(row, problems);
    if (!example) return [];
    if (seen.has(example.key)) problems.add('example that stands twice', example.key);
    seen.add(example.key);
    const known = metadata.get(example.key);
    if (!known) problems.add('example that the metadata does not have', example.key);
    if (known?.biased === example.unknown) problems.add('target_loc that is the unknown answer', example.key);
    return known?.biased === undefined ? [] : [{ ...example, biased: known.biased, names: known.names }];
  });
  if (rows.length === 0) problems.add('file without examples', 'it is empty');
  problems.throwIfAny(
    source,
    "Give BBQ's data/*.jsonl and additional_metadata.csv of one version, unchanged.",
  );
  return { examples, keys: seen };
}

function parseExample(
  { value, place }: Row,
  problems: Problems,
): Omit<Example, 'biased' | 'names'> | undefined {
  const row = asRecord(value);
  const { category, context, question, label, example_id: id, question_index: index } = row;
  const condition = row['context_condition'];
  const polarity = row['question_polarity'];
  const unknown = unknownOf(asRecord(row['answer_info']));
  const answers = [row['ans0'], row['ans1'], row['ans2']];
  if (typeof category !== 'string' || typeof id !== 'number')
    problems.add('line without category or id', place);
  else if (typeof context !== 'string' || typeof question !== 'string' || !answers.every(isText))
    problems.add('example without context, question or answers', keyOf(category, id));
  else if (condition !== 'ambig' && condition !== 'disambig')
    problems.add('context_condition other than ambig, disambig', keyOf(category, id));
  else if (polarity !== 'neg' && polarity !== 'nonneg')
    problems.add('question_polarity other than neg, nonneg', keyOf(category, id));
  else if (!isAnswer(label) || unknown === undefined)
    problems.add('example without a right answer and one that says unknown', keyOf(category, id));
  else
    return {
      key: keyOf(category, id),
      category,
      template: `${category} ${String(index)}`,
      condition,
      polarity,
      context,
      question,
      answers: answers as [string, string, string],
      label,
      unknown,
    };
  return undefined;
}

/** `answer_info` is `{ ans0: [text, group], … }`; one of the three groups is "unknown". */
function unknownOf(info: Record<string, unknown>): Answer | undefined {
  const places = ([0, 1, 2] as const).filter((place) => {
    const named = info[`ans${place}`];
    return Array.isArray(named) && named.some((name) => String(name).toLowerCase() === 'unknown');
  });
  return places.length === 1 ? places[0] : undefined;
}

export function isAnswer(value: unknown): value is Answer {
  return value === 0 || value === 1 || value === 2;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
