import type { DiffPart } from '../check/finding.ts';
import { listFacts } from './facts.ts';
import { decidingGroups, groupFindings } from './group-findings.ts';
import { clip, inertCodeBlock, inertMarkdown } from './inert.ts';
import { sayBias } from './markdown-bias.ts';
import { sayJudged } from './markdown-judged.ts';
import { formatTable, keepWhatFits, toRow } from './markdown-table.ts';
import { listModels, modelColumns } from './model-rows.ts';
import type { AxisCount, Excerpt, GroupCount, Report } from './report.ts';
import { sayCount, sayNumber, sayPlace, sayShare } from './wording.ts';

/** UTF-16 code units; GitHub refuses a comment of more than 65,536 characters. */
const maxLength = 60_000;
const placesPerCode = 20;
const maxCell = 400;
const maxDiffParts = 12;
const maxDiffPart = 80;

/** One part of the text: says its piece in at most `budget` characters. */
type Section = { budget: number; say: (report: Report, budget: number) => string };

/** The early parts have bounds that leave room for the late ones; what one leaves over, the next may use. */
const sections: Section[] = [
  { budget: 1_000, say: sayVerdict },
  { budget: 5_000, say: sayDeciding },
  { budget: 8_000, say: sayNext },
  { budget: 18_000, say: sayBias },
  { budget: 22_000, say: sayCodes },
  { budget: 36_000, say: sayFindings },
  { budget: 40_000, say: sayJudged },
  { budget: 44_000, say: sayAxes },
  { budget: 47_000, say: sayModels },
  { budget: 50_000, say: sayFacts },
  { budget: maxLength, say: sayExcerpts },
];

/** GitHub-flavoured Markdown of at most `max` characters, 60,000 unless said; what is left out is counted. */
export function formatMarkdown(report: Report, max = maxLength): string {
  let text = '';
  for (const { budget, say } of sections) {
    const part = say(report, Math.min(budget, max) - text.length - 2);
    if (part !== '') text += text === '' ? part : `\n\n${part}`;
  }
  return `${text}\n`;
}

function sayVerdict({ verdict }: Report): string {
  return `## ${inertMarkdown(clip(verdict, 500))}`;
}

/** What fails, before all that is only worth knowing. */
function sayDeciding({ ok, findings }: Report, budget: number): string {
  if (ok) return '';
  const lines = decidingGroups(findings).map(({ code, findings: [first, ...others] }) => {
    const more = others.length > 0 ? ` (one of ${sayNumber(others.length + 1)})` : '';
    if (!first) return '';
    return `- ${inertMarkdown(clip(code, maxCell))}${more}, ${inertMarkdown(clip(sayPlace(first), maxCell))}: ${inertMarkdown(clip(first.message, maxCell))}`;
  });
  const heading = 'Why it fails:';
  return [heading, '', ...keepWhatFits(lines, budget - heading.length - 2, 1)].join('\n');
}

function sayNext({ next = [] }: Report, budget: number): string {
  if (next.length === 0) return '';
  const block = inertCodeBlock(next, 'sh');
  return block.length + 20 > budget ? '' : `What to do next:\n\n${block}`;
}

function sayCodes({ findings }: Report, budget: number): string {
  const rows = groupFindings(findings).map(({ code, severity, findings: found }) =>
    toRow([severity, inertMarkdown(clip(code, maxCell)), sayNumber(found.length)]),
  );
  const table = { heading: '### Findings by code', columns: ['Severity', 'Code', 'Findings:'] };
  return formatTable({ ...table, rows, more: 'more codes' }, budget);
}

