import { formatText } from '../benchmark/format-text.ts';
import type { Result } from '../benchmark/result.ts';
import type { World } from '../world.ts';

type Options = {
  json?: boolean;
  /** What a benchmark's JSON holds besides. */
  extra?: object;
};

/** Prints a result as text, or as one JSON object. */
export function printResult<Name extends string>(
  result: Result<Name>,
  { json, extra }: Options,
  world: World,
): number {
  world.stdout.write(json ? formatJson(result, extra) : formatText(result));
  return 0;
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
  return `${JSON.stringify(object, null, 2)}\n`;
}
