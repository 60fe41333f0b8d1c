import { isHidden, legitimateEnd } from '../../sample/hidden-characters.ts';
import type { FindingCode } from '../finding-codes.ts';
import { has, nextHidden } from './features.ts';
import type { Hit, Rule } from './rule.ts';

/** Characters that a reader does not see. Control characters and lone surrogates are the json check's. */
export const hiddenCharactersRule: Rule = {
  name: 'hidden-characters',
  mayFind: (text, { bits }) =>
    (bits & has.hidden) !== 0 || ((bits & has.composable) !== 0 && text.normalize('NFC') !== text),
  find: (text) => [...findHidden(text), ...findUnnormalised(text)],
};

type Kind = { code: FindingCode; name: string; pattern: RegExp };

/** What hides, by what it is called; the first row that fits counts, the last fits all. */
const kinds: Kind[] = [
  { code: 'E_TAG_CHARS', name: 'the tag character', pattern: /[\u{E0000}-\u{E007F}]/u },
  { code: 'E_BIDI', name: 'the direction control', pattern: /\p{Bidi_Control}/u },
  { code: 'E_ZERO_WIDTH', name: 'the zero-width character', pattern: /[\u200B-\u200D\u2060\uFEFF]/u },
  { code: 'E_VARIATION_SELECTOR', name: 'the variation selector', pattern: /\p{Variation_Selector}/u },
  { code: 'E_PRIVATE_USE', name: 'the private-use character', pattern: /\p{Co}/u },
  { code: 'E_INVISIBLE', name: 'the invisible character', pattern: /[^\p{Cc}\p{Cs}]/u },
];

/** Blank, although they count as symbols: braille pattern blank, object replacement, musical symbol null notehead. */
const blanks = /[\u2800\uFFFC\u{1D159}]/u;

function findHidden(text: string): Hit[] {
  const hits: Hit[] = [];
  // A text that is all hidden characters has few different ones.
  const judged = new Map<string, Omit<Hit, 'start'> | undefined>();
  let start = nextHidden(text, 0);
  while (start >= 0) {
    // A flag is several characters that are legitimate together.
    const end = legitimateEnd(text, start);
    const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
    if (!judged.has(character)) judged.set(character, judge(character));
    const hit = end > start ? undefined : judged.get(character);
    if (hit) hits.push({ code: hit.code, start, message: hit.message });
    start = nextHidden(text, Math.max(end, start + character.length));
  }
  return hits;
}

function judge(character: string): Omit<Hit, 'start'> | undefined {
  if (blanks.test(character))
    return { code: 'E_INVISIBLE', message: `the blank character ${nameOf(character)}` };
  const kind = isHidden(character) ? kinds.find(({ pattern }) => pattern.test(character)) : undefined;
  return kind && { code: kind.code, message: `${kind.name} ${nameOf(character)}` };
}

function findUnnormalised(text: string): Hit[] {
  const normal = text.normalize('NFC');
  if (normal === text) return [];
  let start = 0;
  while (text[start] === normal[start]) start += 1;
  return [{ code: 'E_NOT_NFC', start, message: 'text that is not in Unicode normal form C' }];
}

function nameOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
}
