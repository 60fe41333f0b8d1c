import { resolve } from 'node:path';
import type { Estimate } from '../../benchmark/bootstrap.ts';
import { formatScoresPage } from '../../benchmark/format-scores-page.ts';
import { formatText } from '../../benchmark/format-text.ts';
import type { Result } from '../../benchmark/result.ts';
import { writeResult } from '../../benchmark/write-result.ts';
import { inertJson } from '../../report/inert.ts';
import { toolVersion } from '../../tool.ts';
import type { World } from '../../world.ts';

type Options = {
  json?: boolean;
  /** A folder for scores.json and scores.html. */
  out?: string;
  /** What a benchmark's JSON holds besides. */
  extra?: object;
};

/**
 * Prints a result as text, or as one JSON object, and writes it to a folder where one is named. The exit code is 1
 * where a model has no score at all: silence must not pass for fairness.
 */
export async function printResult<Name extends string>(
  result: Result<Name>,
  { json, out, extra }: Options,
  world: World,
): Promise<number> {
  const object = formatJson(result, extra);
  if (out !== undefined) {
    const html = formatScoresPage(result, `evenhand ${toolVersion}`);
    await writeResult(resolve(world.cwd, out), { json: object, html });
    world.stderr.write(`Written to ${out}: scores.json, scores.html\n`);
  }
  world.stdout.write(json ? object : formatText(result));
  const empty = result.models.filter(hasNoData);
  for (const { name } of empty)
    world.stderr.write(`Warning: ${name} gave no answer to score: no figure stands for it.\n`);
  return empty.length > 0 ? 1 : 0;
}

function hasNoData<Name extends string>({ cells }: Result<Name>['models'][number]): boolean {
  const scores = Object.values<Estimate>(cells[0]?.scores ?? {});
  return scores.some(({ value }) => Number.isNaN(value));
}

function formatJson<Name extends string>(
  { benchmark, models, comparison, warnings }: Result<Name>,
  extra: object = {},
): string {
  const [first, second] = models;
  const object = {
    ...extra,
    benchmark,
    cells: first?.cells,
    ...(second && { second: second.cells }),
    ...(comparison && { comparison: comparison.cells, claims: comparison.claims }),
    warnings,
  };
  return `${inertJson(JSON.stringify(object, null, 2))}\n`;
}
