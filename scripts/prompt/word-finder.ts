export type FoundWord = { index: number; word: string };

type Name = { text: string; isLowerCase: boolean; startsAnywhere: boolean; endsAnywhere: boolean };

/**
 * Finds whole words and phrases in text, the longest where several begin at one place and none inside another.
 * What has a capital is matched as written ("Black", not "black coffee"), the rest in either case. In scripts
 * that write no space between words ("女医生"), a word may begin and end anywhere.
 */
export function createWordFinder(words: Iterable<string>): (text: string) => FoundWord[] {
  const namesByFirst = groupByFirst([...new Set(words)].filter((word) => word !== '').map(toName));
  return (text) => {
    const lower = lowerCaseInPlace(text);
    const found: FoundWord[] = [];
    for (let at = 0; at < text.length; at++) {
      const name = namesByFirst
        .get(lower[at] ?? '')
        ?.find((candidate) => standsAt(candidate, at, text, lower));
      if (!name) continue;
      found.push({ index: at, word: text.slice(at, at + name.text.length) });
      at += name.text.length - 1;
    }
    return found;
  };
}

/** Letters of scripts without spaces are no boundary and need none. */
const unspaced =
  '\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}';
const startsUnspaced = new RegExp(`^[${unspaced}]`, 'u');
const endsUnspaced = new RegExp(`[${unspaced}]$`, 'u');

function toName(text: string): Name {
  return {
    text,
    isLowerCase: text === text.toLowerCase(),
    startsAnywhere: startsUnspaced.test(text),
    endsAnywhere: endsUnspaced.test(text),
  };
}

/** First UTF-16 unit in lower case → names, the longest first. */
function groupByFirst(names: Name[]): Map<string, Name[]> {
  const groups = new Map<string, Name[]>();
  for (const name of names.toSorted((a, b) => b.text.length - a.text.length)) {
    const first = lowerCaseInPlace(name.text)[0] ?? '';
    groups.set(first, [...(groups.get(first) ?? []), name]);
  }
  return groups;
}

function standsAt(name: Name, at: number, text: string, lower: string): boolean {
  if (!(name.isLowerCase ? lower : text).startsWith(name.text, at)) return false;
  const end = at + name.text.length;
  return (name.startsAnywhere || !isWordAt(text, at - 1)) && (name.endsAnywhere || !isWordAt(text, end));
}

/** Whether a letter or digit stands at, or begins or ends across, a UTF-16 index. */
function isWordAt(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  const isLowSurrogate = unit >= 0xdc00 && unit <= 0xdfff;
  const code = text.codePointAt(isLowSurrogate ? index - 1 : index);
  return code !== undefined && /[\p{L}\p{N}]/u.test(String.fromCodePoint(code));
}

/** Lower case of the same length, so that places stay: the few letters whose lower case is longer stay as they are. */
function lowerCaseInPlace(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return [...text]
    .map((letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter))
    .join('');
}
