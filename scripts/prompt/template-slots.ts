import type { Axis, GroupWords } from '../sample/axis.ts';
import { type Slot, type Slots, splitSlots } from './combinations.ts';
import { leastCommonMultiple } from './divisors.ts';
import { grammarOf } from './grammars.ts';
import { describeSlot, pronounSlot } from './pronouns.ts';
import type { PromptSpec, Template } from './spec.ts';
import { type Tag, tagsOf } from './template-tags.ts';
import { textsOfTemplate } from './template-texts.ts';
import { tagsOfValue } from './value-tags.ts';

/** A template with what its tags refer to. */
export type TemplateContext = { template: Template; spec: PromptSpec; axis: Axis };

/** The groups a template may be written for. */
export function groupsOfTemplate({ template, spec, axis }: TemplateContext): Axis['groups'] {
  const wanted = template.groups ?? spec.groups;
  return wanted ? axis.groups.filter(({ id }) => wanted.includes(id)) : axis.groups;
}

/** Whether the template's text is another for another group. */
export function namesGroup(context: TemplateContext): boolean {
  return tagsOfTemplate(context).some((tag) => dependsOnGroup(tag, context));
}

/** Whether what stands for a tag is another for another group. */
export function dependsOnGroup(tag: Tag, { spec, axis }: Omit<TemplateContext, 'template'>): boolean {
  if (tag.type !== 'noun') return axis.groups.some(({ words }) => words[spec.lang]?.pronouns);
  return tag.described || !Object.hasOwn(spec.slots, tag.name);
}

/**
 * The slots that a template draws from: those it names, and what its tags leave open. What changes no text of
 * its own (an `attribute` that only labels, the choice of a pattern) is drawn and not combined, so that no text
 * comes up twice.
 */
export function slotsOfTemplate(context: TemplateContext): Slots {
  const { spec } = context;
  const tags = tagsOfTemplate(context);
  const names = new Set(tags.flatMap((tag) => (tag.type === 'noun' ? [tag.name] : [])));
  const pronouns = pronounSlotOf(tags, context);
  const combined = Object.entries(spec.slots).filter(([name]) => names.has(name));
  const labels = Object.entries(spec.slots).filter(([name]) => name === 'attribute' && !names.has(name));
  const patterns = tags.some((tag) => tag.type === 'noun' && tag.described) ? [patternSlot(context)] : [];
  return splitSlots([...combined, ...pronouns.combined], [...labels, ...pronouns.drawn, ...patterns]);
}

/** The tags of a template's texts, and those inside the values that its slots may take. */
function tagsOfTemplate({ template, spec: { slots } }: TemplateContext): Tag[] {
  const tags = textsOfTemplate(template.content).flatMap(tagsOf);
  const used = [...new Set(tags.flatMap((tag) => (tag.type === 'noun' ? [tag.name] : [])))];
  const values = used.flatMap((name) => (Object.hasOwn(slots, name) ? (slots[name] ?? []) : []));
  return [...tags, ...values.flatMap(({ one }) => tagsOfValue(one))];
}

/** Verbs alone read the same with "she" and "he", and a group with a pronoun of its own ignores the one drawn. */
function pronounSlotOf(tags: Tag[], context: TemplateContext): { combined: Slot[]; drawn: Slot[] } {
  const sets = Object.keys(grammarOf(context.spec.lang)?.pronouns ?? {});
  const words = namesGroup(context) ? wordsOfGroups(context) : [];
  const own = words.filter(({ pronouns }) => pronouns);
  const needless =
    tags.every(({ type }) => type === 'noun') || (own.length > 0 && own.length === words.length);
  if (needless) return { combined: [], drawn: [] };
  const slot: Slot = [pronounSlot, sets.map((one) => ({ one }))];
  const tellsApart = own.length === 0 && tags.some(({ type }) => type === 'pronoun');
  return tellsApart ? { combined: [slot], drawn: [] } : { combined: [], drawn: [slot] };
}

/** Enough numbers that every group uses each of its patterns as often as any other. */
function patternSlot(context: TemplateContext): Slot {
  const counts = wordsOfGroups(context).map(({ describe = [] }) => Math.max(1, describe.length));
  const size = counts.reduce(leastCommonMultiple, 1);
  return [describeSlot, Array.from({ length: size }, (_, index) => ({ one: String(index) }))];
}

function wordsOfGroups(context: TemplateContext): GroupWords[] {
  return groupsOfTemplate(context).flatMap(({ words }) => words[context.spec.lang] ?? []);
}
