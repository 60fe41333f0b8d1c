import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clearLists,
  emptyKeyLists,
  enterKeys,
  mostShared,
} from '../../../scripts/check/duplicates/key-lists.ts';
import { createLevels } from '../../../scripts/check/duplicates/levels.ts';
import type { Keys } from '../../../scripts/check/duplicates/own-keys.ts';

const levels = createLevels();
const keysOf = (keys: number[]): Keys => ({ keys: Uint32Array.from(keys), count: keys.length, ownCount: 0 });
/** Keys of rows and tags of their own. */
const keyOf = (number: number) => ((number << 24) | number) >>> 0;

function listsOf(members: number[][]) {
  const lists = emptyKeyLists();
  clearLists(lists, members.length);
  for (const [member, keys] of members.entries()) enterKeys(lists, member, keysOf(keys.map(keyOf)));
  return lists;
}

describe('lists of those that have a key', () => {
  const memberKeys = fc.uniqueArray(fc.integer({ min: 1, max: 40 }), { maxLength: 12 });

  it('give the members that share the most, whatever was looked up before', () => {
    fc.assert(
      fc.property(fc.array(memberKeys, { minLength: 1, maxLength: 8 }), memberKeys, (members, looked) => {
        const lists = listsOf(members);
        const shared = members.map((keys) => keys.filter((key) => looked.includes(key)).length);
        for (const wanted of [2, 8]) {
          const options = { which: 'rare', wanted, levels } as const;
          const close = mostShared(lists, keysOf(looked.map(keyOf)), options);
          const found = [...lists.met.subarray(0, close)].map((member) => shared[member]);
          const best = shared.filter((count) => count > 0).sort((a, b) => b - a);
          expect(found.sort((a = 0, b = 0) => b - a)).toEqual(best.slice(0, wanted));
        }
      }),
    );
  });

  it('keep the newest of a key that many have, and call it common', () => {
    const lists = listsOf(Array.from({ length: 300 }, () => [5]));
    const look = (which: 'rare' | 'common') => {
      const close = mostShared(lists, keysOf([keyOf(5)]), { which, wanted: 96, levels });
      return [...lists.met.subarray(0, close)].sort((a, b) => a - b);
    };
    expect(look('rare')).toEqual([]);
    expect(look('common')).toEqual([292, 293, 294, 295, 296, 297, 298, 299]);
  });
});
