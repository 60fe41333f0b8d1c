import { sayNumber } from './wording.ts';

export type Table = {
  heading: string;
  /** A colon at the end aligns the column to the right. */
  columns: readonly string[];
  rows: string[];
  /** What to call the rows that are left out. */
  more: string;
  /** How many rows there would be; the rows given unless said. */
  total?: number;
};

/** A table of at most `budget` characters; the rows left out are counted. */
export function formatTable(
  { heading, columns, rows, more, total = rows.length }: Table,
  budget: number,
): string {
  if (rows.length === 0) return '';
  const rule = columns.map((column) => (column.endsWith(':') ? '---:' : '---'));
  const head = [heading, '', toRow(columns.map((column) => column.replace(/:$/, ''))), toRow(rule)].join(
    '\n',
  );
  const kept = keepWhatFits(rows, budget - head.length - more.length - 40, 1);
  const left = total - kept.length;
  return [head, ...kept, ...(left > 0 ? ['', `… and ${sayNumber(left)} ${more}.`] : [])].join('\n');
}

export function toRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The first texts that fit into `budget` characters, each whole; `gap` characters stand between two. */
export function keepWhatFits(texts: readonly string[], budget: number, gap: number): string[] {
  let rest = budget;
  const tooLong = texts.findIndex((text) => {
    rest -= text.length + gap;
    return rest < 0;
  });
  return tooLong === -1 ? [...texts] : texts.slice(0, tooLong);
}
