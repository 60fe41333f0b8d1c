import { normaliseText } from '../text.ts';

/** Scripts that write no spaces between words: each of their letters, with its marks, is a token. */
const unspaced = [
  'Han',
  'Hiragana',
  'Katakana',
  'Bopomofo',
  'Yi',
  'Thai',
  'Lao',
  'Khmer',
  'Myanmar',
  'Tai_Tham',
  'Balinese',
  'Javanese',
]
  .map((script) => String.raw`\p{Script=${script}}`)
  .join('');
const unspacedLetter = new RegExp(String.raw`[${unspaced}]\p{M}*`, 'gu');

/** The tokens that shingles are made of, with one space between two: words, or characters where a script has no spaces. */
export function tokenText(text: string): string {
  const normal = normaliseText(text);
  return normal.replace(unspacedLetter, ' $& ').trim().replace(/\s+/g, ' ');
}
