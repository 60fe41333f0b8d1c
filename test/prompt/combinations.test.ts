import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  combinationAt,
  type Slot,
  sizeOf,
  splitSlots,
  spreadCombinationAt,
} from '../../scripts/prompt/combinations.ts';

const slot = (name: string, size: number): Slot => [
  name,
  Array.from({ length: size }, (_, index) => ({ one: `${name}${index}` })),
];

describe.each([
  ['combinationAt', combinationAt],
  ['spreadCombinationAt', spreadCombinationAt],
])('%s', (_, combine) => {
  it('gives every combination exactly once', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 4 });
    fc.assert(
      fc.property(sizes, fc.nat(), (lengths, seed) => {
        const slots = splitSlots(
          lengths.map((length, index) => slot(`s${index}`, length)),
          [slot('drawn', 3)],
        );
        const size = sizeOf(slots.combined);
        const seen = Array.from({ length: size }, (_, index) => {
          const { drawn, ...values } = combine(index, slots, seed);
          expect(drawn?.one).toMatch(/^drawn[012]$/);
          return Object.values(values)
            .map(({ one }) => one)
            .join();
        });
        expect(new Set(seen).size).toBe(size);
      }),
      { numRuns: 50 },
    );
  });

  it('lets neighbours differ in most slots', () => {
    const slots = splitSlots(['a', 'b', 'c', 'd'].map((name) => slot(name, 10)));
    const draws = Array.from({ length: 2_001 }, (_, index) => Object.values(combine(index, slots, 7)));
    const same = draws
      .slice(1)
      .flatMap((values, index) => values.filter(({ one }, at) => draws[index]?.[at]?.one === one));
    // Independent draws agree in one slot of ten.
    expect(same.length / (2_000 * 4)).toBeLessThan(0.12);
  });

  it('still varies every slot where there are too many combinations to count', () => {
    const slots = splitSlots(Array.from({ length: 20 }, (_, index) => slot(`s${index}`, 20)));
    expect(sizeOf(slots.combined)).toBeLessThanOrEqual(2 ** 52);
    const draws = Array.from({ length: 200 }, (_, index) => combine(index, slots, 1));
    for (const [name] of [...slots.combined, ...slots.drawn]) {
      expect(new Set(draws.map((values) => values[name]?.one)).size).toBe(20);
    }
  });
});

describe('spreadCombinationAt', () => {
  it('lets the first families share two values of four at most', () => {
    const slots = splitSlots([7, 8, 9, 11].map((size) => slot(`s${size}`, size)));
    const draws = Array.from({ length: 24 }, (_, index) =>
      Object.values(spreadCombinationAt(index, slots, 3)),
    );
    const shared = draws.flatMap((one, index) =>
      draws
        .slice(index + 1)
        .map((other) => one.filter(({ one: value }) => other.some((o) => o.one === value)).length),
    );
    expect(Math.max(...shared)).toBeLessThanOrEqual(2);
  });
});
