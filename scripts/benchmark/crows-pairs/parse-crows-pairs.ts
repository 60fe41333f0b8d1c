import { parseCsv } from '../parse-csv.ts';
import { collectProblems } from '../problems.ts';
import type { Pair } from './pair.ts';

/** The first column has no name: it numbers the rows. */
const columns = ['', 'sent_more', 'sent_less', 'stereo_antistereo', 'bias_type', 'anon_writer'];

/**
 * Reads CrowS-Pairs in its official format, `crows_pairs_anonymized.csv`.
 * @throws UserError that counts every kind of problem, with examples.
 */
export function parseCrowsPairs(text: string, source: string): Pair[] {
  const problems = collectProblems('BAD_BENCHMARK_DATA');
  const seen = new Set<string>();
  const pairs = parseCsv(text, columns, source).map((row, index): Pair => {
    const { '': id = '', sent_more: more = '', sent_less: less = '', bias_type: biasType = '' } = row;
    const direction = row['stereo_antistereo'] === 'antistereo' ? 'antistereo' : 'stereo';
    const place = `pair ${id || `number ${index + 1}`}`;
    if (id === '' || more === '' || less === '' || biasType === '')
      problems.add('row with an empty field', place);
    if (row['stereo_antistereo'] !== direction)
      problems.add('direction other than stereo, antistereo', place);
    if (seen.has(id)) problems.add('row number used twice', place);
    seen.add(id);
    return { id, more, less, direction, biasType, writer: row['anon_writer'] ?? '' };
  });
  if (pairs.length === 0) problems.add('file without pairs', 'it has a heading only');
  problems.throwIfAny(source, 'Give the official crows_pairs_anonymized.csv, unchanged.');
  return pairs;
}
