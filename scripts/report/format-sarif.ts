import type { Finding, Place, Severity } from '../check/finding.ts';
import { findingCodes } from '../check/finding-codes.ts';
import { inertJson, inertSarif } from './inert.ts';
import type { Report } from './report.ts';
import { sayCount, sayPlace } from './wording.ts';

/** What GitHub takes of one run (its limits for SARIF uploads). */
const maxResults = 25_000;

/** SARIF 2.1.0 (OASIS), as code scanning and editors read it. Findings stand in the report's order, errors first. */
export function formatSarif(report: Report): string {
  const codes = [...new Set(report.findings.map(({ code }) => code))].sort();
  const shown = report.findings.slice(0, maxResults);
  const [name = '', version = ''] = report.tool.split('/');
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: { name, semanticVersion: version, rules: codes.map((code) => toRule(code, report)) },
        },
        columnKind: 'utf16CodeUnits',
        invocations: [toInvocation(report, shown.length)],
        results: shown.map((finding) => toResult(finding, codes.indexOf(finding.code))),
      },
    ],
  };
  return `${inertJson(JSON.stringify(log, null, 2))}\n`;
}

function toRule(code: string, { findings }: Report) {
  const known = Object.hasOwn(findingCodes, code)
    ? findingCodes[code as keyof typeof findingCodes]
    : undefined;
  const severity = findings.find((finding) => finding.code === code)?.severity ?? 'error';
  return {
    id: code,
    ...(known && { shortDescription: { text: known.meaning }, help: { text: known.fix } }),
    defaultConfiguration: { level: levelOf(severity) },
  };
}

function levelOf(severity: Severity): 'error' | 'warning' {
  return severity;
}

function toInvocation({ verdict, findings }: Report, shown: number) {
  const rest = findings.length - shown;
  const notes = [
    verdict,
    ...(rest > 0 ? [`${sayCount(rest, 'finding')} more: report.json has them all.`] : []),
  ];
  return {
    executionSuccessful: true,
    toolExecutionNotifications: notes.map((text) => ({ level: 'note', message: { text: inertSarif(text) } })),
  };
}

function toResult(finding: Finding, ruleIndex: number) {
  const { code, severity, message, fix, other, sample, similarity } = finding;
  return {
    ruleId: code,
    ruleIndex,
    level: levelOf(severity),
    message: { text: inertSarif(`${message}. Fix: ${fix}`) },
    locations: [toLocation(finding)],
    ...(other && {
      relatedLocations: [{ ...toLocation(other), id: 1, message: { text: inertSarif(sayPlace(other)) } }],
    }),
    ...(sample === null && similarity === undefined ? {} : { properties: { sample, similarity } }),
  };
}

/** A finding about a whole file points at its first line: code scanning wants one. */
function toLocation({ path, line, column }: Place) {
  return {
    physicalLocation: {
      artifactLocation: { uri: toUri(path) },
      region: line > 0 ? { startLine: line, startColumn: Math.max(1, column) } : { startLine: 1 },
    },
  };
}

/** A relative reference (RFC 3986): a colon in the first part would make it a scheme. */
function toUri(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
