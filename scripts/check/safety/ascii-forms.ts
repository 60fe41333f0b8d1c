/**
 * A text with every decimal digit and every full-width form as ASCII, code unit for code unit, so that offsets
 * stay: "٠١٢" and "０１２" are telephone digits too, and "＠" is as good as "@".
 */
export function toAsciiForms(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text;
  return text.replace(/[\uFF01-\uFF5E]|\p{Nd}/gu, foldCharacter);
}

/** Found once: looking for a script's zero takes longer than reading the text. */
const folded = new Map<string, string>();

function foldCharacter(character: string): string {
  const known = folded.get(character);
  if (known !== undefined) return known;
  const form = asciiForm(character);
  folded.set(character, form);
  return form;
}

function asciiForm(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0xff01 && code <= 0xff5e) return String.fromCharCode(code - 0xfee0);
  // Unicode keeps the digits of a script together, zero first; those beyond U+FFFF take two code units.
  return code > 0xffff ? character : String(code - zeroOf(code));
}

function zeroOf(digit: number): number {
  let zero = digit;
  while (digit - zero < 9 && /\p{Nd}/u.test(String.fromCharCode(zero - 1))) zero -= 1;
  return zero;
}
