import type { Tag } from '../../prompt/template-tags.ts';

/** Abbreviations whose full stop ends no sentence. */
const abbreviation = /(?<!\p{L})(?:e\.g|i\.e|vs|cf|Dr|Mr|Mrs|Ms|Mx|Prof|St|No)\.\s+$/u;

/** The start, the place after a full stop, and the place after an empty line, with opening quotes or none. */
const sentenceStart = /(?:^|[.!?…]["'”’)\]]*\s+|\n[^\S\n]*\n\s*)["'“‘„«¿¡(]*$/u;

/** Whether what is put behind this text begins a sentence. */
export function beginsSentence(before: string): boolean {
  return sentenceStart.test(before) && !abbreviation.test(before);
}

export function upperFirst(text: string): string {
  const [first = ''] = text;
  return first.toUpperCase() + text.slice(first.length);
}

/**
 * Puts literal text behind what a tag gave: "users" + "'s" is "users'", and a value that ends in a full stop
 * ("at 6 a.m.") takes no second one.
 */
export function joinLiteral(before: string, literal: string, last: Tag | undefined): string {
  if (!last) return before + literal;
  const isPlural = last.type === 'noun' && last.many && /s$/i.test(before);
  if (isPlural && /^['’]s(?!\p{L})/u.test(literal)) return before + literal.charAt(0) + literal.slice(2);
  if (before.endsWith('.') && /^\.(?!\.)/.test(literal)) return before + literal.slice(1);
  return before + literal;
}
