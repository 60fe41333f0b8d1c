import type { Finding } from '../check/finding.ts';
import { inertCommandProperty, inertCommandText } from './inert.ts';
import { pickFindings } from './pick-findings.ts';
import type { Report } from './report.ts';
import { sayCount } from './wording.ts';

/** GitHub shows so many annotations of each type for one step, and drops the others unsaid. */
const maxPerType = 10;

/**
 * GitHub workflow commands that annotate lines of a pull request: errors, then warnings, each code in turn so that
 * every kind of finding is seen, and how many more there are.
 */
export function formatAnnotations({ findings }: Report): string {
  const errors = pickFindings(findings, 'error', maxPerType);
  const warnings = pickFindings(findings, 'warning', maxPerType);
  const lines = [...errors, ...warnings].map(formatAnnotation);
  const rest = findings.length - lines.length;
  if (rest > 0) lines.push(formatRest(findings, errors.length, warnings.length));
  return lines.map((line) => `${line}\n`).join('');
}

function formatAnnotation({ code, severity, path, line, column, message, fix }: Finding): string {
  const properties = {
    file: path,
    ...(line > 0 && { line: String(line), col: String(Math.max(1, column)) }),
    title: code,
  };
  const listed = Object.entries(properties).map(([name, value]) => `${name}=${inertCommandProperty(value)}`);
  return `::${severity} ${listed.join(',')}::${inertCommandText(message)}%0AFix: ${inertCommandText(fix)}`;
}

function formatRest(findings: readonly Finding[], errors: number, warnings: number): string {
  const all = findings.filter(({ severity }) => severity === 'error').length;
  const more = [
    ...(all > errors ? [sayCount(all - errors, 'more error')] : []),
    ...(findings.length - all > warnings ? [sayCount(findings.length - all - warnings, 'more warning')] : []),
  ];
  return `::notice title=evenhand::${more.join(' and ')}: the job summary lists them by code.`;
}
