import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addFamily, emptyState, mergeStates } from '../../../scripts/check/bias/bias-state.ts';
import { compareVersions } from '../../../scripts/check/bias/compare-versions.ts';
import type { FamilyFacts } from '../../../scripts/check/bias/family-facts.ts';
import { formatState, parseState } from '../../../scripts/check/bias/format-state.ts';
import { logOdds, priorShare } from '../../../scripts/check/bias/measure-association.ts';
import { distanceQuantity, evennessQuantity } from '../../../scripts/check/bias/measure-representation.ts';
import { wordChange, wordLogOdds, wordTable } from '../../../scripts/check/bias/measure-words.ts';
import { poissonWeights } from '../../../scripts/check/bias/poisson-weights.ts';
import { evaluate, standardError } from '../../../scripts/check/bias/quantity.ts';
import { falseDiscoveryRates, twoSided } from '../../../scripts/check/bias/significance.ts';
import { requireAxis } from '../../../scripts/sample/axis.ts';
import { allAxes } from '../../support/axes.ts';

const gender = requireAxis(allAxes, 'gender');
const groups = gender.groups.map(({ id }) => id);

function family(named: Record<string, string[]>): FamilyFacts {
  const facts = Object.entries(named).map(([group, words]) => [
    group,
    {
      words: new Set(words),
      categories: new Set(words),
      learned: words.length * 1000,
      asked: undefined,
      rejected: undefined,
    },
  ]);
  return {
    axis: 'gender',
    groups: new Map(facts as [string, never][]),
    counterStereotype: false,
    counterfactual: false,
    versions: new Map(),
  };
}

function stateOf(families: [string, FamilyFacts][]) {
  const state = emptyState(allAxes);
  for (const [id, facts] of families) addFamily(state, id, facts);
  return state;
}

const someFamilies = fc.array(
  fc.tuple(fc.uuid(), fc.dictionary(fc.constantFrom(...groups), fc.subarray(['care', 'power']))),
  { maxLength: 30 },
);

describe('the state', () => {
  it('is the same whatever the order and the cut', () => {
    fc.assert(
      fc.property(someFamilies, fc.nat(), (named, cut) => {
        const families = named.map(([id, words]): [string, FamilyFacts] => [id, family(words)]);
        const whole = stateOf(families);
        const at = families.length === 0 ? 0 : cut % families.length;
        const turned = stateOf(families.slice(at));
        mergeStates(turned, stateOf(families.slice(0, at).reverse()));
        const text = (state: typeof whole) => formatState({ state, paths: new Set() });
        expect(text(turned)).toBe(text(whole));
        expect(text(parseState('x', text(whole), allAxes).state)).toBe(text(whole));
      }),
      { numRuns: 25 },
    );
  });

  it('refuses a state of other groups', () => {
    const text = formatState({ state: emptyState(allAxes), paths: new Set() }).replace('"women"', '"robots"');
    expect(() => parseState('state.json', text, allAxes)).toThrow('other axes');
  });
});

describe('the weights', () => {
  it('are Poisson(1), the first the data as they are', () => {
    const all = Array.from({ length: 200 }, (_, n) => [...poissonWeights(`f_${n}`)]);
    const drawn = all.flatMap(([first, ...rest]) => {
      expect(first).toBe(1);
      return rest;
    });
    const mean = drawn.reduce((sum, weight) => sum + weight, 0) / drawn.length;
    const variance = drawn.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / drawn.length;
    expect(mean).toBeCloseTo(1, 1.5);
    expect(variance).toBeCloseTo(1, 1.5);
    expect(poissonWeights('f_1')).toEqual(poissonWeights('f_1'));
  });
});

