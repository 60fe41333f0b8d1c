import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countCombinations, planRequests } from '../../scripts/prompt/plan-requests.ts';
import type { Request } from '../../scripts/prompt/request.ts';
import { axes, genderAxis } from '../support/samples.ts';
import { specWith } from '../support/specs.ts';

const templates = [
  { name: 'one', text: '{a occupation} waved at {them} {setting}.' },
  { name: 'two', text: '{they} {is/are} {a occupation}.' },
  { name: 'plain', stance: 'neutral', text: '{many occupation} met.' },
];
const spec = specWith({ templates, stances: ['counterfactual', 'neutral'] });

function draws(
  seed: number,
  writesFrom: 'templates' | 'instructions' = 'templates',
  specs = [spec],
): Request[] {
  return [...planRequests({ specs, axes, seed, writesFrom })];
}

const keyOf = ({ spec: { path }, template, stance, values, groups }: Request) =>
  JSON.stringify([path, template?.name, stance, values, template ? groups.length : groups]);

describe('planRequests', () => {
  it('gives every combination of every template once, numbered from 0', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const requests = draws(seed);
        expect(requests.map(({ slot }) => slot)).toEqual(requests.map((_, index) => index));
        expect(new Set(requests.map(keyOf)).size).toBe(requests.length);
        expect(requests.length).toBe(3 * 2 + 3 + 3);
      }),
      { numRuns: 20 },
    );
  });

  it('lets templates take turns until one is used up', () => {
    const names = draws(1).map(({ template }) => template?.name);
    expect(names.slice(0, 6)).toEqual(['one', 'two', 'plain', 'one', 'two', 'plain']);
    expect(names.slice(-3)).toEqual(['one', 'one', 'one']);
  });

  it('asks for a version per group where the text names one, and for none where it does not', () => {
    const groupsOf = (name: string) => draws(1).find(({ template }) => template?.name === name)?.groups;
    expect(groupsOf('one')).toEqual(['women', 'men', 'nonbinary-people']);
    expect(groupsOf('plain')).toEqual([]);
  });

  it('is the same for the same seed, whatever the order of the specs, and another for another seed', () => {
    const other = { ...spec, path: 'prompts/gender/other.yaml' };
    expect(draws(5, 'templates', [spec, other])).toEqual(draws(5, 'templates', [other, spec]));
    const orders = [1, 2, 3, 4, 5].map((seed) => draws(seed).map(keyOf).join());
    expect(new Set(orders).size).toBe(5);
  });

  it('lets axes take turns, however many specs one of them has', () => {
    const two = new Map([...axes, ['other', { ...genderAxis, axis: 'other' }]]);
    const named = (path: string, axis: string) => ({ ...spec, path, axis });
    const specs = [named('a', 'gender'), named('b', 'gender'), named('c', 'gender'), named('d', 'other')];
    const order = [...planRequests({ specs, axes: two, seed: 1, writesFrom: 'templates' })];
    expect(order.slice(0, 6).map(({ spec: { path } }) => path)).toEqual(['a', 'd', 'b', 'd', 'c', 'd']);
  });

  it('gives each group an equal share where a family covers some of them', () => {
    const shares = new Map<string, number>();
    for (const { groups } of draws(3, 'templates', [specWith({ versions: 2 })])) {
      expect(new Set(groups).size).toBe(2);
      for (const group of groups) shares.set(group, (shares.get(group) ?? 0) + 1);
    }
    expect([...shares.values()]).toEqual([4, 4, 4]);
  });

  it('asks a model for all versions of a counterfactual family, and for one group in turn otherwise', () => {
    const requests = draws(1, 'instructions');
    const sizes = (stance: string) =>
      requests.filter((request) => request.stance === stance).map(({ groups }) => groups.length);
    expect(new Set(sizes('counterfactual'))).toEqual(new Set([3]));
    expect(new Set(sizes('neutral'))).toEqual(new Set([1]));
    expect(requests.every(({ values }) => values['occupation'] && values['setting'])).toBe(true);
  });

  it('lets every combination meet every group for a model, no group ever more than one request ahead', () => {
    for (const settings of [
      ['a', 'b'],
      ['a', 'b', 'c'],
      ['a', 'b', 'c', 'd', 'e'],
    ]) {
      const slots = { occupation: ['cook', 'pilot', 'nurse'], setting: settings };
      const one = specWith({ stances: ['neutral'], templates: undefined, slots });
      const requests = draws(11, 'instructions', [one]);
      expect(new Set(requests.map(keyOf)).size).toBe(3 * settings.length * 3);
      const shares = new Map<string, number>(['women', 'men', 'nonbinary-people'].map((id) => [id, 0]));
      for (const {
        groups: [group = ''],
      } of requests) {
        shares.set(group, (shares.get(group) ?? 0) + 1);
        expect(Math.max(...shares.values()) - Math.min(...shares.values())).toBeLessThanOrEqual(1);
      }
    }
  });

  it('draws an attribute that only labels without asking for the same text twice', () => {
    const slots = { occupation: ['cook', 'pilot'], attribute: ['skilled', 'calm', 'quick'] };
    const one = specWith({
      slots,
      templates: [{ name: 'only', text: '{a occupation} washed {their} hands.' }],
    });
    const requests = draws(2, 'templates', [one]);
    expect(requests.map(({ values }) => values['occupation']?.one).sort()).toEqual(['cook', 'pilot']);
    expect(requests.every(({ values }) => values['attribute'])).toBe(true);
    expect(countCombinations(one.templates[0]!, one, axes)).toBe(2);
  });
});
