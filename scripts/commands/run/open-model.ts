import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import type { ModelProvider } from '../../provider/model-provider.ts';
import {
  createModelProvider,
  isModelProvider,
  keyVariableOf,
  modelProviderNames,
} from '../../provider/model-providers.ts';
import { type KnownPrice, requirePrice } from '../../provider/parse-prices.ts';
import type { PriceRow } from '../../provider/price-table.ts';
import { readEnv } from '../../provider/read-env.ts';
import { readPrices } from '../../provider/read-prices.ts';
import type { ModelSetup } from '../../run/apply-attempts.ts';
import type { ModelParameters, RunPlan } from '../../run/run-plan.ts';
import { exactUsd } from '../../sample/usd.ts';
import type { World } from '../../world.ts';
import type { Project } from '../project.ts';
import { limiterSettingsOf, type ModelFlags, parametersOf } from './model-flags.ts';

/** @throws UserError where no model is named: a provider offers many, at very different prices. */
export function requireModel(flags: ModelFlags, provider: string): string {
  if (flags.model) return flags.model;
  throw new UserError(`which model of "${provider}"?`, {
    code: 'NO_MODEL',
    fix: 'Name one with --model, such as --model gpt-5-mini.',
  });
}

type Place = {
  project: Project;
  world: World;
  /** Whether anything will be sent: to reckon, or to read saved answers again, takes no key. */
  needsKey: boolean;
};

/**
 * The model that a plan asks, with its price, its budget and its limits.
 * @throws UserError where the key, the price or the budget is missing.
 */
export async function openModel(plan: RunPlan, flags: ModelFlags, place: Place): Promise<ModelSetup> {
  const { world } = place;
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
    provider: await openProvider(plan.provider, { ...place, baseUrl }),
    model,
    parameters,
    price,
    budgetMicroUsd: isFree ? Number.MAX_SAFE_INTEGER : (flags.budget ?? plan.budgetMicroUsd ?? Number.NaN),
    ledger,
    limits: limiterSettingsOf(flags, baseUrl),
    ...(await openJudge(parameters, { price, plan, rows, flags, place })),
  };
}

type JudgeContext = {
  price: KnownPrice;
  plan: RunPlan;
  rows: PriceRow[];
  flags: ModelFlags;
  place: Place;
};

/** A judge from the same provider is asked at the same address; the same model has the same price. */
async function openJudge(
  { judge, baseUrl }: ModelParameters,
  { price, plan, rows, flags, place }: JudgeContext,
): Promise<Pick<ModelSetup, 'judge'>> {
  if (judge === undefined) return {};
  const { provider, model } = parseJudgeName(judge);
  const isSame = provider === plan.provider && model === plan.model;
  const url = provider === plan.provider || provider === 'compatible' ? baseUrl : undefined;
  return {
    judge: {
      provider: await openProvider(provider, { ...place, baseUrl: url }),
      model,
      price: isSame ? price : requirePrice({ rows }, { provider, model, date: plan.date }),
      limits: limiterSettingsOf(flags, url),
    },
  };
}

/** @throws UserError where it is not "provider:model" of a provider that there is. */
export function parseJudgeName(judge: string): { provider: string; model: string } {
  const [, provider = '', model = ''] = /^([^:]+):(.+)$/.exec(judge) ?? [];
  if (isModelProvider(provider)) return { provider, model };
  throw new UserError(`"${judge}" names no judge`, {
    code: 'BAD_JUDGE',
    fix: `Give --judge provider:model, the provider one of ${modelProviderNames.join(', ')}.`,
  });
}

async function openProvider(
  name: string,
  { baseUrl, project, world, needsKey }: Place & { baseUrl: string | undefined },
): Promise<ModelProvider> {
  const given = await readEnv(project.root, world.env);
  const env = needsKey ? given : { ...given, [keyVariableOf(name)]: 'none' };
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
    `a budget of ${exactUsd(budgetMicroUsd)} pays for nothing: one request may cost up to ${exactUsd(firstMicroUsd)}`,
    {
      code: 'BUDGET_TOO_SMALL',
      fix: `Raise --budget, or lower --max-output-tokens. ${estimate}`,
    },
  );
}
