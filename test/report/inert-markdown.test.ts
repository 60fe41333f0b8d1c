import fc from 'fast-check';
import { marked } from 'marked';
import { expect, it } from 'vitest';
import { inertMarkdown } from '../../scripts/report/inert.ts';

it('leaves the comma or full stop of a sentence out of the code', () => {
  expect(inertMarkdown('the id is ev1_a8, but the file is data/a_b.jsonl.')).toBe(
    'the id is `ev1_a8`, but the file is `data/a_b.jsonl`.',
  );
  expect(inertMarkdown('one of schemas/axes/; _ ... @b:')).toBe('one of `schemas/axes/; _ ... @b`:');
});

it('shows every printable text as it is, whatever its punctuation', async () => {
  const piece = fc.constantFrom('a', '_b', '`', '``', '@me', ',', '.', ':', ';', '#1', '*c*', 'https://x.y');
  const word = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 6 }), async (words) => {
      const text = words.join(' ');
      const shown = String(await marked.parse(`x ${inertMarkdown(text)}`)).replaceAll(/<\/?(?:p|code)>/g, '');
      expect(shown.trim().replaceAll('&#39;', "'")).toBe(`x ${text}`);
    }),
  );
});
