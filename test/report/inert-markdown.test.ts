import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { inertMarkdown } from '../../scripts/report/inert.ts';

/** Types of all tokens but those of code spans, which are our own. */
function typesIn(markdown: string): Set<string> {
  const types = new Set<string>();
  marked.walkTokens(marked.lexer(markdown), ({ type }) => {
    types.add(type);
  });
  types.delete('codespan');
  return types;
}

const words = fc.array(fc.constantFrom('20.', '3)', 'In', 'a', '-', '+', '*', '#', '>', '1.5', '2026.'), {
  minLength: 1,
});

describe('inertMarkdown', () => {
  it('leaves the comma or full stop of a sentence out of the code', () => {
    expect(inertMarkdown('the id is ev1_a8, but the file is data/a_b.jsonl.')).toBe(
      'the id is `ev1_a8`, but the file is `data/a_b.jsonl`.',
    );
    expect(inertMarkdown('one of schemas/axes/; _ ... @b:')).toBe('one of `schemas/axes/; _ ... @b`:');
  });

  it('shows every printable text as it is, whatever its punctuation', async () => {
    const piece = fc.constantFrom(
      'a',
      '_b',
      '`',
      '``',
      '@me',
      ',',
      '.',
      ':',
      ';',
      '#1',
      '*c*',
      'https://x.y',
    );
    const word = fc.array(piece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 6 }), async (words) => {
        const text = words.join(' ');
        const shown = String(await marked.parse(`x ${inertMarkdown(text)}`)).replaceAll(
          /<\/?(?:p|code)>/g,
          '',
        );
        expect(shown.trim().replaceAll('&#39;', "'")).toBe(`x ${text}`);
      }),
    );
  });

  it('escapes a number where it would begin a list, and nowhere else', () => {
    expect(inertMarkdown('20. of May')).toBe(String.raw`20\. of May`);
    expect(inertMarkdown('3) no')).toBe(String.raw`3\) no`);
    expect(inertMarkdown('at least 20. Say more (see 3) in 2026.')).toBe(
      'at least 20. Say more (see 3) in 2026.',
    );
  });

  it('begins no list, heading or quote, and says the same words', async () => {
    await fc.assert(
      fc.asyncProperty(words, async (list) => {
        const line = inertMarkdown(list.join(' '));
        for (const type of typesIn(line)) expect(['paragraph', 'text', 'escape', 'space']).toContain(type);
        const shown = (await marked.parse(line)).replaceAll(/<[^>]*>/g, '').trim();
        expect(shown.replaceAll('&gt;', '>')).toBe(list.join(' '));
      }),
    );
  });
});
