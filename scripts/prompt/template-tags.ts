import { nearestName } from '../sample/nearest-name.ts';

/** The forms of the protagonist's pronoun, as a template names them. */
export const pronounTags = {
  they: 'subject',
  them: 'object',
  their: 'possessive',
  theirs: 'possessivePronoun',
  themselves: 'reflexive',
} as const;
export type PronounTag = keyof typeof pronounTags;

/** Words before a name, in the order in which they stand. */
export const modifiers = ['a', 'an', 'many', 'described'];

/**
 * One tag of a template. A slot may be described by the group ("deaf engineer"); `capital` asks for an upper
 * case first letter.
 */
export type Tag = { capital: boolean } & (
  | { type: 'noun'; name: string; article: boolean; many: boolean; described: boolean }
  | { type: 'pronoun'; form: PronounTag }
  | { type: 'verb'; singular: string; plural: string }
);

/** A piece of a template: literal text, or a tag with its place (UTF-16 index and length, braces included). */
export type Part = { text: string; offset: number } | { tag: Tag; source: string; offset: number };

export type TemplateProblem = { offset: number; length: number; message: string; fix: string };

/** What is wrong with a tag, its place apart. */
type Fault = { message: string; fix: string };

const piece = /\{\{|\}\}|\{([^{}]*)\}|[{}]/g;

/** Reads a template: literal text with tags in braces; `{{` and `}}` are literal braces. */
export function parseTemplate(template: string): { parts: Part[]; problems: TemplateProblem[] } {
  const parts: Part[] = [];
  const problems: TemplateProblem[] = [];
  let end = 0;
  for (const match of template.matchAll(piece)) {
    const [source, inner] = match;
    const offset = match.index;
    if (offset > end) parts.push({ text: template.slice(end, offset), offset: end });
    end = offset + source.length;
    if (source === '{{' || source === '}}') {
      parts.push({ text: source.charAt(0), offset });
      continue;
    }
    const read = inner === undefined ? loneBrace(source) : parseTag(inner.trim());
    if ('type' in read) parts.push({ tag: read, source, offset });
    else problems.push({ offset, length: source.length, ...read });
  }
  if (end < template.length) parts.push({ text: template.slice(end), offset: end });
  return { parts, problems };
}

/** The tags of a template that has no problems. */
export function tagsOf(template: string): Tag[] {
  return parseTemplate(template).parts.flatMap((part) => ('tag' in part ? [part.tag] : []));
}

function parseTag(inner: string): Tag | Fault {
  if (inner === '') return { message: 'the braces are empty', fix: 'Write a name into them, or {{ and }}.' };
  const capital = /^\p{Lu}/u.test(inner);
  if (inner.includes('/')) return parseVerb(inner, capital);
  const words = lowerFirst(inner).split(/\s+/);
  const name = words.pop() ?? '';
  if (!Object.hasOwn(pronounTags, name)) return parseNoun(name, words, { inner, capital });
  if (words.length === 0) return { type: 'pronoun', form: name as PronounTag, capital };
  return { message: `{${inner}}: a pronoun takes no word before it`, fix: `Write {${name}}.` };
}

function parseNoun(
  name: string,
  words: string[],
  { inner, capital }: { inner: string; capital: boolean },
): Tag | Fault {
  const left = [...words];
  const article = takeFirst(left, ['a', 'an']);
  const many = takeFirst(left, ['many']);
  const described = takeFirst(left, ['described']);
  const [unread] = left;
  if (unread !== undefined) return misplaced(unread, inner);
  if (!/^[a-z][a-z0-9_-]*$/.test(name)) {
    return {
      message: `"${name}" is not a name`,
      fix: 'Write {name}, {a name}, {many name}, {described name}, {they} or {is/are}; docs/templates.md lists them all.',
    };
  }
  if (article && many)
    return { message: `{${inner}}: several take no "a"`, fix: `Write {many ${name}} or {a ${name}}.` };
  return { type: 'noun', name, article, many, described, capital };
}

function misplaced(word: string, inner: string): Fault {
  const meant = nearestName(word, modifiers);
  const isModifier = modifiers.includes(word);
  return {
    message: isModifier
      ? `{${inner}}: "${word}" stands in the wrong place`
      : `{${inner}}: "${word}" is not a word of the language`,
    fix:
      meant && !isModifier
        ? `Did you mean "${meant}"?`
        : 'The order is {a described name} or {many described name}.',
  };
}

function parseVerb(inner: string, capital: boolean): Tag | Fault {
  const [singular = '', plural = '', ...more] = inner.split('/').map((form) => form.trim());
  if (more.length > 0 || singular === '' || plural === '') {
    return {
      message: `{${inner}} does not have two forms`,
      fix: 'Write the singular, a slash and the plural: {walks/walk}.',
    };
  }
  return { type: 'verb', singular: lowerFirst(singular), plural: lowerFirst(plural), capital };
}

function takeFirst(words: string[], wanted: string[]): boolean {
  if (!wanted.includes(words[0] ?? '')) return false;
  words.shift();
  return true;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function loneBrace(source: string): Fault {
  return {
    message: `a "${source}" stands alone`,
    fix: 'Close the tag, or write {{ or }} for the brace itself.',
  };
}
