import type { Axis } from '../sample/axis.ts';
import { lintValue } from './lint-template.ts';
import { describeSlot, pronounSlot } from './pronouns.ts';
import type { PromptSpec } from './spec.ts';
import type { SpecLint } from './spec-problem.ts';
import { modifiers, pronounTags, tagsOf } from './template-tags.ts';
import { textsOfTemplate } from './template-texts.ts';
import { hasTags, tagsOfValue } from './value-tags.ts';

/** Words of the template language that a slot must not be called. */
const reserved = ['group', ...modifiers, pronounSlot, describeSlot, ...Object.keys(pronounTags)];

/** Slots whose name is taken, that no template uses, or that hold a value twice. */
export function lintSlots(spec: PromptSpec, axis: Axis): SpecLint[] {
  return [
    ...lintSlotNames(spec, axis),
    ...lintUnused(spec),
    ...lintRepeats(spec),
    ...lintValueTags(spec, axis),
  ];
}

function lintSlotNames({ slots }: PromptSpec, axis: Axis): SpecLint[] {
  const kinship = axis.groups.flatMap(({ words }) =>
    Object.values(words).flatMap(({ kinship: kin }) => Object.keys(kin ?? {})),
  );
  const taken = [...reserved, ...kinship];
  return Object.keys(slots)
    .filter((name) => taken.includes(name))
    .map((name) => ({
      keys: ['slots', name],
      message: `"${name}" is a word of the template language`,
      fix: 'Give the slot another name.',
    }));
}

function lintUnused({ slots, templates }: PromptSpec): SpecLint[] {
  const used = new Set(
    templates
      .flatMap(({ content }) => textsOfTemplate(content))
      .flatMap(tagsOf)
      .flatMap((tag) => (tag.type === 'noun' ? [tag.name] : [])),
  );
  return Object.keys(slots)
    .filter((name) => templates.length > 0 && name !== 'attribute' && !used.has(name))
    .map((name) => ({
      keys: ['slots', name],
      message: `no template uses the slot "${name}"`,
      fix: 'Use it in a template, or remove it.',
    }));
}

/** Two values that differ in case or white space alone give the same text twice. */
function lintRepeats({ slots }: PromptSpec): SpecLint[] {
  return Object.entries(slots).flatMap(([name, values]) => {
    const keys = values.map(({ one }) => one.toLowerCase().replace(/\s+/g, ' ').trim());
    return keys.flatMap((key, index) => {
      const first = keys.indexOf(key);
      if (first === index) return [];
      return [
        {
          keys: ['slots', name, index],
          message: `"${values[index]?.one}" is the same as value ${first + 1} of the slot`,
          fix: 'Remove it, or write another value.',
        },
      ];
    });
  });
}

/** A value may hold tags; they are judged as the text of the first template that uses the slot. */
function lintValueTags(spec: PromptSpec, axis: Axis): SpecLint[] {
  return Object.entries(spec.slots).flatMap(([name, values]) => {
    const template = spec.templates.find(({ content }) =>
      textsOfTemplate(content)
        .flatMap(tagsOf)
        .some((tag) => tag.type === 'noun' && tag.name === name),
    );
    return values.flatMap(({ one }, index) => {
      if (!hasTags(one) || !template) return [];
      const keys = ['slots', name, index];
      const nested = tagsOfValue(one).find(
        (tag) => tag.type === 'noun' && Object.hasOwn(spec.slots, tag.name),
      );
      if (nested?.type === 'noun') {
        return [
          {
            keys,
            message: `the slot "${nested.name}" stands inside a value of another slot`,
            fix: 'A value may hold pronouns, verbs, kinship and {group}; put the slots side by side in the template.',
          },
        ];
      }
      return lintValue(one, { template, spec, axis }).map(({ offset, length, message, fix }) => ({
        keys,
        excerpt: one.slice(offset, offset + length),
        before: one.slice(0, offset),
        message,
        fix,
      }));
    });
  });
}
