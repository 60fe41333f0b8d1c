import type { Finding, Severity } from '../check/finding.ts';
import { groupFindings } from './group-findings.ts';
import { inertCommandProperty, inertCommandText } from './inert.ts';
import type { Report } from './report.ts';
import { sayCount } from './wording.ts';

/** GitHub shows so many annotations of each type for one step, and drops the others unsaid. */
const maxPerType = 10;

/**
 * GitHub workflow commands that annotate lines of a pull request: errors, then warnings, each code in turn so that
 * every kind of finding is seen, and how many more there are.
 */
export function formatAnnotations({ findings }: Report): string {
  const errors = pick(findings, 'error');
  const warnings = pick(findings, 'warning');
  const lines = [...errors, ...warnings].map(formatAnnotation);
  const rest = findings.length - lines.length;
  if (rest > 0) lines.push(formatRest(findings, errors.length, warnings.length));
  return lines.map((line) => `${line}\n`).join('');
}

/** The first finding of each code, then the second of each, and so on. */
function pick(findings: readonly Finding[], severity: Severity): Finding[] {
  const groups = groupFindings(findings).filter((group) => group.severity === severity);
  const picked: Finding[] = [];
  for (let round = 0; round < maxPerType; round += 1) {
    for (const group of groups) {
      const finding = group.findings[round];
      if (finding && picked.length < maxPerType) picked.push(finding);
    }
  }
  return picked;
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
