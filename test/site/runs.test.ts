import { expect, it } from 'vitest';
import { sumRuns } from '../../scripts/site/runs.ts';
import { exampleRunFile } from '../support/samples.ts';

it('counts a run that spans axes once, with the samples of all', () => {
  const paid = { ...exampleRunFile, costMicroUsd: 5, energy: { wattHours: 2, source: 'x' } };
  const [run, ...others] = sumRuns([paid, paid]);
  expect(others).toEqual([]);
  expect(run).toMatchObject({ run: paid.run, samples: 2, costMicroUsd: 5, wattHours: 2, licence: 'MIT' });
});

it('counts what a run accepted that is no contribution yet', () => {
  const { files: _, ...record } = exampleRunFile;
  expect(sumRuns([record])).toMatchObject([{ samples: 1 }]);
});

it('links to no terms but those of the web', () => {
  const terms = (termsUrl: string) => sumRuns([{ ...exampleRunFile, termsUrl }])[0]?.termsUrl;
  expect(terms('https://example.org/terms')).toBe('https://example.org/terms');
  expect(terms('javascript:alert(1)')).toBeUndefined();
});
