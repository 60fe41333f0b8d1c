import { has, scriptBitOf, scriptMask, scriptNames } from './features.ts';
import { latinLookalikes } from './latin-lookalikes.ts';
import type { Hit, Rule } from './rule.ts';

/** Words whose letters are not what they seem: of two scripts, or of one that passes for Latin. */
export const mixedScriptsRule: Rule = {
  name: 'mixed-scripts',
  mayFind: (_, { bits, scripts }) =>
    (bits & has.lookalike) !== 0 || ((bits & has.mixedWord) !== 0 && !mayMix(scripts)),
  find(text) {
    const words = [...text.matchAll(/[\p{L}\p{M}]+/gu)]
      .filter(({ 0: word }) => /[^\0-\x7f]/.test(word))
      .map(({ 0: word, index }) => ({ word, start: index, scripts: scriptsOf(word) }));
    return [...findMixed(words), ...findLookalikes(text, words), ...findStyled(text)];
  },
};

type Word = { word: string; start: number; scripts: number };

const latin = scriptMask(['Latin']);
/** Scripts that one word may mix: Japanese, Korean, Chinese with phonetic letters. */
const together = ['Han Hiragana Katakana', 'Han Hangul', 'Han Bopomofo'].map((names) =>
  scriptMask(names.split(' ')),
);
/** Scripts whose letters are confused with Latin: with the others Latin may share a word ("T恤", "הAPI"). */
const confusable = scriptMask(['Cyrillic', 'Greek', 'Armenian', 'Cherokee', 'Coptic', 'Lisu', 'Georgian']);

/** Letters beyond U+FFFF and of scripts that are not ours count as none. */
function scriptsOf(word: string): number {
  let scripts = 0;
  for (let at = 0; at < word.length; at += 1) scripts |= scriptBitOf(word.charCodeAt(at));
  return scripts;
}

/** Whether letters of these scripts may stand in one word. */
function mayMix(scripts: number): boolean {
  const others = scripts & ~latin;
  if (isSingle(others)) return others === 0 || others === scripts || (others & confusable) === 0;
  return together.some((mask) => (others & ~mask) === 0);
}

/** Whether at most one bit is set. */
function isSingle(mask: number): boolean {
  return (mask & (mask - 1)) === 0;
}

function namesOf(scripts: number): string[] {
  return scriptNames.filter((_, index) => scripts & (1 << index));
}

function findMixed(words: Word[]): Hit[] {
  return words
    .filter(({ word, scripts: found }) => !mayMix(found) && !isUnit(word))
    .map(({ start, scripts: found }) => ({
      code: 'W_MIXED_SCRIPT',
      start,
      message: `a word that mixes the scripts ${namesOf(found).join(' and ')}`,
    }));
}

/** A Greek letter with Latin ones is science: μm, kΩ, Δt, πr. */
function isUnit(word: string): boolean {
  return (
    word.length <= 3 &&
    /^[\p{Script=Latin}]{0,2}[αβγδεζηθλμπρσφχψωΓΔΘΛΠΣΦΨΩ][\p{Script=Latin}]{0,2}$/u.test(word)
  );
}

function findLookalikes(text: string, words: Word[]): Hit[] {
  // Asked of a script once, not of each of its words.
  const atHome = new Map<string, boolean>();
  const isHome = (script: string) => {
    const known = atHome.get(script) ?? isAtHome(script, words, text);
    atHome.set(script, known);
    return known;
  };
  return words.flatMap(({ word, start, scripts: found }) => {
    const [script] = namesOf(found);
    if (!isSingle(found) || !script || !passesForLatin(word, script)) return [];
    if (script !== 'Latin' && isHome(script)) return [];
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
  const own = words.filter(({ scripts: found }) => found === scriptMask([script]));
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
