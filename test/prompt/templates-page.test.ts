import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { lintTemplate } from '../../scripts/prompt/lint-template.ts';
import { renderText } from '../../scripts/provider/template/render.ts';
import { projectRoot } from '../support/samples.ts';
import { contextOf } from '../support/templates.ts';

type Example = { axis: string; slots?: Record<string, string>; text: string; gives: Record<string, string> };

const page = readFileSync(`${projectRoot}docs/templates.md`, 'utf8');
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, yaml = '']) => parse(yaml) as Example);

describe('docs/templates.md', () => {
  it('has examples', () => expect(examples.length).toBeGreaterThanOrEqual(5));

  it.each(examples)('$text', ({ axis, slots = {}, text, gives }) => {
    const lists = Object.fromEntries(Object.entries(slots).map(([name, value]) => [name, [value]]));
    const context = contextOf({ axis, text, slots: lists });
    expect(lintTemplate(text, context)).toEqual([]);
    const values = Object.fromEntries(Object.entries(slots).map(([name, one]) => [name, { one }]));
    for (const [group, expected] of Object.entries(gives)) {
      const words = context.axis.groups.find(({ id }) => id === group)?.words['en'];
      expect(words, `the axis has no group ${group}`).toBeDefined();
      expect(renderText(text, { lang: 'en', words, values })).toBe(expected);
    }
  });
});
