import type { Finding, Severity } from '../check/finding.ts';
import { groupFindings } from './group-findings.ts';

/** At most `max` findings: the first of each code, then the second of each, and so on, so that every kind is seen. */
export function pickFindings(findings: readonly Finding[], severity: Severity, max: number): Finding[] {
  const groups = groupFindings(findings).filter((group) => group.severity === severity);
  const longest = Math.max(0, ...groups.map((group) => group.findings.length));
  const picked: Finding[] = [];
  for (let round = 0; round < longest && picked.length < max; round += 1)
    picked.push(...groups.flatMap((group) => group.findings[round] ?? []));
  return picked.slice(0, Math.max(0, max));
}
