import { parseCsv } from '../parse-csv.ts';
import { collectProblems } from '../problems.ts';
import type { Answer } from './example.ts';

export type Metadata = ReadonlyMap<string, { biased: Answer | undefined; names: boolean }>;

const columns = ['category', 'example_id', 'target_loc', 'label_type'];

/**
 * Reads the authors' `additional_metadata.csv`: example → the answer that follows the stereotype. A few examples
 * have none (`NA`), since both people or neither belong to the group.
 * @throws UserError that counts every kind of problem, with examples.
 */
export function parseMetadata(text: string, source: string): Metadata {
  const problems = collectProblems('BAD_BENCHMARK_DATA');
  const metadata = new Map<string, { biased: Answer | undefined; names: boolean }>();
  for (const row of parseCsv(text, columns, source)) {
    const key = keyOf(row['category'] ?? '', row['example_id'] ?? '');
    const place = row['target_loc'] ?? '';
    if (metadata.has(key)) problems.add('example described twice', key);
    if (!/^[012]?$|^NA$|^x$/.test(place)) problems.add('target_loc that is no place of an answer', key);
    const biased = /^[012]$/.test(place) ? (Number(place) as Answer) : undefined;
    metadata.set(key, { biased, names: row['label_type'] === 'name' });
  }
  problems.throwIfAny(source, "Give the authors' additional_metadata.csv, unchanged.");
  return metadata;
}

export function keyOf(category: string, id: string | number): string {
  return `${category} ${id}`;
}
