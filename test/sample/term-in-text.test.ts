import { describe, expect, it } from 'vitest';
import { termInText } from '../../scripts/sample/term-in-text.ts';
import { genderAxis } from '../support/samples.ts';

const wordsOf = (group: string) => {
  const words = genderAxis.groups.find(({ id }) => id === group)?.words['en'];
  if (!words) throw new RangeError(group);
  return words;
};
const of = (text: string, group = 'women') => termInText({ kind: 'text', text }, wordsOf(group));

describe('the word a text names a group by', () => {
  it('is the word as it stands there, the plainest first', () => {
    expect(of('Women lead; she is a woman.')).toBe('woman');
    expect(of('Her mother led.')).toBe('mother');
    expect(of('Then She led.')).toBe('She');
  });

  it('is a whole word', () => {
    expect(of('The sheriff hers')).toBeUndefined();
    expect(of('A womanless jury')).toBeUndefined();
  });

  it('is looked for in every turn', () => {
    const messages = [
      { role: 'user' as const, content: 'Who?' },
      { role: 'assistant' as const, content: 'A woman.' },
    ];
    expect(termInText({ kind: 'chat', messages }, wordsOf('women'))).toBe('woman');
  });
});
