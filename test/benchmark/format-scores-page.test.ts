import { describe, expect, it } from 'vitest';
import { formatRow, scaleOf } from '../../scripts/benchmark/forest.ts';
import { formatScoresPage } from '../../scripts/benchmark/format-scores-page.ts';
import type { Result } from '../../scripts/benchmark/result.ts';

const estimate = { value: 55, low: 51.5, high: 58 };
const cell = (name: string, trusted = true) => ({
  name,
  items: 40,
  units: trusted ? 20 : 3,
  trusted,
  scores: { ss: estimate },
});
const result: Result<'ss'> = {
  benchmark: 'StereoSet',
  columns: { units: 'terms', headings: { ss: 'SS' } },
  neutral: { ss: 50 },
  margins: { ss: -1 },
  models: [
    { name: '<img src=x onerror=alert(1)>', cells: [cell('overall'), cell('religion', false)] },
    { name: 'second', cells: [cell('overall'), cell('religion', false)] },
  ],
  comparison: {
    cells: [
      {
        ...cell('overall'),
        first: { ss: 55 },
        second: { ss: 54 },
        change: { ss: { value: -1, low: -3, high: 1 } },
      },
    ],
    claims: ['SS: no difference can be claimed.'],
  },
  legend: ['SS: the share.'],
  warnings: [],
};

describe('the page of scores', () => {
  const page = formatScoresPage(result, 'evenhand');

  it('asks nothing of the network and runs nothing', () => {
    expect(page).not.toMatch(/<script|https?:\/\/|<img/);
    expect(page).toMatch(/default-src (?:'|&#39;)none/);
  });

  it('shows every cell of both models, the claims, and which intervals rest on too little', () => {
    // One change, and two cells of two models.
    expect(page.match(/<svg role="img"/g)).toHaveLength(5);
    expect(page).toContain('no difference can be claimed');
    expect(page.match(/class="forest pale"/g)).toHaveLength(2);
    expect(page).toContain('fewer than 10 terms');
  });

  it('names the lines, the changes and the second model', () => {
    expect(page.match(/Change \[95%\]/g)).toHaveLength(1);
    expect(page.match(/Score \[95%\]/g)).toHaveLength(1);
    expect(page).toContain('Dashed line: 0, no change. Dotted line: -1, the margin');
    expect(page).toContain('Dashed line: 50, no preference.');
    expect(page.match(/<line class="margin"/g)).toHaveLength(1);
    expect(page.match(/<th scope="row">second<\/th>/g)).toHaveLength(2);
  });
});

describe('the forest plot', () => {
  it('has a scale of whole fives around all intervals and the neutral value', () => {
    expect(scaleOf([estimate], [50])).toEqual({ from: 50, to: 60 });
    expect(scaleOf([{ value: 0, low: 0, high: 0 }], [0])).toEqual({ from: -5, to: 5 });
  });

  it('places an estimate by its share of the scale', () => {
    const { markup } = formatRow(
      estimate,
      { scale: { from: 50, to: 60 }, neutral: 50, trusted: true },
      'SS: 55',
    );
    expect(markup).toContain('class="interval" x1="15.00" x2="80.00"');
    expect(markup).toContain('class="mark" x1="50.00"');
    expect(markup).toContain('class="neutral" x1="0.00"');
  });
});
