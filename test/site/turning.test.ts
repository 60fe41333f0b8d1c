import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTurning, pagesNear } from '../../scripts/site/format-turning.ts';

describe('pagesNear', () => {
  it.each([
    [1, 2, [1, 2]],
    [1, 9, [1, 2, 3, undefined, 9]],
    [4, 9, [1, 2, 3, 4, 5, 6, undefined, 9]],
    [5, 9, [1, 2, 3, 4, 5, 6, 7, 8, 9]],
    [50, 100, [1, undefined, 48, 49, 50, 51, 52, undefined, 100]],
  ])('of page %i of %i', (page, pages, shown) => {
    expect(pagesNear(page, pages)).toEqual(shown);
  });

  it('rises from the first to the last with the one that is open, and leaves out no single page', () => {
    const places = fc
      .integer({ min: 1, max: 300 })
      .chain((pages) => fc.tuple(fc.integer({ min: 1, max: pages }), fc.constant(pages)));
    fc.assert(
      fc.property(places, ([page, pages]) => {
        const shown = pagesNear(page, pages);
        expect([shown[0], shown.at(-1)]).toEqual([1, pages]);
        expect(shown).toContain(page);
        expect(shown.length).toBeLessThanOrEqual(9);
        for (const [index, to] of shown.entries()) {
          const before = shown[index - 1];
          if (index > 0 && to !== undefined && before !== undefined) expect(to).toBe(before + 1);
          if (to === undefined) expect((shown[index + 1] ?? 0) - (before ?? 0)).toBeGreaterThan(2);
        }
      }),
    );
  });
});

it('links the pages, and none that there is not', () => {
  const axis = { id: 'gender', title: 'Gender', pages: 3 };
  const hrefs = (page: number) =>
    [...formatTurning(axis, page).markup.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
  const [one, two, three] = ['gender.html', 'gender-2.html', 'gender-3.html'];
  expect(hrefs(1)).toEqual([one, two, three, two]);
  expect(hrefs(2)).toEqual([one, one, two, three, three]);
  expect(hrefs(3)).toEqual([two, one, two, three]);
  expect(formatTurning({ ...axis, pages: 1 }, 1).markup).toBe('');
});
