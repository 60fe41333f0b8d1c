import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markWords } from '../../scripts/site/mark-words.ts';

const own = (text: string, other: string, lang = 'en') =>
  markWords(text, other, lang).flatMap((stretch) => (stretch.own ? [stretch.text] : []));

describe('markWords', () => {
  it('marks the words that the other version does not have', () => {
    expect(own('She had her drawings.', 'He had his drawings.')).toEqual(['She', 'her']);
    expect(own('有人问起，他只说：好。', '有人问起，她只说：好。', 'zh')).toEqual(['他']);
  });

  it('loses nothing, and marks nothing in a text that is the same', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, other) => {
        const stretches = markWords(text, other, 'en');
        expect(stretches.map((stretch) => stretch.text).join('')).toBe(text);
        expect(own(text, text)).toEqual([]);
      }),
    );
  });
});
