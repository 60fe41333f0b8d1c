import { latinLookalikes } from './latin-lookalikes.ts';

/** What one pass over a text tells of the characters in it: enough to leave most rules out. */
export type Features = {
  /** The flags of `has` that some character raises. */
  bits: number;
  /** The scripts of its letters: the bit of each is its place in `scriptNames`. */
  scripts: number;
};

export const has = {
  digit: 1,
  at: 2,
  /** A bracket of any kind: < [ ( { */
  bracket: 4,
  /** A colon or an equals sign. */
  colon: 8,
  /** What markup is made of, brackets aside. */
  markup: 16,
  /** A character that may be hidden, or begins a pair that may be. */
  hidden: 32,
  /** A character that normal form C may change. */
  composable: 64,
  /** A letter that passes for a Latin one, or begins a pair that may be. */
  lookalike: 128,
  /** Sixteen characters of a key or a token in a row. */
  longToken: 256,
  nonAscii: 512,
  /** What begins an escape: \\ % & and the brackets of "[.]" */
  escape: 2_048,
  /** A word has letters of two scripts. */
  mixedWord: 4_096,
} as const;

/** A character of a key or a token. */
const inToken = 1_024;
/** A letter or a mark, or half of a pair that may be one. */
const inWord = 8_192;
const longTokenLength = 16;

export const scriptNames = (
  'Latin Cyrillic Greek Arabic Hebrew Devanagari Han Hiragana Katakana Hangul Bopomofo Armenian Georgian Thai Lao ' +
  'Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Tibetan Myanmar Khmer Ethiopic Cherokee Coptic Lisu'
).split(' ');

/** The bits of some scripts. */
export function scriptMask(names: readonly string[]): number {
  return names.reduce((mask, name) => mask | (1 << scriptNames.indexOf(name)), 0);
}

const flags = new Uint16Array(0x10000);
/** The script of a letter below U+10000 as a bit; 0 where it is none of ours, or no letter. */
const scriptBits = new Int32Array(0x10000);
fillTables();

export function readFeatures(text: string): Features {
  let bits = 0;
  let scripts = 0;
  let run = 0;
  let word = 0;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    const own = flags[unit] as number;
    bits |= own;
    const script = scriptBits[unit] as number;
    scripts |= script;
    word = own & inWord ? word | script : 0;
    if ((word & (word - 1)) !== 0) bits |= has.mixedWord;
    run = own & inToken ? run + 1 : 0;
    if (run === longTokenLength) bits |= has.longToken;
  }
  return { bits, scripts };
}

/** Where the next code unit from `start` on stands that may be hidden or begin a hidden pair; -1 where none does. */
export function nextHidden(text: string, start: number): number {
  for (let at = start; at < text.length; at += 1)
    if ((flags[text.charCodeAt(at)] as number) & has.hidden) return at;
  return -1;
}

/** The script of a UTF-16 code unit as a bit; 0 for none of ours. */
export function scriptBitOf(unit: number): number {
  return scriptBits[unit] as number;
}

function fillTables(): void {
  const all = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).join('');
  raise(all, /\p{Nd}|[\uFF10-\uFF19]/gu, has.digit);
  raise(all, /[@＠]/g, has.at);
  raise(all, /[<[({＜［（｛]/g, has.bracket);
  raise(all, /[:：=＝]/g, has.colon);
  raise(all, /[&`~#$%＆｀～＃＄％]/g, has.markup);
  raise(all, /[\\%&[({]/g, has.escape);
  raise(
    all,
    /[\p{Cf}\p{Co}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u2800\uFFFC]/gu,
    has.hidden,
  );
  raise(all, /[A-Za-z0-9_+/=.~!@#$%^&*-]/g, inToken);
  raise(all, /[\p{L}\p{M}\p{Cs}]/gu, inWord);
  raise(all, /[^\0-\x7f]/g, has.nonAscii);
  // Below U+0300 every character is its own normal form.
  for (let unit = 0x300; unit < 0x10000; unit += 1) setFlag(unit, has.composable);
  raise(
    all,
    /[\u24B6-\u24E9\uFF21-\uFF3A\uFF41-\uFF5A\u2102\u210A-\u2115\u2119-\u211D\u2124\u2128\u212C\u212D\u212F-\u2134\u2145-\u2149]/g,
    has.lookalike,
  );
  for (const letters of latinLookalikes.values()) {
    for (const letter of letters.keys()) setFlag(letter.charCodeAt(0), has.lookalike);
  }
  for (let high = 0xd800; high < 0xdc00; high += 1) raisePairs(high);
  scriptNames.forEach((name, index) => {
    for (const { 0: letters, index: start } of all.matchAll(
      new RegExp(String.raw`\p{Script=${name}}+`, 'gu'),
    )) {
      scriptBits.fill(1 << index, start, start + letters.length);
    }
  });
}

function raise(all: string, pattern: RegExp, flag: number): void {
  for (const { index } of all.matchAll(pattern)) setFlag(index, flag);
}

function setFlag(unit: number, flag: number): void {
  flags[unit] = (flags[unit] as number) | flag;
}

/** A high surrogate has the flags of whatever pairs it begins. */
function raisePairs(high: number): void {
  const start = (high - 0xd800) * 0x400 + 0x10000;
  const pairs = String.fromCodePoint(...Array.from({ length: 0x400 }, (_, index) => start + index));
  if (/[\p{Cf}\p{Co}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\u{1D159}]/u.test(pairs))
    setFlag(high, has.hidden);
  if (/[\u{1D400}-\u{1D6A3}\u{1F110}-\u{1F189}]/u.test(pairs)) setFlag(high, has.lookalike);
}
