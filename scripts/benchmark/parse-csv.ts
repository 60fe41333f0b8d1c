import { parse } from 'csv-parse/sync';
import { UserError } from '../errors.ts';

/**
 * The rows of a CSV file (RFC 4180) by the names in its first row.
 * @throws UserError where it is no CSV, or a column is missing.
 */
export function parseCsv(text: string, columns: readonly string[], source: string): Record<string, string>[] {
  let rows: string[][];
  try {
    rows = parse(text, { bom: true, skip_empty_lines: true });
  } catch (cause) {
    throw badFile(`${source} is not CSV: ${(cause as Error).message}`, columns, cause);
  }
  const [head = [], ...body] = rows;
  const missing = columns.filter((column) => !head.includes(column));
  if (missing.length > 0) throw badFile(`${source} has no column ${missing.join(', ')}`, columns);
  return body.map((row) => Object.fromEntries(head.map((name, index) => [name, row[index] ?? ''])));
}

function badFile(message: string, columns: readonly string[], cause?: unknown): UserError {
  return new UserError(message, {
    code: 'BAD_BENCHMARK_DATA',
    fix: `Give the official CSV file, unchanged: its columns include ${columns.filter((name) => name !== '').join(', ')}.`,
    cause,
  });
}
