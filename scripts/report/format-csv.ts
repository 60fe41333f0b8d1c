import type { Finding } from '../check/finding.ts';
import { inertCsv } from './inert.ts';
import type { Report } from './report.ts';

const columns = {
  severity: ({ severity }) => severity,
  code: ({ code }) => code,
  path: ({ path }) => path,
  line: ({ line }) => line,
  column: ({ column }) => column,
  sample: ({ sample }) => sample ?? '',
  message: ({ message }) => message,
  fix: ({ fix }) => fix,
  other: ({ other }) => (other ? `${other.path}:${other.line}` : ''),
  similarity: ({ similarity }) => similarity ?? '',
} satisfies Record<string, (finding: Finding) => string | number>;

/** The findings as a table for a spreadsheet (RFC 4180); no cell is a formula, whatever it says. */
export function formatCsv({ findings }: Report): string {
  const rows = findings.map((finding) => Object.values(columns).map((cell) => formatCell(cell(finding))));
  return [Object.keys(columns), ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}

function formatCell(value: string | number): string {
  return typeof value === 'number' ? String(value) : inertCsv(value);
}
