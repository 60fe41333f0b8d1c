import { resolve } from 'node:path';
import { UserError } from '../errors.ts';
import type { ModelProvider } from '../provider/model-provider.ts';
import { createModelProvider } from '../provider/model-providers.ts';
import { requirePrice } from '../provider/parse-prices.ts';
import { readEnv } from '../provider/read-env.ts';
import { readPrices } from '../provider/read-prices.ts';
import type { ModelSetup } from '../run/apply-attempts.ts';
import type { RunPlan } from '../run/run-plan.ts';
import type { World } from '../world.ts';
import { limiterSettingsOf, type ModelFlags, parametersOf } from './model-flags.ts';
import type { Project } from './project.ts';

/** @throws UserError where no model is named: a provider offers many, at very different prices. */
export function requireModel(flags: ModelFlags, provider: string): string {
  if (flags.model) return flags.model;
  throw new UserError(`which model of "${provider}"?`, {
    code: 'NO_MODEL',
    fix: 'Name one with --model, such as --model gpt-5-mini.',
  });
}

type Place = { project: Project; world: World };

/**
 * The model that a plan asks, with its price, its budget and its limits.
 * @throws UserError where the key, the price or the budget is missing.
 */
export async function openModel(
  plan: RunPlan,
  flags: ModelFlags,
  { project, world }: Place,
): Promise<ModelSetup> {
  const model = plan.model ?? requireModel(flags, plan.provider);
  const parameters = plan.parameters ?? parametersOf(flags);
  const { baseUrl } = parameters;
  const rows = flags.prices === undefined ? [] : await readPrices(resolve(world.cwd, flags.prices));
  const { priceInput: inputUsd, priceOutput: outputUsd } = flags;
  const isTold = inputUsd !== undefined || outputUsd !== undefined || rows.length > 0;
  const wanted = { provider: plan.provider, model, date: plan.date };
  const price = (isTold ? undefined : plan.price) ?? requirePrice({ inputUsd, outputUsd, rows }, wanted);
  const isFree = price.input === 0 && price.output === 0;
  const ledger = flags.ledger === undefined ? undefined : resolve(world.cwd, flags.ledger);
  return {
    provider: await openProvider(plan.provider, { baseUrl, project, world }),
    model,
    parameters,
    price,
    budgetMicroUsd: isFree ? Number.MAX_SAFE_INTEGER : (flags.budget ?? plan.budgetMicroUsd ?? Number.NaN),
    ledger,
    limits: limiterSettingsOf(flags, baseUrl),
  };
}

async function openProvider(
  name: string,
  { baseUrl, project, world }: Place & { baseUrl: string | undefined },
): Promise<ModelProvider> {
  const env = await readEnv(project.root, world.env);
  return createModelProvider(name, { env, baseUrl, world: { fetch: globalThis.fetch, now: world.now } });
}

/**
 * Refuses a run that no request of could be paid.
 * @throws UserError where there is no budget, or one below the first request's worst case.
 */
export function requireBudget({ budgetMicroUsd }: ModelSetup, firstMicroUsd: number, estimate: string): void {
  if (Number.isNaN(budgetMicroUsd)) {
    throw new UserError('a model that costs money needs a budget', {
      code: 'NO_BUDGET',
      fix: `Add --budget with the most you want to spend, in USD. ${estimate}`,
    });
  }
  if (budgetMicroUsd >= firstMicroUsd) return;
  throw new UserError(
    `a budget of ${sayUsd(budgetMicroUsd)} pays for nothing: one request may cost up to ${sayUsd(firstMicroUsd)}`,
    {
      code: 'BUDGET_TOO_SMALL',
      fix: `Raise --budget, or lower --max-output-tokens. ${estimate}`,
    },
  );
}

/** Micro-USD → "$0.0123": six decimals at most, two at least. */
export function sayUsd(microUsd: number): string {
  const text = (microUsd / 1e6).toFixed(6).replace(/0{1,4}$/, '');
  return `$${text}`;
}
