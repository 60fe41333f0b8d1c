import { describe, expect, it } from 'vitest';
import { parsePredictions } from '../../../scripts/benchmark/stereoset/parse-predictions.ts';
import { parseStereoset } from '../../../scripts/benchmark/stereoset/parse-stereoset.ts';
import { stereosetResult } from '../../../scripts/benchmark/stereoset/result.ts';
import { exampleSet, exampleTerms } from './example-set.ts';

const set = exampleSet(exampleTerms);
const clusters = parseStereoset(set, 'dev.json');
const scoresOf = (scoreOf: (id: string, index: number) => number) => {
  const list = (items: typeof set.data.intrasentence) =>
    items.flatMap(({ sentences }) => sentences).map(({ id }, index) => ({ id, score: scoreOf(id, index) }));
  return { intrasentence: list(set.data.intrasentence), intersentence: list(set.data.intersentence) };
};

describe('predictions', () => {
  it('with the lists swapped are refused', () => {
    const { intrasentence, intersentence } = scoresOf((_, index) => index);
    const swapped = { intrasentence: intersentence, intersentence: intrasentence };
    expect(() => parsePredictions(swapped, clusters, 'p.json')).toThrow(
      /18 × sentence of the other list under intrasentence \(inter-.*18 × sentence of the other list under intersentence/s,
    );
  });

  it('that are all the same are refused', () => {
    expect(() =>
      parsePredictions(
        scoresOf(() => 1),
        clusters,
        'p.json',
      ),
    ).toThrow('tied in every item');
  });

  it('that are tied here and there are counted', () => {
    const tied = scoresOf((id, index) => (id.startsWith('intra-nurse') ? 1 : index));
    const predictions = parsePredictions(tied, clusters, 'p.json');
    const { warnings } = stereosetResult(clusters, { name: 'm', predictions, scorer: undefined });
    expect(warnings).toEqual([expect.stringContaining('m: 3 of 12 items have sentences of equal score')]);
  });
});

describe('the data', () => {
  it('with an item that stands twice is told of nothing else', () => {
    const { data } = structuredClone(set);
    data.intrasentence.push(structuredClone(data.intrasentence[0]) as (typeof data.intrasentence)[number]);
    expect(() => parseStereoset({ data }, 'dev.json')).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^dev\.json: 3 × sentence id used twice \([^\n]*$/),
      }),
    );
  });
});

describe('ICAT', () => {
  const unsure = Array.from({ length: 20 }, (_, index) => ({ ...exampleTerms[0], target: `term ${index}` }));
  const items = parseStereoset(exampleSet(unsure as typeof exampleTerms), 'dev.json');
  const wins = (share: number) =>
    new Map(
      items.flatMap(({ sentences }, index) => [
        [sentences.unrelated.id, 0],
        [sentences['anti-stereotype'].id, 2],
        [sentences.stereotype.id, (index * 7) % 20 < share * 20 ? 3 : 1],
      ]),
    );
  const compare = (before: number, after: number) =>
    stereosetResult(
      items,
      { name: 'before', predictions: wins(before), scorer: undefined },
      { name: 'after', predictions: wins(after), scorer: undefined },
    );

  it('claims nothing where an SS may be 50', () => {
    const { comparison, warnings } = compare(0.9, 0.5);
    expect(comparison?.claims.join()).toContain('ICAT: nothing can be claimed');
    expect(warnings.join()).toContain('an SS interval holds 50');
  });

  it('claims a change where both are far from it', () => {
    const { comparison, warnings } = compare(0.95, 0.75);
    expect(comparison?.claims).toContain('ICAT: better.');
    expect(warnings).toEqual([]);
  });
});
