import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kappaOf } from '../../../scripts/check/judged/kappa.ts';
import { rateOf } from '../../../scripts/check/judged/rate.ts';

describe('a rate with its interval', () => {
  it.each([
    [0, 40, 0, 0.087_621_601],
    [3, 50, 0.020_614_97, 0.162_170_917],
    [17, 40, 0.285_093_926, 0.578_049_315],
    [30, 30, 0.886_486_607, 1],
  ])('%i of %i is what statsmodels 0.14 gives (proportion_confint, wilson)', (count, of, low, high) => {
    const rate = rateOf(count, of, 30);
    expect(rate).toMatchObject({ value: count / of });
    expect((rate as { low: number }).low).toBeCloseTo(low, 8);
    expect((rate as { high: number }).high).toBeCloseTo(high, 8);
  });

  it('is not given for too few, and holds the share within 0 and 1', () => {
    expect(rateOf(2, 29, 30)).toEqual({ count: 2, of: 29, needs: 30 });
    expect(rateOf(0, 0, 0)).toEqual({ count: 0, of: 0, needs: 0 });
    fc.assert(
      fc.property(fc.nat(500), fc.nat(500), (a, b) => {
        const [count, of] = a < b ? [a, b] : [b, a];
        const rate = rateOf(count, of, 1);
        if (!('value' in rate)) return of === 0;
        return 0 <= rate.low && rate.low <= rate.value && rate.value <= rate.high && rate.high <= 1;
      }),
    );
  });
});

describe("Cohen's kappa", () => {
  it.each([
    [20, 5, 10, 65, 0.625, 0.454_023_462, 0.795_976_538],
    [40, 9, 13, 88, 0.673_461_31, 0.548_415_27, 0.798_507_351],
    // statsmodels does not cut the interval: 1.0188.
    [3, 1, 2, 94, 0.651_162_791, 0.283_541_489, 1],
  ])(
    'of %i %i %i %i is what statsmodels 0.14 gives (cohens_kappa)',
    (both, firstOnly, secondOnly, neither, value, low, high) => {
      const kappa = kappaOf({ both, firstOnly, secondOnly, neither }, 100) as Record<string, number>;
      expect(kappa['value']).toBeCloseTo(value, 8);
      expect(kappa['low']).toBeCloseTo(low, 8);
      expect(kappa['high']).toBeCloseTo(high, 8);
    },
  );

  it('is not given for too few, nor where one of the two never varies', () => {
    expect(kappaOf({ both: 1, firstOnly: 2, secondOnly: 3, neither: 4 }, 100)).toEqual({
      of: 10,
      needs: 100,
    });
    expect(kappaOf({ both: 0, firstOnly: 40, secondOnly: 0, neither: 90 }, 100)).toEqual({
      of: 130,
      constant: true,
    });
  });

  it('is the same whichever of the two comes first, and 1 where they always agree', () => {
    const count = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(count, count, count, count, (both, firstOnly, secondOnly, neither) => {
        const one = kappaOf({ both, firstOnly, secondOnly, neither }, 1) as Record<string, number>;
        const other = kappaOf({ both, firstOnly: secondOnly, secondOnly: firstOnly, neither }, 1) as Record<
          string,
          number
        >;
        for (const key of ['value', 'low', 'high']) expect(one[key]).toBeCloseTo(other[key] as number, 12);
        expect(kappaOf({ both, firstOnly: 0, secondOnly: 0, neither }, 1)).toMatchObject({
          value: 1,
          low: 1,
          high: 1,
        });
      }),
    );
  });
});
