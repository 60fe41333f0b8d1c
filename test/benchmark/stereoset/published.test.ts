import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parsePredictions } from '../../../scripts/benchmark/stereoset/parse-predictions.ts';
import { parseStereoset } from '../../../scripts/benchmark/stereoset/parse-stereoset.ts';
import { scoreStereoset } from '../../../scripts/benchmark/stereoset/score.ts';
import { projectRoot } from '../../support/samples.ts';

const folder = join(projectRoot, '../shared/fixtures/stereoset');
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as unknown;

describe.skipIf(!existsSync(folder))('the published figures (needs ../shared/fixtures)', () => {
  const published = existsSync(folder) ? (read('published.json') as Record<string, object>) : {};

  it.each(Object.keys(published))('%s: every cell to 0.01', (model) => {
    const clusters = parseStereoset(read('dev.json'), 'dev.json');
    const predictions = parsePredictions(read(`predictions/${model}.json`), clusters, model);
    const scores = numbersOf(scoreStereoset(clusters, predictions));
    const expected = numbersOf(published[model] as object);
    expect([...scores.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [cell, number] of expected)
      expect(Math.abs((scores.get(cell) ?? NaN) - number), cell).toBeLessThan(0.01);
  });
});

function numbersOf(value: object, path = ''): Map<string, number> {
  return new Map(
    Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
      typeof inner === 'number'
        ? [[`${path}${key}`, inner]]
        : [...numbersOf(inner as object, `${path}${key}.`)],
    ),
  );
}
