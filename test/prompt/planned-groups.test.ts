import { describe, expect, it } from 'vitest';
import { plannedGroups } from '../../scripts/prompt/planned-groups.ts';

describe('plannedGroups', () => {
  it('uses cells up in families of the groups that lack most, then begins anew', () => {
    const choose = plannedGroups([
      { axis: 'gender', group: 'women', samples: 1 },
      { axis: 'gender', group: 'men', samples: 2 },
    ]);
    const pool = ['women', 'men', 'nonbinary-people'];
    expect([choose(pool, 3), choose(pool, 3), choose(pool, 1)]).toEqual([['women', 'men'], ['men'], ['men']]);
  });

  it('chooses none where none of the pool is wanted', () => {
    expect(plannedGroups([{ axis: 'gender', group: 'women', samples: 1 }])(['men'], 2)).toEqual([]);
  });
});
