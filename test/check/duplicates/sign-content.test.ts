import fc from 'fast-check';
import { expect, test } from 'vitest';
import { signContent } from '../../../scripts/check/duplicates/sign-content.ts';
import { buildLexicon } from '../../../scripts/sample/lexicon.ts';
import { createKernelSigner } from '../../../scripts/sample/minhash/kernel-signer.ts';
import { createScriptSigner } from '../../../scripts/sample/minhash/script-signer.ts';
import type { Signer } from '../../../scripts/sample/minhash/signer.ts';
import type { Content } from '../../../scripts/sample/sample.ts';
import { allAxes } from '../../support/axes.ts';

const lexicon = buildLexicon(allAxes);
const kernel = createKernelSigner()!;
const script = createScriptSigner();

function signed(text: string, lang: string | undefined, signer: Signer): [number[], number[]] {
  const { signature, exact } = signContent({ kind: 'text', text }, lang, { lexicon, signer });
  return [[...signature], exact];
}

function expectSame(text: string, lang?: string): void {
  expect(signed(text, lang, kernel)).toEqual(signed(text, lang, script));
}

test('the words of plain texts are masked and signed as the masked text is', () => {
  const joints = fc.constantFrom(' ', '-', '’', "'", '\n', '\t', ', ', '. ', '—', '\u2010', '  ', '');
  const marks = fc.constantFrom('\u200b', '\u202a', '\u2017', '\u203e', '\u00ad', '\u0301', 'é', '漢', '!');
  const words = fc.constantFrom(
    ...[
      'She',
      'a',
      'Black',
      'woman',
      'women',
      'wheelchair',
      'USER',
      'of',
      'colour',
      'aunt',
      's',
      '7',
      'kettle',
    ],
  );
  const part = fc.oneof(
    { weight: 8, arbitrary: words },
    { weight: 8, arbitrary: joints },
    { weight: 1, arbitrary: marks },
  );
  const text = fc.array(part, { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(fc.property(text, fc.constantFrom('en', 'en-GB', 'zz', undefined), expectSame), {
    numRuns: 3_000,
  });
});

test('neighbouring terms are masked together, and apart where punctuation parts them', () => {
  const signatureOf = (text: string, lang?: string) => signed(text, lang, kernel)[0];
  const masked = signatureOf('The first someone spoke, and someone else');
  expect(signatureOf('The first Black woman spoke, and he else', 'en')).toEqual(masked);
  expect(signatureOf('The first Black, woman spoke, and he else', 'en')).not.toEqual(masked);
});

test('a text that needs more memory is signed alike', () =>
  expectSame('a woman and her dog '.repeat(20_000), 'en'));

test('what repeats a chat is told from a text of the same words', () => {
  const text = 'The lighthouse keeper counted eleven ships before noon';
  const chat = { kind: 'chat', messages: [{ role: 'assistant', content: text }] } as const;
  const exactOf = (content: Content) => signContent(content, 'en', { lexicon, signer: kernel }).exact;
  expect(exactOf({ ...chat, messages: [...chat.messages] })).not.toEqual(exactOf({ kind: 'text', text }));
});
