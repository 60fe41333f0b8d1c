import { namesOfGroups } from './group-names.ts';
import type { SlotValue } from './spec.ts';
import type { TemplateContext } from './template-slots.ts';
import type { Part, TemplateProblem } from './template-tags.ts';
import { hasTags } from './value-tags.ts';
import { createWordFinder } from './word-finder.ts';

type Fault = { message: string; fix: string };
type Found = Fault & { index: number; length: number };

/** Finds words that cannot stay the same in every version, in literal text and in the values of slots. */
export function createWordLint({ spec, axis }: TemplateContext): (part: Part) => TemplateProblem[] {
  const find = createFaultFinder(axis, spec.lang);
  return (part) => {
    if ('text' in part) {
      return find(part.text).map(({ index, ...rest }) => ({ offset: part.offset + index, ...rest }));
    }
    if (part.tag.type !== 'noun' || !Object.hasOwn(spec.slots, part.tag.name)) return [];
    const [first] = (spec.slots[part.tag.name] ?? []).flatMap((value) => faultsOfValue(value, find));
    return first ? [{ offset: part.offset, length: part.source.length, ...first }] : [];
  };
}

function faultsOfValue({ one, many = '' }: SlotValue, find: (text: string) => Found[]): Fault[] {
  // The lint of the slots reads the values that hold tags themselves.
  return [one, many]
    .filter((text) => !hasTags(text))
    .flatMap((text) =>
      find(text).map(({ message, fix }) => ({ message: `in the value "${text}", ${message}`, fix })),
    );
}

function createFaultFinder(axis: TemplateContext['axis'], lang: string): (text: string) => Found[] {
  const names = namesOfGroups(axis, lang);
  const facts = new Set(axis.doesNotSwap[lang]);
  const find = createWordFinder([...names.keys(), ...facts]);
  return (text) =>
    find(text).map(({ index, word }) => {
      const key = facts.has(word) || names.has(word) ? word : word.toLowerCase();
      const fault = facts.has(key) ? cannotSwap(word) : namesGroup(word, names.get(key));
      return { index, length: word.length, ...fault };
    });
}

/** A group named outside a tag would stay the same in every version. */
function namesGroup(word: string, fix = 'Write {group} instead.'): Fault {
  return { message: `"${word}" names a group and would stay the same in every version`, fix };
}

function cannotSwap(word: string): Fault {
  return {
    message: `"${word}" is a fact that does not swap between the groups`,
    fix: 'Say something that can be true of every group, or write a template for one group with "groups".',
  };
}
