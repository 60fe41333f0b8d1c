import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKernelSigner } from '../../../scripts/sample/minhash/kernel-signer.ts';
import { parameters } from '../../../scripts/sample/minhash/parameters.ts';
import { createScriptSigner } from '../../../scripts/sample/minhash/script-signer.ts';
import { jaccard, shinglesOf } from '../../../scripts/sample/minhash/shingles.ts';
import { tokenText } from '../../../scripts/sample/minhash/tokens.ts';
import { projectRoot } from '../../support/samples.ts';

const kernel = createKernelSigner()!;
const script = createScriptSigner();
const naughty = join(projectRoot, '../shared/fixtures/naughty-strings/blns.json');

function expectSame(text: string): void {
  expect([...kernel.hashes(text)]).toEqual([...script.hashes(text)]);
  expect([...kernel.sign(text)]).toEqual([...script.sign(text)]);
}

describe('the kernel and the script', () => {
  it.each([
    '',
    'word',
    'two words',
    'The engineer unrolled her drawings.',
    '!!! ?',
    'It’s a “dash” — here… ok',
    'double\u2017low line over\u203eline a b c',
    'naïve café',
    '工程师很好，她也是。',
    'สวัสดีครับ',
    '\ud800 lone a b',
  ])('sign %j alike', expectSame);

  it('sign a text alike that needs more memory', () => {
    expectSame('x'.repeat(300_000));
    expectSame(Array.from({ length: 70_000 }, (_, word) => word).join(' '));
  });

  it('sign any text alike', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({
        unit: fc.constantFrom('a', 'B', '7', ' ', '-', '’', '\u2017', 'é', '漢', '\n'),
        maxLength: 80,
      }),
    );
    fc.assert(fc.property(text, expectSame), { numRuns: 2_000 });
  });

  it.skipIf(!existsSync(naughty))('sign naughty strings alike (needs ../shared/fixtures)', () => {
    for (const text of JSON.parse(readFileSync(naughty, 'utf8')) as string[]) expectSame(text);
  });
});

describe('a signature', () => {
  it('of kernel 1 never changes: what is stored stays comparable', () => {
    const signature = [...script.sign('The engineer unrolled her drawings before the crew arrived.')];
    expect(parameters.kernel).toBe(1);
    expect(signature.slice(0, 4)).toEqual([945580710, 72694819, 309511403, 697882782]);
  });

  it('estimates the Jaccard similarity with the error that theory gives it', () => {
    const words = Array.from({ length: 400 }, (_, index) => `w${index}`);
    let squares = 0;
    for (let shift = 0; shift < 200; shift++) {
      const a = words.slice(shift, shift + 100).join(' ');
      const b = words.slice(shift + 20, shift + 120).join(' ');
      const truth = jaccard(shinglesOf(a), shinglesOf(b));
      const first = [...kernel.sign(a)];
      const equal = first.filter((number, index) => number === kernel.sign(b)[index]).length;
      squares += (equal / 128 - truth) ** 2 / ((truth * (1 - truth)) / 128);
    }
    // The mean of 200 squared errors in units of their variance; neighbouring shifts share texts.
    expect(squares / 200).toBeLessThan(1.6);
  });
});

describe('tokenText', () => {
  it('folds case, width and punctuation, and parts scripts without spaces by character', () => {
    expect(tokenText('  The ＣＡＦÉ—Bar, no. 7! ')).toBe('the café bar no 7');
    expect(tokenText('她是工程师。She is')).toBe('她 是 工 程 师 she is');
    expect(tokenText('ฉันรู้')).toBe('ฉั น รู้');
    expect(tokenText('!! ?')).toBe('!! ?');
  });
});

describe('shinglesOf', () => {
  it('takes runs of three tokens, or the whole of a shorter text', () => {
    expect([...shinglesOf('a b c d')]).toEqual(['a b c', 'b c d']);
    expect([...shinglesOf('a b')]).toEqual(['a b']);
  });
});

describe('jaccard', () => {
  it('is symmetric, within 0..1, and 1 of a set with itself', () => {
    const set = fc.array(fc.nat(20)).map((items) => new Set(items));
    fc.assert(
      fc.property(set, set, (a, b) => {
        expect(jaccard(a, b)).toBe(jaccard(b, a));
        expect(jaccard(a, b)).toBeGreaterThanOrEqual(0);
        expect(jaccard(a, b)).toBeLessThanOrEqual(1);
        expect(jaccard(a, a)).toBe(1);
      }),
    );
  });
});
