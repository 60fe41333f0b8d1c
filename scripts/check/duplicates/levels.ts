/** Says which level, 0 to 255, so many of a list reach; keeps the table that it counts in. */
export type Levels = {
  /** The highest level that at least `wanted` of the first `count` have; 0 where there are not so many. */
  reachedBy(wanted: number, levels: Uint8Array, count: number): number;
};

export function createLevels(): Levels {
  const having = new Uint32Array(256);
  return {
    reachedBy(wanted, levels, count) {
      if (count < wanted) return 0;
      having.fill(0);
      for (let i = 0; i < count; i++) {
        const level = levels[i] as number;
        having[level] = (having[level] as number) + 1;
      }
      let level = 255;
      for (let sum = having[255] as number; sum < wanted; sum += having[level] as number) level -= 1;
      return level;
    },
  };
}
