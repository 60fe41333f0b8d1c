import { describe, expect, it } from 'vitest';
import { emptyKeptFamilies, keepFamily, keptFamilies } from '../../../scripts/check/bias/kept-families.ts';
import { shuffle } from '../../../scripts/sample/random.ts';

const familyAt = (line: number) => ({
  id: `f_${line}`,
  path: `data/${Math.floor(line / 900)}.jsonl`,
  line,
  delta: new Map(),
  facts: {
    axis: 'gender',
    groups: new Map(),
    counterStereotype: false,
    counterfactual: false,
    versions: new Map(),
  },
});

const linesOf = (lines: readonly number[]) => {
  const kept = emptyKeptFamilies();
  for (const line of lines) keepFamily(kept, familyAt(line));
  return keptFamilies(kept).map(({ line }) => line);
};

describe('the families among which influence is sought', () => {
  const lines = Array.from({ length: 8_000 }, (_, line) => line);

  it('are the first 2,000 by place, in whatever order they come', () => {
    const first = lines.slice(0, 2_000);
    expect(linesOf(lines)).toEqual(first);
    expect(linesOf(lines.toReversed())).toEqual(first);
    expect(linesOf(shuffle(lines, 7))).toEqual(first);
  });

  it('are all of them where there are fewer', () => {
    expect(linesOf([4, 2, 9])).toEqual([2, 4, 9]);
  });
});
