import type { BiasPlan } from '../../check/bias/plan-cells.ts';
import { planRequests } from '../../prompt/plan-requests.ts';
import type { PromptSpec } from '../../prompt/spec.ts';
import { planRun } from '../../run/run-plan.ts';
import type { PlannedAttributes } from '../../sample/planned-cell.ts';
import { tool } from '../../tool.ts';
import type { World } from '../../world.ts';
import type { Project } from '../project.ts';
import { type ModelFlags, parametersOf } from '../run/model-flags.ts';
import { openModel, requireModel } from '../run/open-model.ts';
import { reckonRun } from '../run/reckon-run.ts';

/** What a model would cost that writes the plan: likely, and if every answer were as long as it may be. */
export type PlannedCost = {
  model: string;
  samples: number;
  likelyMicroUsd: number;
  mostMicroUsd: number;
  /** Where the price is from. */
  price: string;
};

type Place = {
  flags: ModelFlags;
  provider: string;
  specs: PromptSpec[];
  attributes: PlannedAttributes;
  project: Project;
  world: World;
};

/** Walks the requests that the cells come to; undefined where there are none. Asks nobody and needs no key. */
export async function reckonPlan(
  { cells }: BiasPlan,
  { flags, provider, specs, attributes, project, world }: Place,
): Promise<PlannedCost | undefined> {
  const count = cells.reduce((sum, { samples }) => sum + samples, 0);
  if (count === 0) return undefined;
  const seed = 1;
  const plan = planRun({
    date: world.now().toISOString().slice(0, 10),
    provider,
    model: requireModel(flags, provider),
    parameters: parametersOf(flags),
    count,
    seed,
    tool,
    specs,
    cells,
  });
  const setup = await openModel(plan, flags, { project, world, needsKey: false });
  const requests = planRequests({
    specs,
    axes: project.axes,
    seed,
    writesFrom: 'instructions',
    cells,
    attributes,
  });
  const { samples, likelyMicroUsd, mostMicroUsd } = reckonRun(requests, { plan, setup, project });
  return { model: setup.model, samples, likelyMicroUsd, mostMicroUsd, price: setup.price.source };
}
