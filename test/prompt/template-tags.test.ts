import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../scripts/prompt/template-tags.ts';

describe('parseTemplate', () => {
  it('reads text and tags with their places', () => {
    expect(parseTemplate('A{{ {A described cook}').parts).toEqual([
      { text: 'A', offset: 0 },
      { text: '{', offset: 1 },
      { text: ' ', offset: 3 },
      {
        tag: { type: 'noun', name: 'cook', article: true, many: false, described: true, capital: true },
        source: '{A described cook}',
        offset: 4,
      },
    ]);
  });

  it('accounts for every character of any text, in order, and throws at none', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '/',
      ' ',
      'a',
      'they',
      'many',
      '{they}',
      '{{',
      'x',
      '😀',
      '\n',
      '{a b}',
    );
    fc.assert(
      fc.property(fc.array(pieces), (list) => {
        const text = list.join('');
        const { parts, problems } = parseTemplate(text);
        const spans = [
          ...parts.map((part) => ({ offset: part.offset, length: lengthOf(part) })),
          ...problems,
        ].sort((a, b) => a.offset - b.offset);
        const ends = spans.map(({ offset, length }) => offset + length);
        expect(
          [...spans.map(({ offset }) => offset), text.length].slice(1).every((start, i) => start === ends[i]),
        ).toBe(true);
        expect(spans[0]?.offset ?? 0).toBe(0);
      }),
    );
  });
});

/** A literal brace is written with two characters. */
function lengthOf(part: ReturnType<typeof parseTemplate>['parts'][number]): number {
  if ('source' in part) return part.source.length;
  return /^[{}]$/.test(part.text) ? 2 : part.text.length;
}
