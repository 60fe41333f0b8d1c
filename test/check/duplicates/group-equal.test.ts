import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGrouping, eachRun, sortByKey } from '../../../scripts/check/duplicates/group-equal.ts';

const someKeys = fc.array(fc.oneof(fc.nat(20), fc.integer({ min: 0, max: 2 ** 32 - 1 })), { maxLength: 60 });

/** Items of equal keys, the keys ascending. */
function groupsOf(keys: readonly number[]): number[][] {
  return [...new Set(keys)]
    .sort((a, b) => a - b)
    .map((key) => [...keys.keys()].filter((item) => keys[item] === key))
    .filter(({ length }) => length > 1);
}

describe('groups of equal keys', () => {
  it('are the runs of sorted items', () => {
    fc.assert(
      fc.property(someKeys, (keys) => {
        const groups: number[][] = [];
        const sorted = sortByKey((item) => keys[item]!, Uint32Array.from(keys.keys()));
        eachRun(sorted, (items, start, end) => groups.push([...items.subarray(start, end)]));
        expect(groups).toEqual(groupsOf(keys));
      }),
    );
  });

  it('are the same by parts, in a flood or not, in room that is used again', () => {
    const groupings = [1, 7, 1 << 18].map(createGrouping);
    fc.assert(
      fc.property(someKeys, fc.boolean(), (keys, isFlood) => {
        const items = Uint32Array.from(keys.keys());
        for (const eachGroup of groupings) {
          const groups: number[][] = [];
          eachGroup(
            (item) => keys[item]!,
            items,
            (grouped, start, end) => groups.push([...grouped.subarray(start, end)]),
            isFlood,
          );
          expect(groups).toEqual(groupsOf(keys));
        }
      }),
    );
  });
});
