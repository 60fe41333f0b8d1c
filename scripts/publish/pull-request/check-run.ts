import type { Finding } from '../../check/finding.ts';
import { formatMarkdown } from '../../report/format-markdown.ts';
import { clip, inertMarkdown, visible } from '../../report/inert.ts';
import { pickFindings } from '../../report/pick-findings.ts';
import type { Report } from '../../report/report.ts';

/** An annotation as GitHub's checks API takes it. */
export type Annotation = {
  path: string;
  start_line: number;
  end_line: number;
  start_column?: number;
  end_column?: number;
  annotation_level: 'failure' | 'warning';
  title: string;
  message: string;
};

/** What is posted of one commit. */
export type CheckRun = {
  headSha: string;
  /** The same for the same judgement: a check run that has it is ours, and is not posted again. */
  externalId: string;
  conclusion: 'success' | 'failure';
  title: string;
  /** Markdown. */
  summary: string;
  annotations: Annotation[];
};

/** Which the ruleset of the default branch requires. */
export const checkName = 'Evenhand verdict';

/** Enough to work through, in six requests of 50; the summary counts the rest by code. */
const maxAnnotations = 300;
/** GitHub's limits: 255 characters a title, 64 KB a message, 65,535 characters a summary. */
const maxTitle = 255;
const maxMessage = 4_000;

/** A report as the check run of the commit that was judged. */
export function toCheckRun(report: Report, { base, head }: { base: string; head: string }): CheckRun {
  return {
    headSha: head,
    externalId: `evenhand/${base}/${head}`,
    conclusion: report.ok ? 'success' : 'failure',
    title: clip(visible(report.verdict), maxTitle),
    summary: formatMarkdown(report),
    annotations: toAnnotations(report),
  };
}

/** What could not be judged is not merged either. `reason` may hold words of the contributor's. */
export function toRefusal(reason: string, { base, head }: { base: string; head: string }): CheckRun {
  return {
    headSha: head,
    externalId: `evenhand/${base}/${head}`,
    conclusion: 'failure',
    title: 'This pull request could not be judged',
    summary: inertMarkdown(clip(reason, maxMessage)),
    annotations: [],
  };
}

/** Errors first, and each code in turn. */
export function toAnnotations({ findings }: Pick<Report, 'findings'>): Annotation[] {
  const errors = pickFindings(findings, 'error', maxAnnotations);
  const warnings = pickFindings(findings, 'warning', maxAnnotations - errors.length);
  return [...errors, ...warnings].map(toAnnotation);
}

/** GitHub shows these as plain text, so what must be kept from steering anything is what hides. */
function toAnnotation({ code, severity, path, line, column, message, fix }: Finding): Annotation {
  const place = Math.max(1, line);
  return {
    path: visible(path),
    start_line: place,
    end_line: place,
    ...(line > 0 && { start_column: Math.max(1, column), end_column: Math.max(1, column) }),
    annotation_level: severity === 'error' ? 'failure' : 'warning',
    title: clip(visible(code), maxTitle),
    message: `${clip(visible(message), maxMessage)}\nFix: ${clip(visible(fix), maxMessage)}`,
  };
}
