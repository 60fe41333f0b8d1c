import type { Finding, Severity } from '../check/finding.ts';
import { compareText } from '../sample/order.ts';

/** The findings of one code, in the report's order. */
export type FindingGroup = { code: string; severity: Severity; findings: Finding[] };

/** Errors first, then the most frequent code first. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const finding of findings) {
    const { code, severity } = finding;
    const key = `${severity} ${code}`;
    const known = groups.get(key);
    if (known) known.findings.push(finding);
    else groups.set(key, { code, severity, findings: [finding] });
  }
  return [...groups.values()].sort(
    (a, b) =>
      compareText(a.severity, b.severity) ||
      b.findings.length - a.findings.length ||
      compareText(a.code, b.code),
  );
}

/**
 * The groups that decide: the errors where there are any, else the warnings. What bias does to a verdict is told by its
 * headline already, so that a leaked key, say, does not stand behind a list of words.
 */
export function decidingGroups(findings: readonly Finding[]): FindingGroup[] {
  const groups = groupFindings(findings);
  const severity = groups[0]?.severity;
  const isBias = ({ code }: FindingGroup) => Number(/^[EW]_BIAS_/.test(code));
  return groups.filter((group) => group.severity === severity).sort((a, b) => isBias(a) - isBias(b));
}
