import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from '../../scripts/sample/hash-text.ts';
import { addNumber, addNumbers, emptyNumberSet } from '../../scripts/sample/number-set.ts';

const numbers = fc.array(fc.oneof(fc.nat({ max: 40 }), fc.maxSafeNat()), { maxLength: 200 });

describe('a set of numbers', () => {
  it('holds what a Set holds, and says what is new', () => {
    fc.assert(
      fc.property(numbers, (list) => {
        const [set, plain] = [emptyNumberSet(), new Set<number>()];
        for (const number of list) {
          expect(addNumber(set, number)).toBe(!plain.has(number));
          plain.add(number);
        }
        expect(set.size).toBe(plain.size);
      }),
    );
  });

  it('joins another', () => {
    fc.assert(
      fc.property(numbers, numbers, (one, two) => {
        const [a, b] = [emptyNumberSet(), emptyNumberSet()];
        for (const number of one) addNumber(a, number);
        for (const number of two) addNumber(b, number);
        addNumbers(a, b);
        expect(a.size).toBe(new Set([...one, ...two]).size);
      }),
    );
  });
});

describe('hashText', () => {
  it('gives whole numbers below 2^53, different for half a million names', () => {
    const hashes = new Set(Array.from({ length: 500_000 }, (_, index) => hashText(`f_${index}`)));
    expect(hashes.size).toBe(500_000);
    for (const hash of hashes) if (!Number.isSafeInteger(hash) || hash < 0) expect.fail(`${hash}`);
  });
});