function sayFindings({ findings }: Report, budget: number): string {
  const shown = groupFindings(findings).flatMap((group) => group.findings.slice(0, placesPerCode));
  const rows = shown.map((finding) =>
    toRow([
      inertMarkdown(clip(sayPlace(finding), maxCell)),
      inertMarkdown(clip(finding.code, maxCell)),
      [
        inertMarkdown(clip(finding.message, maxCell)),
        ...sayDiff(finding.diff),
        `**Fix:** ${inertMarkdown(clip(finding.fix, maxCell))}`,
      ].join(' '),
    ]),
  );
  const table = {
    heading: '### Findings',
    columns: ['Place', 'Code', 'What is wrong'],
    total: findings.length,
  };
  return formatTable({ ...table, rows, more: 'more findings; `report.json` has them all' }, budget);
}

/** The first parts of a difference: struck through what is gone, bold what has come. */
function sayDiff(diff: readonly DiffPart[] = []): string[] {
  const shown = diff.slice(0, maxDiffParts).map(({ kind, text }) => {
    const words = inertMarkdown(clip(text, maxDiffPart));
    if (kind === 'removed') return `~~${words}~~`;
    return kind === 'added' ? `**${words}**` : words;
  });
  return shown.length === 0
    ? []
    : ['**Difference:**', ...shown, ...(diff.length > shown.length ? ['…'] : [])];
}

function sayAxes({ axes }: Report, budget: number): string {
  const rows = axes.map((axis) =>
    toRow([
      inertMarkdown(clip(axis.title, maxCell)),
      sayNumber(axis.samples),
      sayNumber(axis.families),
      inertMarkdown(sayGroups(axis)),
    ]),
  );
  const columns = ['Axis', 'Samples:', 'Families:', 'Groups (share, target)'];
  return formatTable({ heading: '### Axes', columns, rows, more: 'more axes' }, budget);
}

function sayGroups({ groups }: AxisCount): string {
  const total = groups.reduce((sum, { samples }) => sum + samples, 0);
  const shown = groups.slice(0, 20).map((group) => sayGroup(group, total));
  const more = groups.length - shown.length;
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join(' · ');
}

function sayGroup({ label, samples, target }: GroupCount, total: number): string {
  const share = total === 0 ? 0 : samples / total;
  const aim = target === null ? 'no target' : sayShare(target);
  return `${clip(label, 60)} ${sayNumber(samples)} (${sayShare(share)}, ${aim})`;
}

function sayModels(report: Report, budget: number): string {
  const rows = listModels(report).map(({ cells, note }) =>
    toRow([...cells, note].map((cell) => inertMarkdown(clip(cell, maxCell)))),
  );
  const [model = '', ...numbers] = modelColumns;
  const columns = [model, ...numbers.map((name) => `${name}:`), 'Without an answer'];
  return formatTable({ heading: '### Cost by model', columns, rows, more: 'more models' }, budget);
}

function sayFacts(report: Report, budget: number): string {
  const rows = listFacts(report).map(({ name, value }) => toRow([name, inertMarkdown(clip(value, maxCell))]));
  return formatTable({ heading: '### About', columns: ['What', 'Value'], rows, more: 'more lines' }, budget);
}

function sayExcerpts({ excerpts }: Report, budget: number): string {
  if (excerpts.length === 0) return '';
  const open = `<details>\n<summary>${sayCount(excerpts.length, 'sample')} to read</summary>`;
  const close = '</details>';
  const blocks = keepWhatFits(excerpts.map(sayExcerpt), budget - open.length - close.length - 60, 2);
  const more = excerpts.length - blocks.length;
  return [open, ...blocks, ...(more > 0 ? [`… and ${sayNumber(more)} more.`] : []), close].join('\n\n');
}

function sayExcerpt({ sample, axis, groups, stance, kind, text }: Excerpt): string {
  const labels = [sample, axis, groups.join(', '), stance, kind].filter((label) => label !== '');
  const lines = text.split('\n').map((line) => `> ${inertMarkdown(line)}`);
  // A quoted blank line between two lines keeps them apart.
  return [inertMarkdown(labels.join(' · ')), lines.join('\n>\n')].join('\n\n');
}
