import type { GroupWords } from '../sample/axis.ts';
import { nearestName } from '../sample/nearest-name.ts';
import { grammarOf } from './grammars.ts';
import { dependsOnGroup, groupsOfTemplate, type TemplateContext } from './template-slots.ts';
import { type Part, pronounTags, type Tag, type TemplateProblem } from './template-tags.ts';
import { hasTags } from './value-tags.ts';

export type TagPart = Extract<Part, { tag: Tag }>;
type Noun = Extract<Tag, { type: 'noun' }>;
type Fault = { message: string; fix: string };

/** Whether a tag can be filled in for every group the template is written for. */
export function lintTag({ tag, source, offset }: TagPart, context: TemplateContext): TemplateProblem[] {
  const fault =
    faultOfLanguage(tag, context) ?? (tag.type === 'noun' ? faultOfNoun(tag, context) : undefined);
  return fault ? [{ offset, length: source.length, ...fault }] : [];
}

function faultOfLanguage(tag: Tag, context: TemplateContext): Fault | undefined {
  const { lang } = context.spec;
  const wordless = groupsOfTemplate(context).find(({ words }) => !words[lang]);
  if (wordless && dependsOnGroup(tag, context)) {
    return {
      message: `the axis has no words in "${lang}" for ${wordless.id}`,
      fix: `Add words.${lang} to schemas/axes/${context.axis.axis}.json.`,
    };
  }
  if (grammarOf(lang) || isWrittenOut(tag, context)) return undefined;
  return {
    message: `there is no grammar for "${lang}"`,
    fix: 'Use only {slot}, {described slot}, {group}, {many group}, kinship, and pronouns that the axis has.',
  };
}

/** Whether the spec or the axis brings the word itself, so that no grammar has to make one. */
function isWrittenOut(tag: Tag, context: TemplateContext): boolean {
  const { lang, slots } = context.spec;
  if (tag.type !== 'noun') return groupsOfTemplate(context).every(({ words }) => words[lang]?.pronouns);
  if (tag.article) return false;
  const values = Object.hasOwn(slots, tag.name) ? slots[tag.name] : undefined;
  return !tag.many || !values || values.every(({ many }) => many !== undefined);
}

function faultOfNoun(tag: Noun, context: TemplateContext): Fault | undefined {
  if (Object.hasOwn(context.spec.slots, tag.name)) return faultOfSlot(tag, context);
  const kinship = sharedKinship(context);
  if (tag.name !== 'group' && !kinship.includes(tag.name)) return unknownName(tag.name, kinship, context);
  if (tag.described) {
    return {
      message: `{described …} wants a slot, and "${tag.name}" is none`,
      fix: `Use one of ${slotNames(context)}.`,
    };
  }
  if (!tag.many || tag.name === 'group') return undefined;
  return { message: `"${tag.name}" has no plural here`, fix: `Write {${tag.name}}.` };
}

function faultOfSlot({ name, article, many, described }: Noun, context: TemplateContext): Fault | undefined {
  const tagged = context.spec.slots[name]?.find(({ one }) => hasTags(one));
  if (tagged && (article || many || described || name === 'attribute')) {
    return {
      message: `the value "${tagged.one}" holds tags, so it can only stand as it is`,
      fix: name === 'attribute' ? 'Write attributes without tags.' : `Write {${name}}.`,
    };
  }
  const plain = groupsOfTemplate(context).find(({ words }) => !words[context.spec.lang]?.describe?.length);
  if (described && plain) {
    return {
      message: `the group ${plain.id} has no pattern to describe a noun with`,
      fix: 'Use {group}, or leave the group out with "groups".',
    };
  }
  const unruly = context.spec.slots[name]?.find(
    (value) => !value.many && /\s(?:who|that|which)\s/.test(value.one),
  );
  if (!many || !unruly) return undefined;
  return {
    message: `no rule gives the plural of "${unruly.one}"`,
    fix: `Write the value as {one: ${unruly.one}, many: …}.`,
  };
}

function unknownName(name: string, kinship: string[], context: TemplateContext): Fault {
  const known = [...Object.keys(context.spec.slots), 'group', ...kinship];
  const meant = nearestName(name, [...known, ...Object.keys(pronounTags)]);
  return {
    message: `"${name}" is neither a slot nor a word that every group has`,
    fix: `${meant ? `Did you mean "${meant}"? ` : ''}Use one of ${known.join(', ')}.`,
  };
}

function slotNames({ spec }: TemplateContext): string {
  return Object.keys(spec.slots).join(', ');
}

/** The relations that every group has a word for. */
function sharedKinship(context: TemplateContext): string[] {
  const [first = {}, ...others] = groupsOfTemplate(context).map(({ words }) =>
    kinshipOf(words[context.spec.lang]),
  );
  return Object.keys(first).filter((relation) => others.every((kinship) => Object.hasOwn(kinship, relation)));
}

function kinshipOf(words: GroupWords | undefined): Record<string, string> {
  return words?.kinship ?? {};
}
