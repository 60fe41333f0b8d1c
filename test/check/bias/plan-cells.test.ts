import { describe, expect, it } from 'vitest';
import { addFamily, emptyState } from '../../../scripts/check/bias/bias-state.ts';
import type { FamilyFacts } from '../../../scripts/check/bias/family-facts.ts';
import { planCells } from '../../../scripts/check/bias/plan-cells.ts';
import { defaultThresholds } from '../../../scripts/check/bias/thresholds.ts';
import { requireAxis } from '../../../scripts/sample/axis.ts';
import type { CellOffer, PlannedCell } from '../../../scripts/sample/planned-cell.ts';
import { type Stance, stances } from '../../../scripts/sample/sample.ts';
import { allAxes } from '../../support/axes.ts';
import { reader } from '../../support/bias.ts';

const { attributes } = reader;
const gender = requireAxis(allAxes, 'gender');
const categories = new Set(attributes.categories.map(({ id }) => id));
const offersIn = (...wanted: Stance[]): CellOffer[] =>
  gender.groups.flatMap(({ id }) =>
    wanted.map((stance) => ({ axis: 'gender', group: id, stance, specs: 1, attributes: categories })),
  );
const options = { count: undefined, offers: offersIn('neutral'), attributes, thresholds: defaultThresholds };

type Many = { times: number; group: string; says?: string[]; counter?: boolean };

function stateOf(many: readonly Many[]) {
  const state = emptyState(allAxes);
  for (const [at, { times, group, says = [], counter = false }] of many.entries())
    for (let n = 0; n < times; n++) addFamily(state, `${at} ${n}`, familyOf(group, says, counter));
  return state;
}

function familyOf(group: string, says: string[], counterStereotype: boolean): FamilyFacts {
  const facts = { words: new Set<string>(), learned: 0, asked: undefined, rejected: undefined };
  return {
    axis: 'gender',
    groups: new Map([[group, { ...facts, categories: new Set(says) }]]),
    counterStereotype,
    counterfactual: false,
    versions: new Map(),
  };
}

const cell = (group: string, stance: Stance, samples: number): PlannedCell => ({
  axis: 'gender',
  group,
  stance,
  samples,
});

describe('planCells', () => {
  const lopsided = stateOf([
    { times: 50, group: 'women' },
    { times: 30, group: 'men' },
    { times: 20, group: 'nonbinary-people' },
  ]);

  it('asks for the fewest samples that reach the target', () => {
    const { cells, axes } = planCells(lopsided, [gender], options);
    expect(cells).toEqual([cell('men', 'neutral', 20), cell('nonbinary-people', 'neutral', 30)]);
    expect(axes[0]?.after).toMatchObject({ value: 0 });
    const few = planCells(lopsided, [gender], { ...options, count: 10 });
    expect(few.cells).toEqual([cell('nonbinary-people', 'neutral', 10)]);
  });

  it('asks for nothing where the target is met', () => {
    const even = stateOf(gender.groups.map(({ id }) => ({ times: 1, group: id })));
    expect(planCells(even, [gender], options)).toEqual({ cells: [], axes: [], unserved: [], removals: [] });
  });

  it('keeps the stances of the library, and leaves no version without others', () => {
    const offers = offersIn('counterfactual', 'bias-aware');
    const { cells } = planCells(lopsided, [gender], { ...options, offers });
    expect(cells).toEqual([
      cell('men', 'counterfactual', 10),
      cell('men', 'bias-aware', 10),
      cell('nonbinary-people', 'counterfactual', 10),
      cell('nonbinary-people', 'bias-aware', 15),
      cell('nonbinary-people', 'neutral', 5),
    ]);
  });

  it('says what no spec writes, and does not plan it', () => {
    const offers = options.offers.filter(({ group }) => group !== 'men');
    const { cells, unserved } = planCells(lopsided, [gender], { ...options, offers });
    expect(cells).toEqual([cell('nonbinary-people', 'neutral', 30)]);
    expect(unserved).toEqual([{ axis: 'gender', groups: ['men'], samples: 20 }]);
  });

  const linked = (says: string, removed = 0) =>
    stateOf([
      { times: 200 - removed, group: 'women', says: [says] },
      { times: 200, group: 'women' },
      { times: 80, group: 'men', says: [says] },
      { times: 320, group: 'men' },
      { times: 80, group: 'nonbinary-people', says: [says] },
      { times: 320, group: 'nonbinary-people' },
    ]);

  it('plans against a link by saying it of those who lack it, and keeps its word', () => {
    const offers = offersIn(...stances);
    const state = linked('care');
    const { cells, axes } = planCells(state, [gender], { ...options, offers });
    const against = cells.filter(({ attribute }) => attribute === 'care');
    expect(against.map(({ group, stance }) => [group, stance])).toEqual([
      ['men', 'counter-stereotype'],
      ['nonbinary-people', 'counter-stereotype'],
    ]);
    const [link] = axes[0]?.links ?? [];
    expect(link).toMatchObject({ group: 'women', attribute: 'care' });
    expect(numberOf(link?.now)).toBeGreaterThan(Math.LN2);
    expect(numberOf(link?.after)).toBeLessThan(Math.LN2 + 0.05);
    const usual = 360 / 1200;
    for (const [at, { group, attribute, samples }] of cells.entries())
      for (let n = 0; n < samples; n++) {
        const says = attribute !== undefined || n < samples * usual;
        addFamily(state, `new ${at} ${n}`, familyOf(group, says ? ['care'] : [], true));
      }
    const again = planCells(state, [gender], { ...options, offers });
    expect(again.axes.flatMap(({ links }) => links)).toEqual([]);
    expect(again.cells).toEqual([]);
  });

  it('never asks for more of what harms: there are to be fewer', () => {
    const { cells, removals } = planCells(linked('incompetence'), [gender], {
      ...options,
      offers: offersIn(...stances),
    });
    expect(cells.filter(({ attribute }) => attribute !== undefined)).toEqual([]);
    const [removal] = removals;
    expect(removal).toMatchObject({ axis: 'gender', groups: ['women'], attribute: 'incompetence' });
    const families = removal?.families ?? 0;
    const left = (removed: number) =>
      planCells(linked('incompetence', removed), [gender], { ...options, offers: offersIn(...stances) })
        .removals;
    expect(left(families)).toEqual([]);
    expect(left(families - 1)).toHaveLength(1);
  });

  it('shares a count that is too small between links and shares', () => {
    const { cells } = planCells(linked('care'), [gender], {
      ...options,
      offers: offersIn(...stances),
      count: 20,
    });
    expect(cells.reduce((sum, { samples }) => sum + samples, 0)).toBe(20);
    expect(cells.some(({ attribute }) => attribute === 'care')).toBe(true);
    expect(cells.some(({ attribute }) => attribute === undefined)).toBe(true);
  });
});

function numberOf(estimate: object | undefined): number {
  return estimate && 'value' in estimate ? (estimate.value as number) : Number.NaN;
}
