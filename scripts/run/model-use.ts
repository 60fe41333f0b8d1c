import { estimateEnergy } from '../provider/energy.ts';
import type { ModelUse, RunRecord } from '../sample/run-file.ts';
import { type Balance, totalsOfRun } from './ledger.ts';

/** What each model of a run did, as its ledger tells. */
export function modelsOfRun(balance: Balance, run: string): ModelUse[] {
  return totalsOfRun(balance, run).map(({ model, requests, tokens, settledMicroUsd, failures }) => {
    const open = [...balance.open.values()].filter((each) => each.run === run && each.model === model);
    const unknownMicroUsd = open.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0);
    return {
      model,
      requests,
      tokens: { ...tokens },
      costMicroUsd: settledMicroUsd + unknownMicroUsd,
      unknownMicroUsd,
      wattHours: estimateEnergy({ inputTokens: tokens.input, outputTokens: tokens.output }).wattHours,
      failures: { ...failures },
    };
  });
}

/** The sums that a run file holds. */
export function spendingOf(
  models: ModelUse[],
): Required<Pick<RunRecord, 'tokens' | 'costMicroUsd' | 'energy' | 'models'>> {
  const sum = (of: (use: ModelUse) => number) => models.reduce((total, use) => total + of(use), 0);
  const tokens = { input: sum((use) => use.tokens.input), output: sum((use) => use.tokens.output) };
  const energy = estimateEnergy({ inputTokens: tokens.input, outputTokens: tokens.output });
  return { tokens, costMicroUsd: sum((use) => use.costMicroUsd), energy, models };
}
