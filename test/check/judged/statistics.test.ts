import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aucOf } from '../../../scripts/check/judged/auc.ts';
import { kappaOf } from '../../../scripts/check/judged/kappa.ts';
import { rateOf } from '../../../scripts/check/judged/rate.ts';
import { randomAt } from '../../../scripts/sample/random.ts';

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

describe('the area under the curve', () => {
  const rated = (yes: readonly number[], no: readonly number[]) => [
    ...yes.map((score) => ({ yes: true, score })),
    ...no.map((score) => ({ yes: false, score })),
  ];
  const ten = Array.from({ length: 10 }, (_, at) => at);

  it('is the chance that a yes scores higher, ties counting half', () => {
    // 45 of 100 pairs are won and 10 tie; 55 are won and 9 tie.
    expect(aucOf(rated(ten, ten))).toMatchObject({ value: 0.5 });
    expect(
      (
        aucOf(
          rated(
            ten.map((score) => score + 1),
            ten,
          ),
        ) as { value: number }
      ).value,
    ).toBeCloseTo(0.595, 12);
    expect(aucOf(rated(ten.slice(1), ten))).toEqual({ rarer: 9, needs: 10 });
  });

  it('keeps an interval where the two never mix', () => {
    const apart = aucOf(
      rated(
        ten.map((score) => score + 100),
        ten,
      ),
    );
    expect(apart).toMatchObject({ value: 1, high: 1 });
    // As wide as that of a share of 10 samples.
    expect((apart as { low: number }).low).toBeCloseTo(0.722_467, 5);
  });

  it('holds the truth in about 95 of 100 draws', () => {
    const normal = (at: number) =>
      Math.sqrt(-2 * Math.log((randomAt(2 * at, 7) + 1) / 2 ** 32)) *
      Math.cos((2 * Math.PI * randomAt(2 * at + 1, 7)) / 2 ** 32);
    // Scores half a standard deviation apart: the normal distribution function at .5/√2.
    const truth = 0.638_163;
    let held = 0;
    for (let draw = 0; draw < 600; draw++) {
      const scores = Array.from({ length: 100 }, (_, at) => normal(draw * 100 + at));
      const found = aucOf(
        rated(
          scores.slice(0, 40).map((score) => score + 0.5),
          scores.slice(40),
        ),
      );
      if ('low' in found && found.low <= truth && truth <= found.high) held += 1;
    }
    expect(held / 600).toBeGreaterThan(0.925);
    expect(held / 600).toBeLessThan(0.975);
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
