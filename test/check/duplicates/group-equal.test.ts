import fc from 'fast-check';
import { expect, it } from 'vitest';
import { eachRun, mayRepeat, sortByKey } from '../../../scripts/check/duplicates/group-equal.ts';

it('finds the same groups with and without those left out that cannot repeat', () => {
  const keys = fc.array(fc.oneof(fc.nat(20), fc.integer({ min: 0, max: 2 ** 32 - 1 })), { maxLength: 60 });
  fc.assert(
    fc.property(keys, (keys) => {
      const keyOf = (item: number) => keys[item]!;
      const items = Uint32Array.from(keys.keys());
      const groupsOf = (some: Uint32Array) => {
        const groups: number[][] = [];
        eachRun(sortByKey(keyOf, some), (run) => groups.push([...run]));
        return groups;
      };
      const expected = [...new Set(keys)]
        .map((key) => [...items].filter((item) => keyOf(item) === key))
        .filter(({ length }) => length > 1);
      const byFirst = (groups: number[][]) => groups.sort((a, b) => a[0]! - b[0]!);
      expect(byFirst(groupsOf(items))).toEqual(byFirst(expected));
      expect(byFirst(groupsOf(mayRepeat(keyOf, items)))).toEqual(byFirst(expected));
    }),
  );
});
