import { parseTemplate, type Tag } from './template-tags.ts';

/** Whether a slot's value holds tags of its own: "{they} rang {their} {sibling}". */
export function hasTags(value: string): boolean {
  return /[{}]/.test(value);
}

/** The tags inside a value. */
export function tagsOfValue(value: string): Tag[] {
  return hasTags(value)
    ? parseTemplate(value).parts.flatMap((part) => ('tag' in part ? [part.tag] : []))
    : [];
}

/** A value as a reader without the template language takes it: "they rang their sibling". */
export function wordsOfValue(value: string): string {
  if (!hasTags(value)) return value;
  const words = parseTemplate(value).parts.map((part) => ('text' in part ? part.text : wordsOfTag(part)));
  return words.join('');
}

function wordsOfTag({ tag, source }: { tag: Tag; source: string }): string {
  if (tag.type === 'verb') return tag.plural;
  return source.slice(1, -1).trim();
}
