import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unescapeAgain } from '../../../scripts/check/safety/unescape-again.ts';

describe('unescapeAgain', () => {
  it.each([
    [String.raw`a \u0040 b`, 'a @ b'],
    [String.raw`\u{1F600}\x41`, '\u{1f600}A'],
    ['jane%40site.net', 'jane@site.net'],
    ['&lt;b&#62;&#x40;&amp;', '<b>@&'],
    ['%e2%82%ac', '€'],
    ['&amp;lt;', '<'],
  ])('reads %j as %j', (written, text) => expect(unescapeAgain(written)?.text).toBe(text));

  it.each(['C:\\users\\u', '100% of 50%', 'R&D; S&P', '%ff', ''])('leaves %j alone', (text) => {
    expect(unescapeAgain(text)).toBeUndefined();
  });

  it('reads what JSON.stringify of JSON.stringify escapes', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'Z', '@', '€', '\u0007') }), (text) => {
        const written = text.replace(
          /./gu,
          (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
        );
        expect(unescapeAgain(written)?.text ?? '').toBe(text);
      }),
    );
  });
});
