import type { Message, Sample } from '../sample/sample.ts';
import { clip } from './inert.ts';
import { compareText } from './order.ts';
import type { Excerpt } from './report.ts';

/** How many samples of each axis a report shows. */
const perAxis = 5;
/** UTF-16 code units of one excerpt. */
const maxLength = 600;

/** What a report shows of a sample. */
export function toExcerpt(sample: Sample): Excerpt {
  const { id, axis, kind, lang, stance, groups } = sample;
  return { sample: id, axis, kind, lang, stance, groups, text: clip(readableText(sample), maxLength) };
}

/** Whether a sample of this id would stand among the kept: spares building excerpts that fall out again. */
export function isWanted(kept: readonly Excerpt[], id: string): boolean {
  const last = kept.at(-1);
  return last === undefined || kept.length < perAxis || id <= last.sample;
}

/** The first excerpts of both by id, each id once: the same whatever the order in which samples came. */
export function firstExcerpts(a: readonly Excerpt[], b: readonly Excerpt[]): Excerpt[] {
  const sorted = [...a, ...b].sort(compareExcerpts);
  return sorted.filter((excerpt, i) => excerpt.sample !== sorted[i - 1]?.sample).slice(0, perAxis);
}

function compareExcerpts(a: Excerpt, b: Excerpt): number {
  // Equal ids with unlike labels are a broken file, yet even there the outcome must not depend on order.
  return compareText(a.sample, b.sample) || compareText(JSON.stringify(a), JSON.stringify(b));
}

function readableText(sample: Sample): string {
  if (sample.kind === 'text') return sample.text;
  if (sample.kind === 'chat') return readableTurns(sample.messages);
  const { prompt, chosen, rejected } = sample;
  return `${readableTurns(prompt)}\n[chosen]\n${readableTurns(chosen)}\n[rejected]\n${readableTurns(rejected)}`;
}

function readableTurns(messages: readonly Message[]): string {
  return messages.map(({ role, content }) => `${role}: ${content}`).join('\n');
}
