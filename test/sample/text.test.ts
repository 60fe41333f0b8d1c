import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normaliseContent, normaliseText } from '../../scripts/sample/text.ts';

describe('normaliseText', () => {
  it.each([
    ['The  Engineer — unrolled her drawings!', 'the engineer unrolled her drawings'],
    ['Ｆｕｌｌ width', 'full width'],
    ['می‌روم', 'می روم'],
    ['نَعَم', 'نَعَم'],
    ['?!', '?!'],
  ])('%j becomes %j', (text, expected) => {
    expect(normaliseText(text)).toBe(expected);
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => normaliseText(normaliseText(text)) === normaliseText(text),
      ),
    );
  });
});

describe('normaliseContent', () => {
  it('keeps chosen and rejected apart', () => {
    const turn = (content: string) => [{ role: 'assistant' as const, content }];
    const prompt = [{ role: 'user' as const, content: 'Why?' }];
    const one = normaliseContent({ kind: 'preference', prompt, chosen: turn('a'), rejected: turn('b') });
    const swapped = normaliseContent({ kind: 'preference', prompt, chosen: turn('b'), rejected: turn('a') });
    expect(one).not.toBe(swapped);
  });

  it('does not take a chat for a text', () => {
    expect(normaliseContent({ kind: 'text', text: 'a' })).not.toBe(
      normaliseContent({ kind: 'chat', messages: [{ role: 'user', content: 'a' }] }),
    );
  });
});
