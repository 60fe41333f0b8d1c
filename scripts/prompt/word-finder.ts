export type FoundWord = { index: number; word: string };

/**
 * Finds whole words and phrases in text, the longest where several begin at one place and none inside another.
 * What has a capital is matched as written ("Black", not "black coffee"), the rest in either case.
 */
export function createWordFinder(words: Iterable<string>): (text: string) => FoundWord[] {
  const all = [...new Set(words)];
  const lower = patternOf(all.filter(isLowerCase), 'giu');
  const asWritten = patternOf(
    all.filter((word) => !isLowerCase(word)),
    'gu',
  );
  return (text) => {
    const found = [lower, asWritten].flatMap((pattern) =>
      pattern ? [...text.matchAll(pattern)].map((match) => ({ index: match.index, word: match[0] })) : [],
    );
    const sorted = found.sort((a, b) => a.index - b.index || b.word.length - a.word.length);
    return sorted.filter(({ index }, place) =>
      sorted.slice(0, place).every((before) => before.index + before.word.length <= index),
    );
  };
}

function isLowerCase(word: string): boolean {
  return word === word.toLowerCase();
}

function patternOf(words: string[], flags: string): RegExp | undefined {
  if (words.length === 0) return undefined;
  const longestFirst = words.toSorted((a, b) => b.length - a.length).map(escapeRegExp);
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${longestFirst.join('|')})(?![\\p{L}\\p{N}])`, flags);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
