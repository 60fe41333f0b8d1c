/** Scripts whose spelling needs zero-width (non-)joiners between letters, by their ISO 15924 codes. */
const joiningScripts =
  'Adlm Arab Beng Deva Gujr Guru Khmr Knda Mand Mlym Mong Mymr Nkoo Orya Phag Rohg Sinh Syrc Taml Telu Tibt'
    .split(' ')
    .map((script) => String.raw`\p{Script_Extensions=${script}}`)
    .join('');

/** Format characters that do honest work where they stand. */
const legitimate = [
  // Zero-width joiner inside an emoji sequence: woman + joiner + rocket.
  String.raw`(?<=\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?)\u200D(?=\p{Extended_Pictographic})`,
  // Zero-width (non-)joiner inside a word of a script that needs it: Persian, Hindi, Sinhala …
  String.raw`(?<=[${joiningScripts}])(?<=[\p{L}\p{M}])[\u200C\u200D](?=[${joiningScripts}])(?=\p{L})`,
  // Emoji or text presentation of a pictograph, emoji presentation of a keycap.
  String.raw`(?<=\p{Extended_Pictographic})[\uFE0E\uFE0F]|(?<=[0-9#*])\uFE0F(?=\u20E3)`,
  // The flags of England, Scotland and Wales: the only tag sequences that Unicode recommends.
  String.raw`(?<=\u{1F3F4})\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}`,
  // Signs that enclose the digits after them (Arabic number sign, end of ayah): visible, although "format".
  String.raw`[\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}]`,
].join('|');

/** Control, format, private use, lone surrogate, line separator, noncharacter, default-ignorable. */
const hidden = String.raw`[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]`;

/**
 * Finds every character that a reader does not see, or that steers how text is shown. The first group holds
 * what does honest work where it stands; a match without it hides. Stateful: for `replaceAll` and `matchAll`.
 */
export const legitimateOrHidden = new RegExp(`(${legitimate})|${hidden}`, 'gu');

const onlyHidden = new RegExp(`^${hidden}$`, 'u');

/** Whether a character hides, unless it does honest work where it stands. */
export function isHidden(character: string): boolean {
  return onlyHidden.test(character);
}

const legitimateHere = new RegExp(legitimate, 'uy');

/** Where what does honest work at a UTF-16 offset ends; the offset itself where nothing does. */
export function legitimateEnd(text: string, offset: number): number {
  legitimateHere.lastIndex = offset;
  return legitimateHere.test(text) ? legitimateHere.lastIndex : offset;
}
