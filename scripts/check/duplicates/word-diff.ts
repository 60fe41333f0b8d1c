import { diffArrays } from 'diff';
import type { DiffPart } from '../finding.ts';

/** Words of a stretch in common that are shown at its ends; what stands between them becomes an ellipsis. */
const contextWords = 6;
/** Longer texts are compared by their beginnings: a diff is there to be read. */
const maxWords = 2_000;

/** What turns the original into the duplicate, word by word, long stretches in common cut short. */
export function diffWords(original: string, duplicate: string): DiffPart[] {
  const changes = diffArrays(wordsOf(original), wordsOf(duplicate));
  return changes.map(({ added, removed, value }, index) => {
    if (added) return { kind: 'added', text: value.join(' ') };
    if (removed) return { kind: 'removed', text: value.join(' ') };
    return { kind: 'same', text: shorten(value, index === 0, index === changes.length - 1) };
  });
}

function wordsOf(text: string): string[] {
  return text.split(/\s+/).filter(Boolean).slice(0, maxWords);
}

function shorten(words: string[], isFirst: boolean, isLast: boolean): string {
  const before = isFirst ? 0 : contextWords;
  const after = isLast ? 0 : contextWords;
  if (words.length <= before + after + 1) return words.join(' ');
  return [...words.slice(0, before), '…', ...words.slice(words.length - after)].join(' ');
}
