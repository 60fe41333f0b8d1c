import type { ChangeKind } from '../check/change/change.ts';
import type { Finding } from '../check/finding.ts';
import { formatMarkdown } from './format-markdown.ts';
import { decidingGroups, type FindingGroup } from './group-findings.ts';
import { clip, inertMarkdown } from './inert.ts';
import { toRow } from './markdown-table.ts';
import type { Report } from './report.ts';
import { sayCount, sayPlace } from './wording.ts';

/** UTF-16 code units; GitHub refuses a comment of more than 65,536 characters. */
const maxLength = 60_000;
const maxCell = 600;
/** Codes that are named above the fold, each with its first place. */
const shownCodes = 6;

/** How our comment on a pull request is known again; it renders as nothing. */
export const commentMarker = '<!-- evenhand: what the checks say -->';

/**
 * The comment on a pull request: what a maintainer decides by comes first and fits a screen, and the whole report
 * stands folded below it. Everything a contributor wrote is inert.
 */
export function formatComment(report: Report): string {
  const rows = [
    ['**Worst change**', sayWorst(report)],
    ...sayWhy(report).map((text, index) => [index === 0 ? '**Why**' : '', text]),
    ['**Next step**', sayNextStep(report)],
    ['**Judged**', sayJudged(report)],
  ].map(toRow);
  const head = [
    commentMarker,
    `## ${sayOutcome(report)}`,
    ['| | What the checks say |', '|---|---|', ...rows].join('\n'),
    '<details>\n<summary>The whole report</summary>',
  ].join('\n\n');
  const tail = '\n\n</details>\n';
  const whole = formatMarkdown(report, maxLength - head.length - tail.length - 2);
  return `${head}\n\n${whole.trimEnd()}${tail}`;
}

/** The same where a pull request could not be judged; both texts may hold words of the contributor's. */
export function formatRefusal(reason: string, fix: string): string {
  const lines = [reason, fix].map((text) => inertMarkdown(clip(text, 4_000)));
  return [commentMarker, '## ❌ This pull request could not be judged', ...lines, ''].join('\n\n');
}

function sayOutcome(report: Report): string {
  const { ok, counts } = report;
  const of = saySubject(report);
  const warned = counts.warnings === 0 ? '' : `${sayCount(counts.warnings, 'warning')} `;
  if (!ok) return `❌ Failed: ${sayCount(counts.errors, 'error')} ${warned && `and ${warned}`}${of}`;
  return warned ? `⚠️ Passed with ${warned}${of}` : `✅ Passed: no errors ${of}`;
}

function saySubject({ change, samples, families }: Report): string {
  // Its samples are those that stay in the files it touches.
  if (change?.removed !== undefined) return `in a takedown of ${sayCount(change.removed, 'sample')}`;
  if (samples === 0) return `in a change of kind "${change?.kind ?? 'code'}"`;
  return `in ${sayCount(samples, 'sample')} (${sayCount(families, 'family', 'families')})`;
}

function sayWorst({ bias, samples, change }: Report): string {
  if (!bias)
    return samples === 0 && change?.removed === undefined
      ? 'There are no samples to measure.'
      : 'Bias was not measured.';
  return inertMarkdown(clip(bias.headline, maxCell));
}

/** A row for each code that decides. */
function sayWhy({ findings }: Report): string[] {
  const groups = decidingGroups(findings);
  if (groups.length === 0) return ['No check found anything.'];
  const more = groups.length - shownCodes;
  return [
    ...groups.slice(0, shownCodes).map(sayCode),
    ...(more > 0 ? [`… and ${sayCount(more, 'more code')}`] : []),
  ];
}

function sayCode({ findings }: FindingGroup): string {
  const [first] = findings;
  if (!first) return '';
  const more = findings.length > 1 ? ` (one of ${sayCount(findings.length, 'finding')})` : '';
  return `${inertMarkdown(clip(first.code, 80))}${more}, ${inertMarkdown(clip(sayPlace(first), maxCell))}: ${inertMarkdown(clip(first.message, maxCell))}`;
}

/** What a maintainer does with a change that passed, where there are no new samples to read. */
const nextSteps: Partial<Record<ChangeKind, string>> = {
  code: 'the checks judge data only. Review the change itself.',
  takedown:
    'see in data/tombstones.jsonl what goes and why, and in the deleted lines whether it should (lines of the archive are in no difference: MAINTAINING.md says how to read them), then merge.',
  release: 'read its CHANGELOG.md, then merge with a merge commit.',
};

function sayNextStep({ ok, findings, change }: Report): string {
  const groups = decidingGroups(findings);
  const [first] = groups[0]?.findings ?? [];
  if (!ok && first) {
    const others = groups.length > 1 ? 'The report below says how to mend each of the others. ' : '';
    return `For the contributor, at ${inertMarkdown(clip(sayPlace(first), maxCell))}: ${sayFix(first)} ${others}Then push to the same branch; the checks run again by themselves.`;
  }
  const known = change && nextSteps[change.kind];
  if (known) return `For a maintainer: ${known}`;
  const places =
    findings.length === 0
      ? ''
      : `open ${findings.length === 1 ? 'the place' : 'the places'} that the warnings name, then `;
  return `For a maintainer: ${places}read at least twenty samples, then merge.`;
}

function sayFix({ fix }: Finding): string {
  return inertMarkdown(clip(fix, maxCell));
}

function sayJudged({ change, tool }: Report): string {
  if (!change) return inertMarkdown(tool);
  const { kind, base, head } = change;
  return `commit \`${head.slice(0, 12)}\` as a ${kind} onto \`${base.slice(0, 12)}\`, by the default branch's own code (${inertMarkdown(tool)})`;
}
