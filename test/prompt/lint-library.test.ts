import { describe, expect, it } from 'vitest';
import { lintLibrary } from '../../scripts/prompt/lint-library.ts';
import type { PromptSpec } from '../../scripts/prompt/spec.ts';
import { specWith } from '../support/specs.ts';

const first = specWith({});
const other: Partial<PromptSpec> = {
  path: 'prompts/gender/z.yaml',
  title: 'Another title',
  slots: {},
  templates: [],
};

function lint(changes: Partial<PromptSpec>): string[] {
  return lintLibrary([{ ...first, ...other, ...changes }, first]).map(
    ({ path, keys, message }) => `${path} ${keys.join('.')}: ${message}`,
  );
}

describe('lintLibrary', () => {
  it('finds nothing where two specs differ', () => {
    expect(lint({})).toEqual([]);
  });

  it('finds a title that another spec has', () => {
    expect(lint({ title: 'a visit to the  building site' })).toEqual([
      `prompts/gender/z.yaml title: the title "a visit to the  building site" is also that of ${first.path}`,
    ]);
  });

  it('finds a template whose slots alone have other names', () => {
    const copy = { kind: 'text' as const, text: '{A worker} unrolled {their} drawings  before {moment}.' };
    const fixed = {
      kind: 'text' as const,
      text: '{a occupation} unrolled their drawings before {setting} came.',
    };
    const template = { name: 'copy', stance: 'counterfactual' as const };
    const [one] = first.templates;
    const longer = {
      ...first,
      templates: [
        {
          ...one!,
          content: {
            kind: 'text' as const,
            text: '{a b} unrolled {their} drawings before {c} with some care.',
          },
        },
      ],
    };
    const copied = {
      kind: 'text' as const,
      text: '{A worker} unrolled {their} drawings  before {moment} with some care.',
    };
    const messages = (content: typeof copy) =>
      lintLibrary([{ ...longer, ...other, templates: [{ ...template, content }] }, longer]).map(
        (l) => l.message,
      );
    expect(messages(copied)).toEqual([
      expect.stringContaining('the template "copy" is the same as "bridge"'),
    ]);
    expect(messages(fixed)).toEqual([]);
  });

  it('finds a sentence that stands in two specs, and lets names of things be shared', () => {
    const sentence = 'Nobody clapped; somebody went out and put the kettle on.';
    const withSentence = { ...first, slots: { echo: [{ one: sentence }, { one: 'engineer' }] } };
    const lints = lintLibrary([
      withSentence,
      { ...withSentence, ...other, slots: { end: [{ one: 'engineer' }, { one: sentence.slice(0, -1) }] } },
    ]);
    expect(lints).toEqual([expect.objectContaining({ keys: ['slots', 'end', 1], severity: 'warning' })]);
  });
});
