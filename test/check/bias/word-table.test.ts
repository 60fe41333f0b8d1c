import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createWordTable, wordsOfText } from '../../../scripts/check/bias/word-table.ts';

it('cuts a text as a pattern for white space would, whatever it has read before', () => {
  const table = createWordTable(
    (part) => part,
    (word) => word.length,
  );
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\u00a0', '\n', '\u3000') }),
  );
  fc.assert(
    fc.property(text, (said) => {
      const words = said.split(/\s+/).filter((part) => part !== '');
      expect(wordsOfText(said, table)).toEqual({ words, flags: words.map(({ length }) => length) });
    }),
  );
});

it('begins anew once it is full, and goes on telling words apart', () => {
  const table = createWordTable(
    (part) => part,
    (word) => word.length,
  );
  for (let n = 0; n < 70_000; n++) wordsOfText(`w${n}`, table);
  expect(table.parts.length).toBeLessThan(70_000);
  expect(wordsOfText('w1 w69999 w1', table).words).toEqual(['w1', 'w69999', 'w1']);
});
