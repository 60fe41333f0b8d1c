import { describe, expect, it } from 'vitest';
import { claimsOf, sayChange, sayNonInferiority, sayPreference } from '../../scripts/benchmark/verdict.ts';

const estimate = (low: number, high: number) => ({ value: (low + high) / 2, low, high });

describe('what may be claimed', () => {
  it.each([
    [estimate(-1, 2), 'no difference can be claimed'],
    [estimate(0, 2), 'no difference can be claimed'],
    [estimate(0.1, 2), 'better'],
    [estimate(-2, -0.1), 'worse'],
  ])('of a score: %j', (change, words) => {
    expect(sayChange(change)).toBe(words);
  });

  it.each([
    ['nearer to neutral', estimate(-4, -1), estimate(-4, -1), 'less stereotyped preference'],
    ['farther from it', estimate(1, 4), estimate(1, 4), 'more stereotyped preference'],
    // From 54 to 46: another preference of the same size.
    ['on the other side', estimate(-10, -6), estimate(-2, 2), 'no smaller or larger size'],
    ['unmoved', estimate(-2, 2), estimate(-2, -1), 'no difference can be claimed'],
  ])('of a preference that is %s', (_, change, distance, words) => {
    expect(sayPreference(change, distance)).toContain(words);
  });

  it.each([
    [estimate(-0.9, 1), 'no worse'],
    [estimate(-3, -1.2), 'worse by more than 1 point'],
    [estimate(-2, 1), 'cannot be told'],
  ])('of language modelling: %j', (change, words) => {
    expect(sayNonInferiority(change)).toContain(words);
  });

  it('is nothing where a cell rests on too little', () => {
    expect(claimsOf({ trusted: false, units: 3 }, 'terms', ['LMS: better.'])).toEqual([
      'Nothing can be claimed: 3 terms are too few.',
    ]);
  });
});
