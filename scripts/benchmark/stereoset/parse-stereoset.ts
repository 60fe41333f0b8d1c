import { collectProblems, type Problems } from '../problems.ts';
import {
  type Cluster,
  type Domain,
  domains,
  type Label,
  labels,
  type Sentence,
  type Split,
  splits,
} from './cluster.ts';

/**
 * Reads StereoSet in its official format: `{ data: { intrasentence: [cluster], intersentence: [cluster] } }`.
 * @throws UserError that counts every kind of problem, with examples.
 */
export function parseStereoset(value: unknown, source: string): Cluster[] {
  const problems = collectProblems('BAD_BENCHMARK_DATA');
  const seen = new Set<string>();
  const clusters = splits.flatMap((split) => {
    const items = asRecord(asRecord(value)['data'])[split];
    if (!Array.isArray(items)) problems.add('missing list', `data.${split}`);
    return Array.isArray(items)
      ? items.flatMap((item, index) =>
          parseCluster(item, { split, place: `data.${split}[${index}]`, problems, seen }),
        )
      : [];
  });
  problems.throwIfAny(source, 'Give the official StereoSet development set (dev.json), unchanged.');
  return clusters;
}

type Place = { split: Split; place: string; problems: Problems; seen: Set<string> };

function parseCluster(item: unknown, { split, place, problems, seen }: Place): Cluster[] {
  const { id, target, bias_type: domain, context, sentences } = asRecord(item);
  if (!isText(id) || !isText(target) || !isText(context))
    problems.add('item without id, target or context', place);
  else if (!isDomain(domain)) problems.add(`bias_type other than ${domains.join(', ')}`, place);
  else {
    const byLabel = parseSentences(sentences, { split, place: `${place} ${id}`, problems, seen });
    if (byLabel) return [{ id, split, domain, target, context, sentences: byLabel }];
  }
  return [];
}

function parseSentences(
  value: unknown,
  { place, problems, seen }: Place,
): Record<Label, Sentence> | undefined {
  const found = new Map<unknown, Sentence>();
  for (const sentence of Array.isArray(value) ? value : []) {
    const { id, sentence: text, gold_label: label } = asRecord(sentence);
    if (!isText(id) || !isText(text)) problems.add('sentence without id or text', place);
    else {
      if (seen.has(id)) problems.add('sentence id used twice', id);
      seen.add(id);
      found.set(label, { id, text });
    }
  }
  const [stereotype, anti, unrelated] = labels.map((label) => found.get(label));
  if (stereotype && anti && unrelated) return { stereotype, 'anti-stereotype': anti, unrelated };
  problems.add(`item without one sentence of each label (${labels.join(', ')})`, place);
  return undefined;
}

function isDomain(value: unknown): value is Domain {
  return (domains as readonly unknown[]).includes(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
