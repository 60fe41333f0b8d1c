/** So many samples about a group, as `evenhand plan` asks for them. */
export type PlannedCell = { axis: string; group: string; samples: number };

/** Which groups of the pool the next family is written for; none where none of the pool is wanted. */
export type ChooseGroups = (pool: readonly string[], size: number) => string[];

/**
 * Families that use the cells of an axis up: each takes the groups that lack most, so that as many samples as
 * can be are versions of one another. Once all are used up they begin anew, for answers that were refused.
 */
export function plannedGroups(cells: readonly PlannedCell[]): ChooseGroups {
  let left = new Map<string, number>();
  return (pool, size) => {
    if (![...left.values()].some((samples) => samples > 0))
      left = new Map(cells.map(({ group, samples }) => [group, samples]));
    const taken = pool
      .filter((group) => (left.get(group) ?? 0) > 0)
      .sort((a, b) => (left.get(b) as number) - (left.get(a) as number) || (a < b ? -1 : 1))
      .slice(0, size);
    for (const group of taken) left.set(group, (left.get(group) as number) - 1);
    return pool.filter((group) => taken.includes(group));
  };
}
