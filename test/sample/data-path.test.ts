import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDataPath, parseDataPath } from '../../scripts/sample/data-path.ts';

const run = '2026-11-24-site-visit-7c1e09aa';

describe('parseDataPath', () => {
  it.each([
    [`data/gender/2026/${run}.jsonl`, { axis: 'gender', year: '2026', run, part: 1, kind: 'samples' }],
    [
      `data/race-ethnicity/2026/${run}.12.jsonl`,
      { axis: 'race-ethnicity', year: '2026', run, part: 12, kind: 'samples' },
    ],
    [`data/gender/2026/${run}.run.json`, { axis: 'gender', year: '2026', run, part: 1, kind: 'run' }],
  ])('reads %s', (path, expected) => {
    expect(parseDataPath(path)).toEqual(expected);
  });

  it.each([
    `data/gender/${run}.jsonl`,
    `data/gender/2026/notes.jsonl`,
    `data/gender/2026/${run}.1.jsonl`,
    `data/gender/2026/${run}.2.run.json`,
    `data/Gender/2026/${run}.jsonl`,
    `data/../2026/${run}.jsonl`,
    `x/data/gender/2026/${run}.jsonl`,
    `data/gender/2026/${run}.jsonl.exe`,
  ])('refuses %s', (path) => {
    expect(parseDataPath(path)).toBeUndefined();
  });

  it('is the inverse of formatDataPath', () => {
    const parts = fc.record({
      axis: fc.constantFrom('gender', 'race-ethnicity'),
      year: fc.integer({ min: 1000, max: 9999 }).map(String),
      run: fc.constant(run),
      part: fc.integer({ min: 1, max: 99 }),
      kind: fc.constant('samples' as const),
    });
    fc.assert(
      fc.property(parts, (place) => {
        expect(parseDataPath(formatDataPath(place))).toEqual(place);
      }),
    );
  });
});
