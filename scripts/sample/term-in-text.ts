import type { GroupWords } from './axis.ts';
import type { Content } from './sample.ts';
import { textsOf } from './text.ts';

/** The words of a group that a text names it by, as they stand there; undefined where it uses none of them. */
export function termInText(content: Content, words: GroupWords): string | undefined {
  const text = textsOf(content)
    .map(({ text: part }) => part)
    .join('\n');
  for (const name of namesOf(words)) {
    const found = wholeWords(name).exec(text);
    if (found) return found[0];
  }
  return undefined;
}

/** Nouns before adjectives, adjectives before kinship words, pronouns last: the plainest name counts. */
function namesOf({ one, many, terms, describe = [], kinship = {}, pronouns }: GroupWords): string[] {
  const forms = pronouns ? [pronouns.subject, pronouns.object, pronouns.possessive, pronouns.reflexive] : [];
  const adjectives = describe.map((pattern) => pattern.replace('{}', ' ').replace(/\s+/g, ' ').trim());
  return [one, many, ...terms, ...adjectives, ...Object.values(kinship), ...forms].filter(Boolean);
}

/** Whole words in scripts that part them; a script that does not has no letter boundary to ask for. */
function wholeWords(name: string): RegExp {
  const literal = name.replace(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
  const partsWords = /^[\p{sc=Latin}\p{sc=Cyrillic}\p{sc=Greek}\P{L}]*$/u.test(name);
  return partsWords ? new RegExp(String.raw`(?<!\p{L})${literal}(?!\p{L})`, 'iu') : new RegExp(literal, 'u');
}
