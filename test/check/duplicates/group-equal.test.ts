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

const groupings = [1, 7, 1 << 18].map(createGrouping);

/** With parts of one item, of seven, and of all. */
function groupsByParts(keys: readonly number[], setOf?: Uint32Array): number[][][] {
  return groupings.map((eachGroup) => {
    const groups: number[][] = [];
    const visit = (items: Uint32Array, start: number, end: number) =>
      void groups.push([...items.subarray(start, end)]);
    eachGroup((item) => keys[item]!, Uint32Array.from(keys.keys()), visit, setOf);
    return groups;
  });
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

  it('are the same by parts, in room that is used again', () => {
    fc.assert(
      fc.property(someKeys, (keys) => {
        for (const groups of groupsByParts(keys)) expect(groups).toEqual(groupsOf(keys));
      }),
    );
  });

  it('are all there that are not within one set', () => {
    fc.assert(
      fc.property(someKeys, fc.array(fc.nat(3), { minLength: 60, maxLength: 60 }), (keys, sets) => {
        const isWithinOne = (items: number[]) =>
          sets[items[0]!] !== 0 && items.every((item) => sets[item] === sets[items[0]!]);
        const outside = (groups: number[][]) => groups.filter((items) => !isWithinOne(items));
        for (const groups of groupsByParts(keys, Uint32Array.from(sets)))
          expect(outside(groups)).toEqual(outside(groupsOf(keys)));
      }),
    );
  });

  it('are left out where all of them are of one set', () => {
    const keys = Array.from({ length: 1_000 }, (_, item) => item % 10);
    const sets = Uint32Array.from(keys, (key) => key + 1);
    expect(groupsByParts(keys, sets)).toEqual([[], [], []]);
    sets[123] = 8;
    for (const groups of groupsByParts(keys, sets)) expect(groups).toEqual([groupsOf(keys)[3]]);
  });
});
