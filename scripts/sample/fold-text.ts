/**
 * What a UTF-16 code unit does in a text: it separates words, builds one, marks the letter before it, or stands
 * for itself, as in scripts that put no space between words.
 */
export const separates = 0;
export const builds = 1;
export const marks = 2;
export const stands = 3;

/** First and last code unit of Thai and Lao, Myanmar, Khmer, kana, and the ideographs. */
const unspaced = [
  [0x0e00, 0x0eff],
  [0x1000, 0x109f],
  [0x1780, 0x17ff],
  [0x3041, 0x30ff],
  [0x3400, 0x9fff],
  [0xf900, 0xfaff],
] as const;

/** Below this every code unit is looked at; above stand the ideographs, none of which folds to a letter. */
const lastFolded = 0x3000;

const roles = new Uint8Array(0x10000);
const folded = new Uint16Array(0x10000);
fillTables();

/** Whether a code unit separates words, builds one, marks a letter or stands for itself. */
export function roleOf(unit: number): number {
  return roles[unit] as number;
}

/** A code unit without case, width or accent: "É" and "e" fold to the same. */
export function foldUnit(unit: number): number {
  return folded[unit] as number;
}

/** A word without case, width or accents. */
export function foldWord(word: string): string {
  let text = '';
  for (let i = 0; i < word.length; i++) {
    const unit = word.charCodeAt(i);
    if (roles[unit] === builds || roles[unit] === stands) text += String.fromCharCode(folded[unit] as number);
  }
  return text;
}

/** A folded word in the pieces that `tokenise` makes of it: each letter that stands for itself is one. */
export function splitWord(word: string): string[] {
  const pieces: string[] = [];
  let open = false;
  for (const letter of word) {
    const isOpen = roleOf(letter.charCodeAt(0)) !== stands;
    if (isOpen && open) pieces.push((pieces.pop() ?? '') + letter);
    else pieces.push(letter);
    open = isOpen;
  }
  return pieces;
}

function fillTables(): void {
  for (let unit = 0; unit < 0x10000; unit++) {
    folded[unit] = unit;
    roles[unit] = unit < 0xd800 || (unit >= 0xf900 && unit < 0xfe00) ? builds : separates;
  }
  for (let unit = 0; unit < lastFolded; unit++) fillUnit(unit);
  for (let unit = lastFolded; unit < 0x3041; unit++) fillUnit(unit);
  for (let unit = 0xfe00; unit < 0x10000; unit++) fillUnit(unit);
  for (const [first, last] of unspaced)
    for (let unit = first; unit <= last; unit++) if (roles[unit] === builds) roles[unit] = stands;
}

function fillUnit(unit: number): void {
  const char = String.fromCharCode(unit);
  // A soft hyphen or a zero-width character stands inside a word without being part of it.
  if (/[\p{M}\p{Cf}]/u.test(char)) roles[unit] = marks;
  else roles[unit] = /[\p{L}\p{N}]/u.test(char) ? builds : separates;
  const base = char.normalize('NFKD').toLowerCase().charCodeAt(0);
  if (/[\p{L}\p{N}]/u.test(String.fromCharCode(base))) folded[unit] = base;
}
