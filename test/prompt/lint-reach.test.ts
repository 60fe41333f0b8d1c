import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseYaml } from '../support/specs.ts';

const base = {
  title: 'A table for two',
  axis: 'gender',
  kind: 'text',
  lang: 'en',
  stances: ['counterfactual'],
  instructions: 'Write a short scene. The versions are the same word for word, apart from the group.',
  slots: { dish: ['soup', 'bread'], attribute: ['calm', 'quick'] },
  templates: [{ name: 'one', text: '{they} liked the {dish}.' }],
};

/** Severity, keys and message of every problem once some keys of the good spec are replaced. */
function lintsOf(changes: Record<string, unknown>): string[] {
  const parsed = parseYaml(stringify({ ...base, ...changes }), 'prompts/gender/table.yaml');
  const problems = parsed.ok ? parsed.warnings : parsed.problems;
  return problems.map(({ severity, key, message }) => `${severity} ${key}: ${message}`);
}

describe('what no template and no instruction reaches', () => {
  it('is nothing in a good spec', () => {
    expect(lintsOf({})).toEqual([]);
  });

  it.each([
    [
      'a stance',
      { stances: ['counterfactual', 'neutral'] },
      'error stances.1: neither a template nor the instructions say how to write "neutral"',
    ],
    [
      'a group of the axis',
      { templates: [{ name: 'one', groups: ['women', 'men'], text: '{they} liked the {dish}.' }] },
      'warning templates: no template is written for nonbinary-people',
    ],
    [
      'a group of the template',
      {
        groups: ['women', 'men'],
        templates: [{ name: 'one', groups: ['men', 'nonbinary-people'], text: '{they} liked the {dish}.' }],
      },
      'error templates.0.groups: the spec does not cover nonbinary-people',
    ],
    [
      'groups of a template without a tag',
      {
        stances: ['neutral'],
        templates: [
          { name: 'one', groups: ['women', 'men'], text: 'The {dish} was good.' },
          { name: 'two', text: '{they} liked the {dish}.' },
        ],
      },
      'error templates.0.groups: "one" names no group, so these groups are never written of',
    ],
    [
      'a family of one version',
      { versions: 1 },
      'error versions: a counterfactual family of one version has nothing to be compared with',
    ],
    [
      'an attribute of nobody',
      { stances: ['neutral'], templates: [{ name: 'one', text: 'The {dish} was good.' }] },
      'error slots.attribute: no template names a group, so the attribute is never recorded',
    ],
    [
      'a value that stands twice',
      { slots: { dish: ['soup', ' Soup'] } },
      'error slots.dish.1: " Soup" is the same as value 1 of the slot',
    ],
    [
      'a language without words',
      { lang: 'fi', templates: undefined },
      'warning lang: the axis has no words in "fi"',
    ],
  ])('%s', (_, changes, expected) => {
    expect(lintsOf(changes).join('\n')).toContain(expected);
  });

  it('lets instructions reach a stance that no template has', () => {
    const instructions = `${base.instructions} For a neutral sample, name nobody.`;
    expect(lintsOf({ stances: ['counterfactual', 'neutral'], instructions })).toEqual([]);
  });
});
