import { withoutAgreement } from './agreement.ts';

/** How far the versions of a family differ once identity terms are masked. */
export type VersionDifference = {
  /** The mean share of words, 0..1, by which the others differ from the first version. */
  edits: number;
  /** The largest difference in length as a share of the longest version. */
  length: number;
};

/** @param texts masked versions, two at least. */
export function compareVersions(texts: readonly string[]): VersionDifference {
  // Versions of a template are mostly the same but for the terms.
  if (texts.every((text) => text === texts[0])) return { edits: 0, length: 0 };
  const versions = texts.map((text) =>
    (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map(withoutAgreement),
  );
  const [first = [], ...others] = versions;
  const counts = countWords(first);
  const edits = others.map((other) => 1 - dice(first.length, counts, other));
  const lengths = versions.map(({ length }) => length);
  const longest = Math.max(...lengths);
  return {
    edits: edits.reduce((sum, edit) => sum + edit, 0) / edits.length,
    length: longest === 0 ? 0 : (longest - Math.min(...lengths)) / longest,
  };
}

function countWords(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** Dice's coefficient of two bags of words; two empty ones are equal. */
function dice(length: number, counts: ReadonlyMap<string, number>, other: readonly string[]): number {
  if (length + other.length === 0) return 1;
  let shared = 0;
  for (const [word, count] of countWords(other)) shared += Math.min(count, counts.get(word) ?? 0);
  return (2 * shared) / (length + other.length);
}