describe('the measures', () => {
  it('measure distance and evenness', () => {
    const state = stateOf([
      ['a', family({ women: [] })],
      ['b', family({ women: [] })],
      ['c', family({ men: [] })],
      ['d', family({ 'nonbinary-people': [] })],
    ]);
    const distance = evaluate([state], distanceQuantity('gender', groups, gender.target.shares));
    expect(distance[0]).toBeCloseTo(1 / 2 - 1 / 3, 9);
    const even = evaluate([state], evennessQuantity('gender', groups));
    expect(even[0]).toBeCloseTo((0.5 * Math.LN2 + 0.5 * Math.log(4)) / Math.log(3), 9);
  });

  it('shrink log-odds towards 0, and turn with the groups', () => {
    const table = { withIt: 100, families: 200, otherWithIt: 40, otherFamilies: 200 };
    const value = logOdds(table, priorShare(table));
    expect(value).toBeGreaterThan(Math.LN2);
    expect(value).toBeLessThan(Math.log(4));
    const turned = { withIt: 40, families: 200, otherWithIt: 100, otherFamilies: 200 };
    expect(logOdds(turned, priorShare(turned))).toBeCloseTo(-value, 12);
    expect(logOdds({ withIt: 0, families: 0, otherWithIt: 0, otherFamilies: 0 }, 0.5)).toBe(0);
  });

  it('give words the standard error that the bootstrap gives categories', () => {
    const families = Array.from({ length: 900 }, (_, n): [string, FamilyFacts] => [
      `f${n}`,
      // Two thirds of the families speak of two groups, in the same words.
      family(
        n % 3 ? { women: n % 7 ? [] : ['care'], men: n % 7 ? [] : ['care'] } : { men: n % 5 ? [] : ['care'] },
      ),
    ]);
    const state = stateOf(families);
    const table = wordTable(state.words.get('gender')?.get('care'), [600, 900, 0], 0, 'all');
    const { value, error } = wordLogOdds(table);
    const bootstrap = evaluate([state], {
      keys: ['plain|gender|women|care', 'plain|gender|women', 'plain|gender|men|care', 'plain|gender|men'],
      formula: ([withIt = 0, all = 0, otherWithIt = 0, otherFamilies = 0]) =>
        logOdds({ withIt, families: all, otherWithIt, otherFamilies }, priorShare(table)),
    });
    expect(value).toBeCloseTo(bootstrap[0] as number, 9);
    expect(error / standardError(bootstrap)).toBeGreaterThan(0.85);
    expect(error / standardError(bootstrap)).toBeLessThan(1.2);
    const nothing = wordTable(undefined, [0, 0, 0], 0, 'all');
    expect(wordChange(nothing, table).value).toBeCloseTo(value, 9);
    expect(wordChange(table, nothing)).toEqual({ value: 0, error: 0 });
  });

  it('make little of a word that a group lacks where the others have it seldom too', () => {
    const said = (group: string, count: number) =>
      Array.from({ length: 300 }, (_, n): [string, FamilyFacts] => [
        `${group} ${n}`,
        family({ [group]: n < count ? ['charge'] : [] }),
      ]);
    const state = stateOf([...said('women', 0), ...said('men', 5), ...said('nonbinary-people', 5)]);
    const table = wordTable(state.words.get('gender')?.get('charge'), [300, 300, 300], 0, 'all');
    const { value, error } = wordLogOdds(table);
    // By chance alone ten families leave one of three groups out in (2/3)^10 = 1.7 % of cases.
    expect(value).toBeLessThan(-3);
    expect(twoSided(value / error)).toBeGreaterThan(0.0173);
  });

  it('compare versions by words, agreement of verbs aside', () => {
    expect(compareVersions(['someone brings the plan', 'someone bring the plan'])).toEqual({
      edits: 0,
      length: 0,
    });
    expect(compareVersions(['a b', 'a b c d']).length).toBe(0.5);
    expect(compareVersions(['one two', 'three four']).edits).toBe(1);
  });

  it('know the normal distribution and false discovery rates', () => {
    expect(twoSided(1.959964)).toBeCloseTo(0.05, 5);
    expect(twoSided(-1.959964)).toBeCloseTo(0.05, 5);
    // Benjamini and Hochberg's procedure by hand: p · m / rank, made monotone from the largest down.
    expect([0.01, 0.04, 0.03, 0.5].map(falseDiscoveryRates([0.01, 0.04, 0.03, 0.5]))).toEqual([
      0.04,
      expect.closeTo(0.0533, 3),
      expect.closeTo(0.0533, 3),
      0.5,
    ]);
  });
});
