import { sayUsd } from '../sample/usd.ts';
import type { Report } from './report.ts';
import { sayCounts, sayNumber } from './wording.ts';

/** What a table of models says, in every rendering. */
export const modelColumns: readonly string[] = ['Model', 'Requests', 'Tokens in', 'Tokens out', 'Cost', 'Wh'];

/** One model's row, and what to say below it; raw text. */
export type ModelRow = { cells: string[]; note: string };

export function listModels({ run }: Report): ModelRow[] {
  return (run?.models ?? []).map(
    ({ model, requests, tokens, costMicroUsd, unknownMicroUsd, wattHours, failures }) => ({
      cells: [
        model,
        sayNumber(requests),
        sayNumber(tokens.input),
        sayNumber(tokens.output),
        sayUsd(costMicroUsd),
        `about ${wattHours.toLocaleString('en-GB', { maximumSignificantDigits: 2 })}`,
      ],
      note: [sayCounts(Object.entries(failures)), sayUnknown(unknownMicroUsd)].filter(Boolean).join('; '),
    }),
  );
}

function sayUnknown(microUsd: number): string {
  if (microUsd === 0) return '';
  return `${sayUsd(microUsd)} of the cost is the worst case of requests whose bill nobody knows yet (evenhand ledger reconcile)`;
}
