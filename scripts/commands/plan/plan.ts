import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { BiasState } from '../../check/bias/bias-state.ts';
import { type BiasPlan, planCells } from '../../check/bias/plan-cells.ts';
import { readState } from '../../check/bias/read-state.ts';
import { UserError } from '../../errors.ts';
import { cellOffers } from '../../prompt/cell-offers.ts';
import { readSpecs } from '../../prompt/read-specs.ts';
import type { PromptSpec } from '../../prompt/spec.ts';
import { isModelProvider } from '../../provider/model-providers.ts';
import { createProvider } from '../../provider/providers.ts';
import type { Axis } from '../../sample/axis.ts';
import { suggest } from '../../sample/nearest-name.ts';
import { exactUsd } from '../../sample/usd.ts';
import { tool } from '../../tool.ts';
import type { World } from '../../world.ts';
import { biasStateOf } from '../bias-state-of.ts';
import type { AddCommand } from '../command.ts';
import { type Dataset, folderFiles, openDataset } from '../dataset.ts';
import { positiveInteger } from '../numbers.ts';
import { attributesOf, plannable } from '../planned-attributes.ts';
import { openProject, type Project } from '../project.ts';
import { addPriceFlags, type ModelFlags } from '../run/model-flags.ts';
import { formatPlan } from './format-plan.ts';
import { type PlannedCost, reckonPlan } from './reckon-plan.ts';

type Options = ModelFlags & {
  axis?: string[];
  count?: number;
  provider: string;
  out: string;
  data?: string;
  biasState?: string;
  json?: boolean;
};

export const addPlan: AddCommand = (program, world, exit) => {
  const command = program
    .command('plan')
    .description(
      'say what to generate next to bring the dataset to its targets, as a file for generate --plan',
    )
    .option('--axis <name...>', 'only these axes (default: all)')
    .option('--count <n>', 'at most so many samples (default: as many as it takes)', positiveInteger)
    .option('--provider <name>', 'what will write: template, openai, gemini, compatible', 'template')
    .option('--data <dir>', 'plan for this folder (default: the dataset)')
    .option('--bias-state <file>', 'plan from the state that "stats --save-state" saved, reading no data')
    .option('--out <file>', 'where the plan goes', 'bias-plan.json')
    .option('--json', 'print the plan as one JSON object on stdout')
    .action(async (options: Options) => exit(await plan(options, world)));
  addPriceFlags(command);
};

async function plan(options: Options, world: World): Promise<number> {
  const project = await openProject(world.cwd);
  const { root, validatePrompt: validate } = project;
  const axes = chooseAxes(options.axis, project);
  if (!isModelProvider(options.provider)) createProvider(options.provider, project);
  const specs = await readSpecs([join(root, 'prompts')], { root, axes: project.axes, validate });
  const { commit, state } = await stateToPlanFor(options, project, world);
  const { made, cost } = await planWithin(options, { state, axes, specs, project, world });
  const attributes = attributesOf(made.cells, project);
  const dataset = commit ? { dataset: commit } : {};
  const file = { schema: 1, tool, ...dataset, provider: options.provider, ...made, attributes, cost };
  const text = `${JSON.stringify(file, null, 2)}\n`;
  if (made.cells.length > 0) await writeFile(resolve(world.cwd, options.out), text);
  world.stdout.write(options.json ? text : formatPlan(made, { ...options, cost, project }));
  return 0;
}

async function stateToPlanFor(
  { data, biasState }: Options,
  project: Project,
  world: World,
): Promise<{ commit: string | undefined; state: BiasState }> {
  if (biasState !== undefined) {
    const { state } = await readState(resolve(world.cwd, biasState), project.axes);
    return { commit: undefined, state };
  }
  const dataset: Dataset =
    data === undefined
      ? await openDataset(project, world)
      : { commit: undefined, files: () => folderFiles(resolve(world.cwd, data), project.root) };
  return { commit: dataset.commit, state: await biasStateOf(dataset.files(), project) };
}

function chooseAxes(names: string[] | undefined, { axes }: Project): Axis[] {
  const known = [...axes.keys()].sort();
  return (names ?? known).map((name) => {
    const axis = axes.get(name);
    if (axis) return axis;
    throw new UserError(`there is no axis "${name}"`, {
      code: 'UNKNOWN_AXIS',
      fix: `Use one of ${known.join(', ')}.${suggest(name, known)}`,
    });
  });
}

type Place = { state: BiasState; axes: Axis[]; specs: PromptSpec[]; project: Project; world: World };

/** The plan within the count and the budget, with what it costs where a model is to write it. */
async function planWithin(
  options: Options,
  { state, axes, specs, project, world }: Place,
): Promise<{ made: BiasPlan; cost: PlannedCost | undefined }> {
  const { thresholds, reader } = project;
  const { attributes } = reader;
  const writesFrom = isModelProvider(options.provider) ? 'instructions' : 'templates';
  const offers = cellOffers({ specs, axes: project.axes, writesFrom, attributes: plannable(project) });
  const make = (count: number | undefined) =>
    planCells(state, axes, { count, offers, attributes, thresholds });
  const whole = make(options.count);
  if (writesFrom === 'templates') {
    refuseBudget(options);
    return { made: whole, cost: undefined };
  }
  const reckon = (made: BiasPlan) =>
    reckonPlan(made, {
      flags: options,
      provider: options.provider,
      specs,
      project,
      world,
      attributes: attributesOf(made.cells, project),
    });
  return affordable({ made: whole, cost: await reckon(whole) }, { budget: options.budget, make, reckon });
}

type Costed = { made: BiasPlan; cost: PlannedCost | undefined };

type Ways = {
  budget: number | undefined;
  make(count: number): BiasPlan;
  reckon(made: BiasPlan): Promise<PlannedCost | undefined>;
};

/** Fewer samples, by the price of one, until the plan is within the budget: cells differ a little in price. */
async function affordable(costed: Costed, ways: Ways): Promise<Costed> {
  const { budget, make, reckon } = ways;
  const { cost } = costed;
  if (budget === undefined || !cost || cost.likelyMicroUsd <= budget) return costed;
  const count = Math.floor((budget * cost.samples) / cost.likelyMicroUsd);
  if (count === 0) {
    const one = exactUsd(Math.ceil(cost.likelyMicroUsd / cost.samples));
    throw new UserError('the budget does not pay for one sample', {
      code: 'BUDGET_TOO_SMALL',
      fix: `A sample costs about ${one}: raise --budget.`,
    });
  }
  const made = make(count);
  return affordable({ made, cost: await reckon(made) }, ways);
}

function refuseBudget({ budget }: Options): void {
  if (budget === undefined) return;
  throw new UserError('templates cost nothing, so a budget says nothing of them', {
    code: 'BUDGET_WITHOUT_MODEL',
    fix: 'Name what will write with --provider and --model, or use --count.',
  });
}
