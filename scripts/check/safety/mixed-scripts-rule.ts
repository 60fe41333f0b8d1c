import { hasNonAscii } from './hidden-characters-rule.ts';
import { latinLookalikes } from './latin-lookalikes.ts';
import type { Hit, Rule } from './rule.ts';

/** Words whose letters are not what they seem: of two scripts, or of one that passes for Latin. */
export const mixedScriptsRule: Rule = {
  name: 'mixed-scripts',
  mayFind: hasNonAscii,
  find(text) {
    const words = [...text.matchAll(/[\p{L}\p{M}]+/gu)]
      .filter(({ 0: word }) => hasNonAscii(word))
      .map(({ 0: word, index }) => ({ word, start: index, scripts: scriptsOf(word) }));
    return [...findMixed(words), ...findLookalikes(text, words), ...findStyled(text)];
  },
};

type Word = { word: string; start: number; scripts: string[] };

const scriptNames =
  'Latin Cyrillic Greek Arabic Hebrew Devanagari Han Hiragana Katakana Hangul Bopomofo Armenian Georgian Thai Lao Bengali ' +
  'Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Tibetan Myanmar Khmer Ethiopic Cherokee Coptic Lisu';
const scripts = scriptNames.split(' ').map((name) => ({
  name,
  letter: new RegExp(String.raw`^\p{Script=${name}}`, 'u'),
  letters: new RegExp(String.raw`\p{Script=${name}}+`, 'gu'),
}));

/** Scripts that one word may mix: Japanese, Korean, Chinese with phonetic letters. */
const together = ['Han Hiragana Katakana', 'Han Hangul', 'Han Bopomofo'].map((names) => names.split(' '));
/** Scripts whose letters are confused with Latin: with the others Latin may share a word ("T恤", "הAPI"). */
const confusable = ['Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic', 'Lisu', 'Georgian'];

function scriptsOf(word: string): string[] {
  // Marks belong to whatever they stand on; letters that scripts share belong to none.
  const letters = word.replace(/[\p{M}\p{Script=Common}\p{Script=Inherited}]/gu, '');
  const found: string[] = [];
  for (let rest = letters; rest !== ''; ) {
    const script = scripts.find(({ letter }) => letter.test(rest));
    found.push(script?.name ?? 'other');
    rest = script ? rest.replace(script.letters, '') : '';
  }
  return found;
}

function findMixed(words: Word[]): Hit[] {
  return words
    .filter(({ word, scripts: found }) => found.length > 1 && !mayMix(found) && !isUnit(word))
    .map(({ start, scripts: found }) => ({
      code: 'W_MIXED_SCRIPT',
      start,
      message: `a word that mixes the scripts ${found.join(' and ')}`,
    }));
}

function mayMix(found: string[]): boolean {
  if (together.some((names) => found.every((name) => names.includes(name) || name === 'Latin'))) return true;
  return found.length === 2 && found.includes('Latin') && !found.some((name) => confusable.includes(name));
}

/** A Greek letter with Latin ones is science: μm, kΩ, Δt, πr. */
function isUnit(word: string): boolean {
  return (
    word.length <= 3 &&
    /^[\p{Script=Latin}]{0,2}[αβγδεζηθλμπρσφχψωΓΔΘΛΠΣΦΨΩ][\p{Script=Latin}]{0,2}$/u.test(word)
  );
}

function findLookalikes(text: string, words: Word[]): Hit[] {
  return words.flatMap(({ word, start, scripts: found }) => {
    const [script] = found;
    if (found.length !== 1 || !script || !passesForLatin(word, script)) return [];
    if (script !== 'Latin' && isAtHome(script, words, text)) return [];
    return [
      {
        code: 'W_CONFUSABLE' as const,
        start,
        message: `a word that passes for another: ${script} letters look like "${toLatin(word, script)}"`,
      },
    ];
  });
}

/** Whether each letter is an ASCII letter or passes for one; callers know that some are not ASCII. */
function passesForLatin(word: string, script: string): boolean {
  const lookalikes = latinLookalikes.get(script);
  if (!lookalikes) return false;
  const letters = [...word];
  return letters.every((letter) => lookalikes.has(letter) || (script === 'Latin' && /[a-z]/i.test(letter)));
}

/** Whether the text has words of the script that could not pass for Latin, or no Latin at all beside long words. */
function isAtHome(script: string, words: Word[], text: string): boolean {
  const own = words.filter(({ scripts: found }) => found.length === 1 && found[0] === script);
  if (own.some(({ word }) => !passesForLatin(word, script))) return true;
  return !/\p{Script=Latin}/u.test(text) && own.length > 1;
}

function toLatin(word: string, script: string): string {
  return [...word].map((letter) => latinLookalikes.get(script)?.get(letter) ?? letter).join('');
}

/** Mathematical, full-width, circled and squared letters, two or more: "𝗮𝗱𝗺𝗶𝗻". Emoji letters are none of them. */
const styled =
  /(?:[\u{1D400}-\u{1D6A3}\u{1F110}-\u{1F149}\u{1F150}-\u{1F169}]|(?!\p{Emoji})[\u{1F170}-\u{1F189}]|[\u24B6-\u24E9\uFF21-\uFF3A\uFF41-\uFF5A\u2102\u210A-\u2115\u2119-\u211D\u2124\u2128\u212C\u212D\u212F-\u2134\u2145-\u2149]){2,}/gu;

function findStyled(text: string): Hit[] {
  // Chinese, Japanese and Korean set Latin letters full-width in running text.
  const isEastAsian = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text);
  return [...text.matchAll(styled)]
    .filter(([letters]) => !(isEastAsian && /^[\uFF21-\uFF5A]+$/.test(letters)))
    .map(({ 0: letters, index }) => ({
      code: 'W_CONFUSABLE',
      start: index,
      message: `styled letters that pass for "${letters.normalize('NFKC').slice(0, 40)}"`,
    }));
}
