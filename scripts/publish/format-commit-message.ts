import type { RunRecord } from '../sample/run-file.ts';
import { exactUsd } from '../sample/usd.ts';
import { type Author, formatSignOff } from './author.ts';
import type { ContributionFile } from './contribution.ts';

/** More axes than this are counted in the subject, not named. */
const maxNamedAxes = 3;

type SamplesMessage = { record: RunRecord; files: ContributionFile[]; author: Author };

/** Subject, counts per axis, what made the samples, sign-off. Every value stands on one line: none can pose as a trailer. */
export function formatSamplesMessage({ record, files, author }: SamplesMessage): string {
  const axes = countByAxis(files);
  const total = files.reduce((sum, { samples }) => sum + samples, 0);
  const counts = [...axes].map(
    ([axis, { samples, files }]) => `- ${axis}: ${countOf(samples, 'sample')} in ${countOf(files, 'file')}`,
  );
  const origin = [
    `- provider: ${record.provider}`,
    ...(record.model ? [`- model: ${formatModel(record.model)}`] : []),
    `- cost: ${exactUsd(record.costMicroUsd)}`,
    `- licence: ${record.licence}`,
  ];
  return formatMessage({
    subject: `Add ${countOf(total, 'sample')} of ${nameAxes([...axes.keys()])} from ${record.run}`,
    paragraphs: [counts, origin],
    author,
  });
}

/** The same for prompt specs. */
export function formatSpecsMessage({ paths, author }: { paths: string[]; author: Author }): string {
  const [first = ''] = paths;
  const what = paths.length === 1 ? `the prompt spec ${first}` : countOf(paths.length, 'prompt spec');
  return formatMessage({ subject: `Add ${what}`, paragraphs: [paths.map((path) => `- ${path}`)], author });
}

/** The same for a takedown; the ids stand in it, the texts do not. */
export function formatTakedownMessage({
  ids,
  reason,
  author,
}: {
  ids: readonly string[];
  reason: string;
  author: Author;
}): string {
  const subject = `Take ${countOf(ids.length, 'sample')} down`;
  return formatMessage({ subject, paragraphs: [[reason], ids.map((id) => `- ${id}`)], author });
}

type CompactionMessage = { shards: { path: string; files: number }[]; author: Author };

/** The same for contributions that move into the archive. */
export function formatCompactionMessage({ shards, author }: CompactionMessage): string {
  const total = shards.reduce((sum, { files }) => sum + files, 0);
  return formatMessage({
    subject: `Move ${countOf(total, 'data file')} into the archive`,
    paragraphs: [shards.map(({ path, files }) => `- ${path}: ${countOf(files, 'file')}`)],
    author,
  });
}

type Message = { subject: string; paragraphs: string[][]; author: Author };

function formatMessage({ subject, paragraphs, author }: Message): string {
  const body = paragraphs.map((lines) => lines.map(onOneLine).join('\n'));
  return `${[onOneLine(subject), ...body, formatSignOff(author)].join('\n\n')}\n`;
}

function countByAxis(files: ContributionFile[]): Map<string, { samples: number; files: number }> {
  const axes = new Map<string, { samples: number; files: number }>();
  for (const { path, samples } of files) {
    if (samples === 0) continue;
    const axis = path.split('/')[1] ?? '';
    const known = axes.get(axis) ?? { samples: 0, files: 0 };
    axes.set(axis, { samples: known.samples + samples, files: known.files + 1 });
  }
  return axes;
}

function nameAxes(axes: string[]): string {
  if (axes.length > maxNamedAxes) return `${axes.length} axes`;
  return axes.length < 2 ? axes.join('') : `${axes.slice(0, -1).join(', ')} and ${axes.at(-1)}`;
}

function formatModel({ asked, served }: NonNullable<RunRecord['model']>): string {
  const others = served.filter((model) => model !== asked);
  return others.length === 0 ? asked : `${asked} (served: ${others.join(', ')})`;
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function onOneLine(text: string): string {
  return text.toWellFormed().replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
