import { describe, expect, it } from 'vitest';
import { slotsOfTemplate } from '../../scripts/prompt/template-slots.ts';
import { contextOf } from '../support/templates.ts';

function namesOf(text: string, axis: string): { combined: string[]; drawn: string[] } {
  const { combined, drawn } = slotsOfTemplate(
    contextOf({ text, axis, slots: { job: ['cook'], rest: ['x'] } }),
  );
  return { combined: combined.map(([name]) => name), drawn: drawn.map(([name]) => name) };
}

describe('slotsOfTemplate', () => {
  it.each([
    ['{job} and {group}', 'disability', ['job'], []],
    ['{they} saw {a described job}', 'disability', ['job', 'pronouns'], ['describe']],
    ['{they} saw {a described job}', 'gender', ['job'], ['describe']],
    ['{group} {is/are} here', 'disability', [], ['pronouns']],
    ['nothing', 'gender', [], []],
  ])('%s on %s', (text, axis, combined, drawn) => {
    expect(namesOf(text, axis)).toEqual({ combined, drawn });
  });

  it('lets groups with two and with three patterns use each equally often', () => {
    const context = contextOf({ text: '{described job}', axis: 'disability', slots: { job: ['cook'] } });
    const [two, three] = context.axis.groups.slice(0, 2).map(({ words }) => words['en']!);
    const groups = [
      { id: 'two', label: 'two', words: { en: { ...two!, describe: ['a {}', 'b {}'] } } },
      { id: 'three', label: 'three', words: { en: { ...three!, describe: ['a {}', 'b {}', 'c {}'] } } },
    ];
    const { drawn } = slotsOfTemplate({ ...context, axis: { ...context.axis, groups } });
    expect(drawn).toEqual([['describe', ['0', '1', '2', '3', '4', '5'].map((one) => ({ one }))]]);
  });
});
