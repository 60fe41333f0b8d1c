import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exactUsd, sayUsd } from '../../scripts/sample/usd.ts';

describe('sayUsd', () => {
  it.each([
    [0, '$0.00'],
    [1, '$0.0001'],
    [12_345, '$0.0124'],
    [500_000, '$0.5000'],
    [999_999, '$1.0000'],
    [1_000_000, '$1.00'],
    [1_250_001, '$1.26'],
    [1_234_567_890, '$1,234.57'],
  ])('says %i as %s', (microUsd, words) => {
    expect(sayUsd(microUsd)).toBe(words);
  });

  it('never says less than it is, nor more by a whole last digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 ** 12 }), (microUsd) => {
        const said = Math.round(Number(sayUsd(microUsd).replace(/[$,]/g, '')) * 1e6);
        expect(said).toBeGreaterThanOrEqual(microUsd);
        expect(said - microUsd).toBeLessThan(microUsd < 1e6 ? 100 : 10_000);
      }),
    );
  });
});

describe('exactUsd', () => {
  it('keeps every millionth, and two decimals at least', () => {
    expect([0, 500_000, 12_345, 1_250_001].map(exactUsd)).toEqual([
      '$0.00',
      '$0.50',
      '$0.012345',
      '$1.250001',
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (microUsd) => {
        expect(Math.round(Number(exactUsd(microUsd).slice(1)) * 1e6)).toBe(microUsd);
      }),
    );
  });
});
