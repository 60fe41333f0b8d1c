import { compareText } from '../sample/order.ts';
import type { Message, Sample } from '../sample/sample.ts';
import { clip } from './inert.ts';
import type { Excerpt } from './report.ts';

/** How many samples of each axis a report shows: a whole batch of the usual size, a slice of a dataset. */
export const perAxis = 48;
/** UTF-16 code units of one excerpt. */
const maxLength = 600;

/** What a report shows of a sample. */
export function toExcerpt(sample: Sample): Excerpt {
  const { id, axis, kind, lang, stance, groups, family } = sample;
  return {
    sample: id,
    family: family?.id ?? null,
    axis,
    kind,
    lang,
    stance,
    groups,
    text: clip(readableText(sample), maxLength),
  };
}

/** Whether a sample would stand among the kept: spares building excerpts that fall out again. */
export function isWanted(kept: readonly Excerpt[], { id, family }: Sample): boolean {
  const last = kept.at(-1);
  if (last === undefined || kept.length < perAxis) return true;
  return (compareText(family?.id ?? id, familyOf(last)) || compareText(id, last.sample)) <= 0;
}

/** The family, or what stands for it where a sample has none: itself. */
export function familyOf({ family, sample }: Excerpt): string {
  return family ?? sample;
}

/** The first excerpts of both, the versions of a family side by side, each id once: the same whatever the order in which samples came. */
export function firstExcerpts(a: readonly Excerpt[], b: readonly Excerpt[]): Excerpt[] {
  const sorted = [...a, ...b].sort(compareExcerpts);
  return sorted.filter((excerpt, i) => excerpt.sample !== sorted[i - 1]?.sample).slice(0, perAxis);
}

function compareExcerpts(a: Excerpt, b: Excerpt): number {
  // Equal ids with unlike labels are a broken file, yet even there the outcome must not depend on order.
  return (
    compareText(familyOf(a), familyOf(b)) ||
    compareText(a.sample, b.sample) ||
    compareText(JSON.stringify(a), JSON.stringify(b))
  );
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
