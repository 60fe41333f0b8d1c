import { UserError } from '../../errors.ts';
import type { Request } from '../../prompt/request.ts';
import type { ModelCall } from '../../provider/model-provider.ts';
import { inertTerminal } from '../../report/inert.ts';
import { sayCount } from '../../report/wording.ts';
import type { ModelSetup } from '../../run/apply-attempts.ts';
import { applyModelRun } from '../../run/apply-model-run.ts';
import type { CostRange } from '../../run/estimate-cost.ts';
import type { RunPlan } from '../../run/run-plan.ts';
import { exactUsd, sayUsd } from '../../sample/usd.ts';
import type { World } from '../../world.ts';
import type { Dataset } from '../dataset.ts';
import type { Project } from '../project.ts';
import type { ModelFlags } from '../run/model-flags.ts';
import { openModel, requireBudget } from '../run/open-model.ts';
import { type CallFor, firstCalls, reckonRun } from '../run/reckon-run.ts';
import { modelSource } from '../run/run-source.ts';
import { runToFolder } from '../run/run-to-folder.ts';

type Generation = {
  plan: RunPlan;
  requests: () => Iterable<Request>;
  dataset: Dataset;
  project: Project;
  folder: string;
  world: World;
  flags: ModelFlags & { json?: boolean; dryRun?: boolean; preview?: boolean };
};

/** Runs a plan against a model behind an API, within its budget. */
export async function generateWithModel(generation: Generation): Promise<number> {
  const { requests, dataset, project, folder, world, flags } = generation;
  const needsKey = !flags.dryRun && !flags.preview;
  const setup = await openModel(generation.plan, flags, { project, world, needsKey });
  const plan = withMoney(generation.plan, setup);
  const asked = { plan, setup, project };
  if (flags.preview) return printCalls({ requests: requests(), callFor: firstCalls(asked), world });
  const range = reckonRun(requests(), asked);
  if (range.exhausted) throw countTooLarge(plan.count, range);
  if (flags.dryRun) return printRange({ plan, setup, range, world, json: flags.json === true });
  requireBudget(setup, range.firstMicroUsd, sayRange(range));
  return runToFolder({
    plan,
    open: async () => {
      const { signal } = world;
      const options = { folder, plan, setup, axes: project.axes, requests, signal };
      return modelSource(await applyModelRun(options), { model: setup.model, ...setup.provider });
    },
    dataset,
    project,
    folder,
    world,
    json: flags.json === true,
    resumeFlags: flagsToRepeat(flags),
  });
}

/** A run that goes on knows what it may cost. */
function withMoney(plan: RunPlan, { price, budgetMicroUsd }: ModelSetup): RunPlan {
  const isBounded = Number.isFinite(budgetMicroUsd) && budgetMicroUsd < Number.MAX_SAFE_INTEGER;
  return { ...plan, price, ...(isBounded ? { budgetMicroUsd } : {}) };
}

/** Flags that say how to ask rather than what: a plan does not hold them. */
function flagsToRepeat({ ledger, concurrency, rps, rpm, tpm }: ModelFlags): string {
  const flags = { ledger, concurrency, rps, rpm, tpm };
  return Object.entries(flags)
    .flatMap(([name, value]) => (value === undefined ? [] : [` --${name} ${value}`]))
    .join('');
}

function countTooLarge(count: number, { samples }: CostRange): UserError {
  return new UserError(`the specs can give only ${samples} of ${count} samples`, {
    code: 'COUNT_TOO_LARGE',
    fix: `Ask for ${samples} or fewer with --count, or add slot values or specs.`,
  });
}

type Preview = { requests: Iterable<Request>; callFor: CallFor; world: World };

/** Prints what the first request of every spec and stance would say; asks nobody. */
function printCalls({ requests, callFor, world }: Preview): number {
  const calls = new Map<string, ModelCall>();
  let looked = 0;
  for (const request of requests) {
    const cell = `${request.spec.path} · ${request.stance}`;
    if (!calls.has(cell)) calls.set(cell, callFor(request));
    if (++looked === maxLooked) break;
  }
  for (const [cell, { system, turns }] of calls) {
    const texts = [cell, '', system, ...turns.map(({ content }) => content)];
    world.stdout.write(
      `${texts
        .flatMap((text) => text.split('\n'))
        .map(inertTerminal)
        .join('\n')}\n\n`,
    );
  }
  world.stderr.write('Nothing was asked and nothing saved: leave out --preview to generate.\n');
  return 0;
}

/** Requests looked at before a preview stops searching for specs that never come. */
const maxLooked = 5_000;

type DryRun = { plan: RunPlan; setup: ModelSetup; range: CostRange; world: World; json: boolean };

/** Prints what a run would ask for and cost; asks nobody, writes nothing. */
function printRange({ plan, setup, range, world, json }: DryRun): number {
  const { likelyMicroUsd, mostMicroUsd, requests, samples, energy } = range;
  if (json) {
    const cost = { costMicroUsd: { likely: likelyMicroUsd, most: mostMicroUsd }, energy };
    world.stdout.write(`${JSON.stringify({ ...plan, requests, samples, ...cost }, null, 2)}\n`);
    return 0;
  }
  const { price, model } = setup;
  const seen = price.seen ? `, seen ${price.seen}` : '';
  const lines = [
    `Run ${plan.run}`,
    `  provider ${plan.provider}, model ${model}, seed ${plan.seed}`,
    `  ${sayCount(requests, 'request')} for ${sayCount(samples, 'sample')}`,
    `  ${sayRange(range)}`,
    `  price: ${exactUsd(price.input)} in, ${exactUsd(price.output)} out per million tokens (${price.source}${seen})`,
    `  energy: about ${energy.wattHours} Wh (between ${energy.lowWattHours} and ${energy.highWattHours}; ${energy.source})`,
    'Nothing was asked and nothing written: leave out --dry-run to generate.',
  ];
  world.stdout.write(`${lines.map(inertTerminal).join('\n')}\n`);
  return 0;
}

function sayRange({ likelyMicroUsd, mostMicroUsd }: CostRange): string {
  return `This run costs about ${sayUsd(likelyMicroUsd)}, and ${sayUsd(mostMicroUsd)} if every answer were as long as it may be; answers that must be asked for again come on top, within the budget.`;
}
