import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toAsciiForms } from '../../../scripts/check/safety/ascii-forms.ts';

it('toAsciiForms writes digits and full-width forms in ASCII and keeps every offset', () => {
  expect(toAsciiForms('٠١٢ ०१२ ０１２ ａ＠ｂ．ｃ')).toBe('012 012 012 a@b.c');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const folded = toAsciiForms(text);
      expect(folded).toHaveLength(text.length);
      expect(toAsciiForms(folded)).toBe(folded);
    }),
  );
});
