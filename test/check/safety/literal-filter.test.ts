import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildLiteralFilter } from '../../../scripts/check/safety/literal-filter.ts';

const mayHold = buildLiteralFilter(['gnor', 'rompt']);

describe('buildLiteralFilter', () => {
  it('never misses a literal, in any case, width or accents, wherever it stands', () => {
    const literal = fc.constantFrom('gnor', 'GNOR', 'ｇｎｏｒ', 'gñór', 'rompt', 'RÖMPT');
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        literal,
        fc.string({ unit: 'binary' }),
        (before, held, after) => {
          expect(mayHold(before + held + after)).toBe(true);
        },
      ),
    );
  });

  it('says no of texts without one', () => {
    expect(mayHold('The engineer unrolled her drawings before the crew arrived.')).toBe(false);
    expect(mayHold('gno r, rom')).toBe(false);
  });

  it('refuses literals that are too short to be told apart', () => {
    expect(() => buildLiteralFilter(['abc'])).toThrow(RangeError);
  });
});
