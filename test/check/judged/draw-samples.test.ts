import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addToDraw,
  fillEvenly,
  finishDraw,
  type Placed,
  startDraw,
} from '../../../scripts/check/judged/draw-samples.ts';
import { shuffle } from '../../../scripts/sample/random.ts';
import type { Stance } from '../../../scripts/sample/sample.ts';
import { textSample } from '../../support/samples.ts';

/** Families of three versions, and single samples, on two axes. */
function someSamples(): Placed[] {
  const placed: Placed[] = [];
  const add = (axis: string, stance: Stance, count: number, versions: number) => {
    for (let family = 0; family < count; family++)
      for (let version = 0; version < versions; version++) {
        const sample = textSample(`${axis} ${stance} ${family} ${version}`, {
          axis,
          stance,
          ...(versions > 1 ? { family: { id: `f_${axis}${stance}${family}`, variant: `v${version}` } } : {}),
        });
        placed.push({ path: `data/${axis}.jsonl`, line: placed.length + 1, sample });
      }
  };
  add('gender', 'counterfactual', 60, 3);
  add('gender', 'neutral', 30, 1);
  add('age', 'neutral', 8, 1);
  return placed;
}

function drawnFrom(samples: readonly Placed[], size: number, seed = 1) {
  const draw = startDraw({ size, seed });
  for (const placed of samples) addToDraw(draw, placed);
  return finishDraw(draw);
}

describe('a draw of samples', () => {
  const samples = someSamples();

  it('takes one sample of a family, evenly from axes and in proportion from stances', () => {
    const { drawn, families } = drawnFrom(samples, 38);
    expect(families).toBe(98);
    const of = (axis: string, stance: Stance) =>
      drawn.filter(({ sample }) => sample.axis === axis && sample.stance === stance).length;
    expect(drawn).toHaveLength(38);
    expect(of('age', 'neutral')).toBe(8);
    expect(of('gender', 'counterfactual')).toBe(20);
    expect(of('gender', 'neutral')).toBe(10);
    const ids = drawn.map(({ sample }) => sample.family?.id ?? sample.id);
    expect(new Set(ids).size).toBe(38);
  });

  it('is the same in whatever order samples come, and another with another seed', () => {
    const first = drawnFrom(samples, 20);
    fc.assert(
      fc.property(fc.nat(), (order) => {
        expect(drawnFrom(shuffle(samples, order), 20)).toEqual(first);
      }),
      { numRuns: 20 },
    );
    expect(drawnFrom(samples, 20, 2).drawn).not.toEqual(first.drawn);
  });

  it('takes all where there are no more, and begins with every axis', () => {
    expect(drawnFrom(samples, 1_000).drawn).toHaveLength(98);
    const beginning = drawnFrom(samples, 16).drawn.slice(0, 8);
    expect(new Set(beginning.map(({ sample }) => sample.axis)).size).toBe(2);
  });

  it('shares a number out so that nobody gets more than there is, and nothing is left over', () => {
    expect(fillEvenly([8, 90], 38)).toEqual([8, 30]);
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 12 }), fc.nat(400), (sizes, total) => {
        const filled = fillEvenly(sizes, total);
        const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
        expect(sum(filled)).toBe(Math.min(total, sum(sizes)));
        for (const [at, size] of sizes.entries()) expect(filled[at]).toBeLessThanOrEqual(size);
      }),
    );
  });
});
