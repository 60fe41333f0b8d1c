import { hashText } from '../../sample/hash-text.ts';
import { addNumber, emptyNumberSet, type NumberSet } from '../../sample/number-set.ts';
import { compareText } from '../../sample/order.ts';
import { randomAt, seedOf } from '../../sample/random.ts';
import type { Sample } from '../../sample/sample.ts';
import { shareOut } from '../bias/share-out.ts';

/** A sample and where it stands. */
export type Placed = { path: string; line: number; sample: Sample };

type Candidate = Placed & { family: string; rank: number };

/** Families of one axis and stance: how many there are, and those that the draw has reached so far. */
type Stratum = { families: NumberSet; kept: Map<string, Candidate> };

/**
 * A draw under way. Families are drawn and each gives one of its samples, since versions of one another say the same:
 * so that what is drawn counts as independent.
 */
export type Draw = { size: number; seed: number; samples: number; axes: Map<string, Map<string, Stratum>> };

export function startDraw({ size, seed }: { size: number; seed: number }): Draw {
  return { size, seed, samples: 0, axes: new Map() };
}

/** Shows a sample to the draw, in place. The outcome does not depend on the order in which samples are shown. */
export function addToDraw(draw: Draw, placed: Placed): void {
  const { sample } = placed;
  draw.samples += 1;
  const { families, kept } = stratumOf(draw, sample);
  const family = sample.family?.id ?? sample.id;
  addNumber(families, hashText(family));
  const candidate = { ...placed, family, rank: rankOf(sample.id, draw.seed) };
  const known = kept.get(family);
  if (known && compareSamples(known, candidate) <= 0) return;
  kept.set(family, candidate);
  // Twice as many as needed, so that it is seldom cut back.
  if (kept.size >= draw.size * 2) cutBack(kept, draw);
}

/**
 * What is drawn: as many families of every axis as it has or can have, and of its stances in proportion. In an order
 * of its own, so that a draw of which only the beginning is used is still one of all axes.
 */
export function finishDraw(draw: Draw): { drawn: Placed[]; families: number } {
  const axes = [...draw.axes].sort(([a], [b]) => compareText(a, b)).map(([, stances]) => stances);
  const sizes = axes.map((stances) => sum([...stances.values()].map(({ families }) => families.size)));
  const wanted = fillEvenly(sizes, draw.size);
  const drawn = axes.flatMap((stances, at) => drawFromAxis(stances, wanted[at] as number, draw));
  const shuffled = drawn.sort((a, b) => a.rank - b.rank || compareText(a.sample.id, b.sample.id));
  return {
    drawn: shuffled.map(({ path, line, sample }) => ({ path, line, sample })),
    families: sum(sizes),
  };
}

function drawFromAxis(stances: ReadonlyMap<string, Stratum>, wanted: number, draw: Draw): Candidate[] {
  const strata = [...stances].sort(([a], [b]) => compareText(a, b)).map(([, stratum]) => stratum);
  const shares = shareOut(
    strata.map(({ families }) => families.size),
    wanted,
  );
  return strata.flatMap(({ kept }, at) => firstFamilies(kept, draw).slice(0, shares[at]));
}

/** The same for all until some have no more; what those leave over, the others share. */
export function fillEvenly(sizes: readonly number[], total: number): number[] {
  const filled = sizes.map(() => 0);
  const bySize = sizes.map((size, at) => ({ size, at })).sort((a, b) => a.size - b.size || a.at - b.at);
  let left = total;
  for (const [done, { size, at }] of bySize.entries()) {
    const share = Math.min(size, Math.ceil(left / (bySize.length - done)));
    filled[at] = share;
    left -= share;
  }
  return filled;
}

function stratumOf({ axes }: Draw, { axis, stance }: Sample): Stratum {
  const stances = axes.get(axis) ?? new Map<string, Stratum>();
  axes.set(axis, stances);
  const stratum = stances.get(stance) ?? { families: emptyNumberSet(), kept: new Map() };
  stances.set(stance, stratum);
  return stratum;
}

/** Keeps the families that come first in the draw's order: whatever came later could not have brought others back. */
function cutBack(kept: Map<string, Candidate>, draw: Draw): void {
  for (const { family } of firstFamilies(kept, draw).slice(draw.size)) kept.delete(family);
}

function firstFamilies(kept: ReadonlyMap<string, Candidate>, { seed }: Draw): Candidate[] {
  return [...kept.values()]
    .map((candidate) => ({ candidate, rank: rankOf(candidate.family, seed) }))
    .sort((a, b) => a.rank - b.rank || compareText(a.candidate.family, b.candidate.family))
    .map(({ candidate }) => candidate);
}

function compareSamples(a: Candidate, b: Candidate): number {
  return a.rank - b.rank || compareText(a.sample.id, b.sample.id) || compareText(a.path, b.path);
}

/** Where a name stands in the order that a seed gives. */
function rankOf(name: string, seed: number): number {
  return randomAt(seedOf(name), seed);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
