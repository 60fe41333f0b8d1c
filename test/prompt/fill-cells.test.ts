import { describe, expect, it } from 'vitest';
import { cellOffers } from '../../scripts/prompt/cell-offers.ts';
import { planRequests } from '../../scripts/prompt/plan-requests.ts';
import type { PlannedCell } from '../../scripts/sample/planned-cell.ts';
import type { Stance } from '../../scripts/sample/sample.ts';
import { allAxes } from '../support/axes.ts';
import { axes } from '../support/samples.ts';
import { specWith } from '../support/specs.ts';

const attributes = { care: { label: 'Care', words: { en: ['nurse', 'helpful'] } } };
const cell = (group: string, samples: number, stance: Stance = 'counterfactual'): PlannedCell => ({
  axis: 'gender',
  group,
  stance,
  samples,
});
const asking = { specs: [specWith({})], axes, seed: 7, attributes };
const templates = { ...asking, writesFrom: 'templates' } as const;

describe('planRequests with cells', () => {
  it('uses cells up in families of the groups that lack most, then begins anew', () => {
    const cells = [cell('women', 1), cell('men', 2), cell('men', 1, 'neutral')];
    const requests = [...planRequests({ ...templates, cells })];
    const drawn = requests.slice(0, 3).map(({ groups, stance }) => [groups.join(), stance]);
    // One man more than there are women is no counterfactual.
    expect(drawn).toEqual([
      ['women,men', 'counterfactual'],
      ['men', 'neutral'],
      ['men', 'neutral'],
    ]);
    expect(requests[3]?.groups).toEqual(['women', 'men']);
    expect(new Set(requests.map(({ slot }) => slot)).size).toBe(requests.length);
  });

  it('gives every axis what it asks for, however unequal', () => {
    const content = { kind: 'text', text: '{a described occupation} slept before {setting}.' } as const;
    const older = { ...specWith({}), path: 'prompts/age/a.yaml', axis: 'age' };
    older.templates = older.templates.map((template) => ({ ...template, content }));
    const cells = [cell('women', 5, 'neutral'), { ...cell('older-adults', 1, 'neutral'), axis: 'age' }];
    const specs = [...asking.specs, older];
    const requests = [...planRequests({ ...templates, axes: allAxes, specs, cells })].slice(0, 6);
    expect(requests.filter(({ spec }) => spec.axis === 'age')).toHaveLength(1);
  });

  it('takes only values that say what a cell asks for', () => {
    const specs = [
      specWith({
        slots: { occupation: ['engineer', 'nurse', 'pilot'], setting: ['it rained', 'it snowed'] },
      }),
    ];
    const cells = [{ ...cell('men', 2, 'neutral'), attribute: 'care' }];
    const requests = [...planRequests({ ...templates, specs, cells })];
    expect(requests.length).toBeGreaterThanOrEqual(2);
    for (const { values, trait } of requests) {
      expect(values['occupation']?.one).toBe('nurse');
      expect(trait).toEqual({ label: 'Care', words: ['nurse', 'helpful'] });
    }
  });

  it('ends where nothing can write what is left', () => {
    const cells = [cell('women', 1, 'neutral'), cell('women', 1, 'bias-aware')];
    expect([...planRequests({ ...templates, cells })]).toHaveLength(1);
  });
});

describe('cellOffers', () => {
  const offered = (writesFrom: 'templates' | 'instructions') =>
    cellOffers({ ...asking, writesFrom }).filter(({ group }) => group === 'women');

  it('tells what templates say by themselves, and what a model can be told', () => {
    expect(
      offered('templates').map(({ stance, specs, attributes: said }) => [stance, specs, [...said]]),
    ).toEqual([
      ['counterfactual', 1, []],
      ['neutral', 0, []],
    ]);
    expect(offered('instructions').map(({ attributes: said }) => [...said])).toEqual([['care'], ['care']]);
  });
});
