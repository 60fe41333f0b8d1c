import type { Axis } from '../sample/axis.ts';
import { pronounTags } from './template-tags.ts';

/** Words that look like a pair but are none: a swap would change what is said. */
const falsePairs: Record<string, Record<string, string>> = {
  en: {
    mistress:
      'Write what is meant without gender: "owner", "teacher", "lover". It is no counterpart of "master".',
    headmistress: 'Write "head teacher".',
    headmaster: 'Write "head teacher".',
    governess: 'Write "private tutor". It is no counterpart of "governor".',
  },
};

/** Every word that names a group of the axis, lower case → what to write instead. */
export function namesOfGroups(axis: Axis, lang: string): Map<string, string> {
  const names = new Map<string, string>();
  for (const words of axis.groups.flatMap((group) => group.words[lang] ?? [])) {
    for (const term of words.terms) names.set(term, 'Write {group}, {many group} or {described …} instead.');
    names.set(words.one, 'Write {group} instead.');
    names.set(words.many, 'Write {many group} instead.');
    for (const [relation, word] of Object.entries(words.kinship ?? {})) {
      // "parent" is what the relation is called, and may stand as a word of its own.
      if (word !== relation) names.set(word, `Write {${relation}} instead.`);
    }
    const { pronouns } = words;
    // "they" may stand for anyone, so it names no group.
    if (!pronouns || pronouns.plural) continue;
    for (const [tag, form] of Object.entries(pronounTags))
      names.set(pronouns[form], pronounFix(tag, pronouns[form]));
    for (const [word, fix] of Object.entries(falsePairs[lang] ?? {})) names.set(word, fix);
  }
  return names;
}

/** "her" is "his" in one place and "him" in another, and "his" is "her" or "hers": a dictionary cannot know. */
function pronounFix(tag: string, form: string): string {
  if (form === 'her') return 'Write {their} where it stands before a noun, else {them}.';
  if (form === 'his') return 'Write {their} where it stands before a noun, else {theirs}.';
  return `Write {${tag}} instead.`;
}
