import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitOf, splits } from '../../../scripts/publish/release/split.ts';
import { familyId } from '../../../scripts/sample/identify.ts';
import { run } from '../../support/samples.ts';

describe('splitOf', () => {
  it('keeps a family together, whatever its members are', () => {
    fc.assert(
      fc.property(fc.nat(), fc.string(), fc.string(), (slot, one, other) => {
        const id = familyId(run, slot);
        const splitFor = (sample: string) => splitOf({ id: sample, family: { id, variant: sample } });
        expect(splitFor(one)).toBe(splitFor(other));
      }),
    );
  });

  it('holds out 5 % for validation and 5 % for the test', () => {
    const counts = { train: 0, validation: 0, test: 0 };
    const families = 20_000;
    for (let slot = 0; slot < families; slot += 1)
      counts[splitOf({ id: '', family: { id: familyId(run, slot), variant: 'women' } })] += 1;
    // Four standard deviations of a binomial share.
    const slack = 4 * Math.sqrt(0.05 * 0.95 * families);
    for (const split of splits.slice(1)) {
      expect(counts[split]).toBeGreaterThan(0.05 * families - slack);
      expect(counts[split]).toBeLessThan(0.05 * families + slack);
    }
  });

  it('never changes: releases depend on it', () => {
    const known = [
      'ev1_00000000000000000000000000',
      'ev1_00000000000000000000000005',
      'ev1_0000000000000000000000001a',
    ];
    expect(known.map((id) => splitOf({ id }))).toEqual(['train', 'train', 'validation']);
  });
});
