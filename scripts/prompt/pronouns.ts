import type { Pronouns } from '../sample/axis.ts';

/**
 * English pronoun sets, for protagonists whose pronoun the axis leaves open. A family keeps one set, so that
 * its versions differ in the group alone.
 */
export const englishPronouns: Record<string, Pronouns> = {
  she: {
    subject: 'she',
    object: 'her',
    possessive: 'her',
    possessivePronoun: 'hers',
    reflexive: 'herself',
    plural: false,
  },
  he: {
    subject: 'he',
    object: 'him',
    possessive: 'his',
    possessivePronoun: 'his',
    reflexive: 'himself',
    plural: false,
  },
  they: {
    subject: 'they',
    object: 'them',
    possessive: 'their',
    possessivePronoun: 'theirs',
    reflexive: 'themself',
    plural: true,
  },
};

/** Names of values that are drawn for a family without being slots of the spec. */
export const pronounSlot = 'pronouns';
export const describeSlot = 'describe';
