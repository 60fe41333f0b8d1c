import { describe, expect, it } from 'vitest';
import type { BiasChange, BiasReport } from '../../scripts/check/bias/bias-report.ts';
import { defaultThresholds } from '../../scripts/check/bias/thresholds.ts';
import { sayMeasuredBias } from '../../scripts/publish/release/card-bias.ts';
import { buildReport } from '../../scripts/report/build-report.ts';
import { formatHtml } from '../../scripts/report/format-html.ts';
import { formatMarkdown } from '../../scripts/report/format-markdown.ts';
import { emptySummary } from '../../scripts/report/summarise.ts';
import { axes } from '../support/samples.ts';

const estimate = { value: 0.043, low: 0.009, high: 0.085, families: 221 };
const none = { families: 0, needs: 30 };

function biasOf(mode: BiasReport['mode'], more: Partial<BiasChange> = {}): BiasReport {
  const change: BiasChange = {
    measure: 'balance',
    axis: 'age',
    label: 'Age: distance from the target',
    group: null,
    attribute: null,
    status: 'unclear',
    q: null,
    drift: null,
    families: [],
    fix: null,
    before: mode === 'standing' ? none : estimate,
    contribution: estimate,
    after: estimate,
    change: mode === 'standing' ? none : { value: 0, low: -0.01, high: 0.01, families: 221 },
    ...more,
  };
  const thresholds = defaultThresholds;
  const changes = [change];
  return {
    headline: '',
    mode,
    thresholds,
    replicates: 500,
    categories: [],
    axes: [],
    changes,
    notMeasured: {},
  };
}

function renderings(bias: BiasReport): string[] {
  const report = buildReport({
    summary: emptySummary(),
    axes,
    findings: [],
    files: 1,
    tool: 'evenhand/0.1.0',
    bias,
  });
  return [formatMarkdown(report), formatHtml(report)];
}

describe('the table of bias numbers', () => {
  it('has before, contribution, after and change where something is merged', () => {
    for (const text of renderings(biasOf('merge'))) {
      for (const column of ['Before', 'Contribution', 'After', 'Change']) expect(text).toContain(column);
      expect(text).toContain('no clear change');
    }
  });

  it('has the value alone where a dataset stands by itself, and speaks of no change', () => {
    for (const text of [...renderings(biasOf('standing')), sayMeasuredBias(biasOf('standing'))]) {
      expect(text).toContain('4.3');
      expect(text).toContain('does not stand out');
      expect(text).not.toMatch(/Before|Contribution|Change|no clear change|insufficient data/);
      expect(text).not.toContain('the change may be noise');
    }
    const found = biasOf('standing', { status: 'found' });
    for (const text of [...renderings(found), sayMeasuredBias(found)]) expect(text).toContain('stands out');
  });
});
