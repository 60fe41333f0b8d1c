import { formatChanges, formatScores } from './format-table.ts';
import type { Result } from './result.ts';

/** The tables of a result for a terminal, with what may be claimed. */
export function formatText({ columns, models, comparison, legend, warnings }: Result): string {
  return [
    ...models.map(({ name, cells }) => `${name}\n${formatScores(cells, columns)}`),
    ...(comparison
      ? [
          `Change from the first model to the second\n${formatChanges(comparison.cells, columns)}`,
          `Overall, paired on the same items:\n${comparison.claims.map((claim) => `  ${claim}\n`).join('')}`,
        ]
      : []),
    `${[...legend, ...warnings.map((warning) => `Note: ${warning}`)].join('\n')}\n`,
  ].join('\n');
}
