import { describe, expect, it } from 'vitest';
import { addFamily, emptyState } from '../../../scripts/check/bias/bias-state.ts';
import { cellOf } from '../../../scripts/check/bias/cells.ts';
import { clusterOf } from '../../../scripts/check/bias/cluster.ts';
import { evaluate, standardError } from '../../../scripts/check/bias/quantity.ts';
import { allAxes } from '../../support/axes.ts';

describe('clusterOf', () => {
  const sample = { id: 'ev1_a', family: { id: 'f_a', variant: 'women' } };

  it('joins the families of a template, whatever the version of its file', () => {
    const specs = ['prompts/gender/a.yaml#bridge@0123456789ab', 'prompts/gender/a.yaml#bridge@ba9876543210'];
    expect(specs.map((spec) => clusterOf({ ...sample, spec }))).toEqual(
      Array(2).fill('prompts/gender/a.yaml#bridge'),
    );
  });

  it('leaves apart what a model or a person wrote', () => {
    expect(clusterOf({ ...sample, spec: 'prompts/gender/a.yaml@0123456789ab' })).toBe('f_a');
    expect(clusterOf({ id: 'ev1_b' })).toBe('ev1_b');
  });

  it('widens an interval by the root of the families of a template', () => {
    const empty = { axis: 'gender', counterStereotype: false, counterfactual: false, versions: new Map() };
    const facts = {
      words: new Set<string>(),
      categories: new Set<string>(),
      learned: 0,
      asked: undefined,
      rejected: undefined,
    };
    const family = { ...empty, groups: new Map([['women', facts]]) };
    const errorOf = (clusters: number) => {
      const state = emptyState(allAxes);
      for (let n = 0; n < 400; n++) addFamily(state, `c${n % clusters}`, family);
      const keys = [cellOf.families('gender')];
      return standardError(evaluate([state], { keys, formula: ([count = 0]) => count }));
    };
    expect(errorOf(400) / 20).toBeCloseTo(1, 0);
    expect(errorOf(100) / errorOf(400)).toBeGreaterThan(1.8);
    expect(errorOf(100) / errorOf(400)).toBeLessThan(2.2);
  });
});
