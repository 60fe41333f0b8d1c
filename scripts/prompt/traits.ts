import type { PlannedAttributes } from '../sample/planned-cell.ts';
import type { Request, Trait } from './request.ts';
import type { SlotValue, TemplateContent } from './spec.ts';
import { tagsOf } from './template-tags.ts';
import { wordsOfValue } from './value-tags.ts';

type Written = Pick<Request, 'template' | 'values' | 'spec'>;

/** An attribute category in a spec's language; without words where the category has none in it. */
export function traitOf(attributes: PlannedAttributes, id: string, lang: string): Trait {
  const { label = id, words = {} } = attributes[id] ?? {};
  return { label, words: words[lang.split('-')[0] as string] ?? [] };
}

/** Whether what is learned from a template says a word of a trait with these values; a model can be told to. */
export function saysTrait({ template, values, spec }: Written, trait: Trait): boolean {
  return says({ template, spec }, trait, (name) => (values[name] ? [values[name]] : []));
}

/** Whether some values make a template say a word of a trait. */
export function canSayTrait({ template, spec }: Omit<Written, 'values'>, trait: Trait): boolean {
  return says({ template, spec }, trait, (name) => spec.slots[name] ?? []);
}

function says(
  { template, spec }: Omit<Written, 'values'>,
  { words }: Trait,
  valuesOf: (slot: string) => readonly SlotValue[],
): boolean {
  if (!template) return words.length > 0;
  return learnedTexts(template.content).some((text) => {
    const values = tagsOf(text).flatMap((tag) => (tag.type === 'noun' ? valuesOf(tag.name) : []));
    const said = [text.replaceAll(/\{[^}]*\}/g, ' '), ...values.map(({ one }) => wordsOfValue(one))];
    return holdsWord(said.join(' '), words, spec.lang);
  });
}

/** What a model learns to say: neither the question nor the rejected answer. */
function learnedTexts(content: TemplateContent): string[] {
  if (content.kind === 'text') return [content.text];
  const messages = content.kind === 'chat' ? content.messages : content.chosen;
  return messages.flatMap(({ role, content: text }) => (role === 'assistant' ? [text] : []));
}

function holdsWord(text: string, words: readonly string[], lang: string): boolean {
  const said = new Set(text.toLocaleLowerCase(lang).match(/\p{L}[\p{L}\p{M}-]*/gu));
  return words.some((word) => said.has(word));
}
