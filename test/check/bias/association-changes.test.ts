import { describe, expect, it } from 'vitest';
import { addFamily, type BiasState, emptyState } from '../../../scripts/check/bias/bias-state.ts';
import { buildBias } from '../../../scripts/check/bias/build-bias.ts';
import { defaultThresholds } from '../../../scripts/check/bias/thresholds.ts';
import { allAxes } from '../../support/axes.ts';
import { reader } from '../../support/bias.ts';

let count = 0;

function add(state: BiasState, group: string, times: number, caring: number): BiasState {
  for (let n = 0; n < times; n++) {
    const categories = new Set(n < caring ? ['care'] : []);
    const facts = { words: new Set<string>(), categories, learned: 0, asked: undefined, rejected: undefined };
    addFamily(state, `family ${count++}`, {
      axis: 'gender',
      groups: new Map([[group, facts]]),
      counterStereotype: false,
      counterfactual: false,
      versions: new Map(),
    });
  }
  return state;
}

/** Three hundred families a gender; women are a little more caring than the others. */
function dataset(): BiasState {
  const state = add(emptyState(allAxes), 'women', 300, 100);
  return add(add(state, 'men', 300, 65), 'nonbinary-people', 300, 65);
}

function statusesOf(contribution: BiasState): string[] {
  const { report } = buildBias({
    sides: { before: dataset(), contribution },
    families: [],
    thresholds: defaultThresholds,
    mode: 'merge',
    axes: allAxes,
    attributes: reader.attributes,
  });
  return report.changes.map(({ measure, status }) => `${measure} ${status}`);
}

describe('a link that a merge makes stronger', () => {
  it('gates where the contribution says it', () => {
    expect(statusesOf(add(emptyState(allAxes), 'women', 100, 90))).toContain('association gate');
  });

  it('is left to the gate on balance where the contribution never says it', () => {
    const statuses = statusesOf(add(emptyState(allAxes), 'men', 400, 0));
    expect(statuses).toContain('balance gate');
    expect(statuses).toContain('association worse');
    expect(statuses).not.toContain('association gate');
  });
});
