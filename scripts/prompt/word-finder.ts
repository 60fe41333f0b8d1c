export type FoundWord = { index: number; word: string };

/**
 * Finds whole words and phrases in text, the longest where several begin at one place and none inside another.
 * What has a capital is matched as written ("Black", not "black coffee"), the rest in either case. In scripts
 * that write no space between words ("女医生"), a word may begin and end anywhere.
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
  const longestFirst = words.toSorted((a, b) => b.length - a.length).map(bounded);
  return new RegExp(longestFirst.join('|'), flags);
}

/** Letters of scripts without spaces are no boundary and need none. */
const unspaced =
  '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
const startsUnspaced = new RegExp(`^[${unspaced}]`, 'u');
const endsUnspaced = new RegExp(`[${unspaced}]$`, 'u');

function bounded(word: string): string {
  const before = startsUnspaced.test(word) ? '' : '(?<![\\p{L}\\p{N}])';
  const after = endsUnspaced.test(word) ? '' : '(?![\\p{L}\\p{N}])';
  return before + escapeRegExp(word) + after;
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
