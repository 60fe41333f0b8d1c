import { grammarOf } from './grammars.ts';
import type { TagPart } from './lint-tag.ts';
import { dependsOnGroup, groupsOfTemplate, type TemplateContext } from './template-slots.ts';
import type { Part, Tag, TemplateProblem } from './template-tags.ts';

/** Literal text beside a tag that fits some of what stands for the tag, and not the rest. */
export function lintNeighbours(parts: Part[], context: TemplateContext): TemplateProblem[] {
  const pairs = parts.slice(1).map((part, index): [Part | undefined, Part] => [parts[index], part]);
  return [
    ...pairs.flatMap(([before, part]) => [
      ...lintArticle(before, part, context),
      ...lintVerb(before, part),
      ...lintPossessive(before, part),
    ]),
    ...parts.flatMap((part, index) =>
      lintVerbInSlot(parts.slice(Math.max(0, index - 2), index), part, context),
    ),
  ];
}

/** "a {occupation}" is wrong for an engineer. */
function lintArticle(before: Part | undefined, part: Part, context: TemplateContext): TemplateProblem[] {
  if (!before || !('text' in before) || !('tag' in part) || part.tag.type !== 'noun') return [];
  const [found, article] = /(?<![\p{L}\p{N}'’-])(an?) $/iu.exec(before.text) ?? [];
  const grammar = grammarOf(context.spec.lang);
  if (!found || !article || !grammar) return [];
  const isRight = (phrase: string) => grammar.article(phrase) === article.toLowerCase();
  if (!part.tag.article && !part.tag.many && phrasesOf(part.tag, context)?.every(isRight)) return [];
  return [
    {
      offset: part.offset - found.length,
      length: found.length + part.source.length,
      message: `"${article}" does not fit every word that may stand for ${part.source}`,
      fix: `Write {a ${part.source.slice(1, -1)}}, which chooses "a" or "an".`,
    },
  ];
}

/** What may stand for a noun's tag; undefined where it is described by the group. */
function phrasesOf(tag: Extract<Tag, { type: 'noun' }>, context: TemplateContext): string[] | undefined {
  if (tag.described) return undefined;
  const values = Object.hasOwn(context.spec.slots, tag.name) ? context.spec.slots[tag.name] : undefined;
  if (values) return values.map(({ one }) => one);
  const words = groupsOfTemplate(context).flatMap((group) => group.words[context.spec.lang] ?? []);
  return words.map(({ one, kinship }) => (tag.name === 'group' ? one : (kinship?.[tag.name] ?? one)));
}

/** Verbs whose two forms are known; others cannot be told from an adverb or a noun. */
const forms: Record<string, string> = {
  is: 'is/are',
  are: 'is/are',
  "isn't": "isn't/aren't",
  "aren't": "isn't/aren't",
  was: 'was/were',
  were: 'was/were',
  "wasn't": "wasn't/weren't",
  "weren't": "wasn't/weren't",
  has: 'has/have',
  have: 'has/have',
  "hasn't": "hasn't/haven't",
  "haven't": "hasn't/haven't",
  does: 'does/do',
  "doesn't": "doesn't/don't",
  "don't": "doesn't/don't",
  "'s": "'s/'re",
  "'re": "'s/'re",
  "'ve": "'s/'ve",
};

/** "{they} is" is wrong for "they", and "{they} are" for "she". */
function lintVerb(before: Part | undefined, part: Part): TemplateProblem[] {
  if (!isTag(before) || !('text' in part)) return [];
  if (before.tag.type !== 'pronoun' || before.tag.form !== 'they') return [];
  const [found = ''] = /^ ?(?:\p{L}+(?:['’]t)?|['’]\p{L}+)(?![\p{L}\p{N}])/u.exec(part.text) ?? [];
  const verb = found.trim().replace('’', "'");
  const both = Object.hasOwn(forms, verb) ? forms[verb] : undefined;
  if (!both) return [];
  return [
    {
      offset: part.offset + found.length - verb.length,
      length: verb.length,
      message: `"${verb}" does not agree with every pronoun`,
      fix: `Write {${both}}.`,
    },
  ];
}

/** "{they} {deed}" is wrong for "they" where a deed begins with "is". */
function lintVerbInSlot(before: Part[], part: Part, { spec }: TemplateContext): TemplateProblem[] {
  const [subject, space] = before;
  if (!isTag(subject) || !isTag(part) || !space || !('text' in space) || space.text.trim() !== '') return [];
  if (subject.tag.type !== 'pronoun' || subject.tag.form !== 'they' || part.tag.type !== 'noun') return [];
  const values = Object.hasOwn(spec.slots, part.tag.name) ? spec.slots[part.tag.name] : undefined;
  const unruly = values?.find(({ one }) => Object.hasOwn(forms, one.split(' ')[0] ?? ''));
  if (!unruly) return [];
  return [
    {
      offset: part.offset,
      length: part.source.length,
      message: `the value "${unruly.one}" begins with a verb that does not agree with every pronoun`,
      fix: 'Let the values begin with a past tense or with "might", "will", "could"; or use a noun as the subject.',
    },
  ];
}

/** "an engineer who uses a wheelchair's drawings": the noun may not stand last. */
function lintPossessive(before: Part | undefined, part: Part): TemplateProblem[] {
  if (!isTag(before) || !('text' in part) || !/^['’]s?(?!\p{L})/u.test(part.text)) return [];
  if (before.tag.type !== 'noun' || !before.tag.described) return [];
  return [
    {
      offset: before.offset,
      length: before.source.length + 2,
      message: 'a described noun may end in other words than the noun, so it takes no possessive',
      fix: 'Write "of" before it, or name the noun alone: {occupation}\'s.',
    },
  ];
}

/** Where the group decides the pronoun, a verb that agrees with it but stands with a noun goes wrong. */
export function lintAgreement(parts: Part[], context: TemplateContext): TemplateProblem[] {
  const tags = parts.filter(isTag);
  if (tags.some(({ tag }) => tag.type === 'pronoun' && tag.form === 'they')) return [];
  return tags
    .filter(({ tag }) => tag.type === 'verb' && dependsOnGroup(tag, context))
    .map(({ source, offset }) => ({
      offset,
      length: source.length,
      message: `${source} agrees with {they}, which this text does not hold`,
      fix: 'Write the form that the subject takes, or use {they} as the subject.',
    }));
}

function isTag(part: Part | undefined): part is TagPart {
  return part !== undefined && 'tag' in part;
}
