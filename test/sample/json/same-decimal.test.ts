import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameDecimal } from '../../../scripts/sample/json/same-decimal.ts';

describe('sameDecimal', () => {
  it.each([
    ['0', '-0.00e99', true],
    ['100', '1E+2', true],
    ['0.001', '1e-3', true],
    ['-12.50', '-125e-1', true],
    ['1', '-1', false],
    ['1', '10', false],
    ['0', '1e-400', false],
    ['1e400', 'Infinity', false],
    ['9007199254740993', '9007199254740992', false],
  ])('%s and %s: %s', (left, right, same) => {
    expect(sameDecimal(left, right)).toBe(same);
    expect(sameDecimal(right, left)).toBe(same);
  });

  it('does not mind where the point stands', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(40), (digits, zeros) => {
        expect(sameDecimal(`${digits}`, `${digits}${'0'.repeat(zeros)}e-${zeros}`)).toBe(true);
        expect(sameDecimal(`${digits}`, `${digits + 1n}${'0'.repeat(zeros)}e-${zeros}`)).toBe(false);
      }),
    );
  });
});
