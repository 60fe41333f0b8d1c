import { join, resolve } from 'node:path';
import { Option } from 'commander';
import { warnSimilarity } from '../../check/duplicates/judge-duplicates.ts';
import { UserError } from '../../errors.ts';
import { cellOffers } from '../../prompt/cell-offers.ts';
import { planRequests } from '../../prompt/plan-requests.ts';
import { readSpecs } from '../../prompt/read-specs.ts';
import type { Request } from '../../prompt/request.ts';
import { requireLibraryPath } from '../../prompt/require-library-path.ts';
import type { PromptSpec } from '../../prompt/spec.ts';
import { isModelProvider } from '../../provider/model-providers.ts';
import { createProvider } from '../../provider/providers.ts';
import { planRun, type RunPlan } from '../../run/run-plan.ts';
import type { CellOffer } from '../../sample/planned-cell.ts';
import { tool } from '../../tool.ts';
import type { World } from '../../world.ts';
import type { AddCommand } from '../command.ts';
import { type Dataset, holdsRun, openDataset, unusedSeed } from '../dataset.ts';
import { locateSpec } from '../locate-spec.ts';
import { positiveInteger, wholeNumber } from '../numbers.ts';
import { openProject } from '../project.ts';
import { decideKnown, type Place } from '../run/known-run.ts';
import { addModelFlags, type ModelFlags, parametersOf } from '../run/model-flags.ts';
import { requireModel } from '../run/open-model.ts';
import { decideAgain } from '../run/run-again.ts';
import { templateSource } from '../run/run-source.ts';
import { runToFolder } from '../run/run-to-folder.ts';
import { generateWithModel } from './generate-with-model.ts';
import { readPlannedCells, refuseUnwritten } from './planned-cells.ts';
import { printDryRun, printPreview } from './preview.ts';

type Options = ModelFlags & {
  provider: string;
  count?: number;
  plan?: string;
  seed?: number;
  out: string;
  resume?: string;
  reproduce?: string;
  dryRun?: boolean;
  preview?: boolean;
  json?: boolean;
};

/** A newcomer's batch: big enough to see every axis, small enough to read. */
const defaultCount = 120;

export const addGenerate: AddCommand = (program, world, exit) => {
  const command = program
    .command('generate')
    .description('run prompt specs against a provider; check, report and say what to do next')
    .argument(
      '[spec...]',
      'specs (gender/site-visit), axes (gender), files or folders (default: all of prompts/)',
    )
    .option(
      '--provider <name>',
      'what answers: template (offline, free), openai, gemini, compatible',
      'template',
    )
    .option(
      '--count <n>',
      `samples to accept; families are taken whole (default: ${defaultCount}, or what the plan asks for)`,
      positiveInteger,
    )
    .option('--plan <file>', 'generate what "evenhand plan" asks for')
    .option('--seed <n>', 'what the draws start from (default: one the dataset has not used)', wholeNumber)
    .option('--out <dir>', 'where run folders go', 'runs')
    .addOption(
      new Option('--resume <run>', 'go on with an interrupted run').conflicts([
        'reproduce',
        'count',
        'seed',
        'provider',
      ]),
    )
    .addOption(
      new Option(
        '--reproduce <run>',
        'make a run again, with its date and the dataset as it was then',
      ).conflicts(['count', 'seed', 'provider']),
    )
    .addOption(new Option('--dry-run', 'print the plan; write nothing').conflicts('preview'))
    .option('--preview', 'print up to 3 samples per cell; write nothing')
    .option('--json', 'print one JSON object on stdout')
    .action(async (paths: string[], options: Options) => exit(await generate(paths, options, world)));
  addModelFlags(command);
};

async function generate(paths: string[], options: Options, world: World): Promise<number> {
  const project = await openProject(world.cwd);
  const runsFolder = resolve(world.cwd, options.out);
  const { plan, specs, dataset, folder } = await decide(paths, options, { project, runsFolder, world });
  const { axes } = project;
  const writesFrom = isModelProvider(plan.provider) ? 'instructions' : 'templates';
  const { seed, cells, attributes } = plan;
  const requests = () => planRequests({ specs, axes, seed, writesFrom, cells, attributes });
  refuseCountBelowFamily(requests(), plan.count);
  if (isModelProvider(plan.provider)) {
    return generateWithModel({ plan, requests, dataset, project, folder, world, flags: options });
  }
  const provider = createProvider(plan.provider, { axes });
  if (options.preview) {
    return printPreview({ requests: requests(), provider, project, world, json: options.json === true });
  }
  if (options.dryRun) return printDryRun({ plan, requests: requests(), world, json: options.json === true });
  return runToFolder({
    plan,
    open: async () =>
      templateSource({ provider, requests: requests(), count: plan.count, signal: world.signal }),
    dataset,
    project,
    folder,
    world,
    json: options.json === true,
  });
}

type Decision = { plan: RunPlan; specs: PromptSpec[]; dataset: Dataset; folder: string };

/** What to run: a plan that exists, or a new one. */
async function decide(paths: string[], options: Options, place: Place): Promise<Decision> {
  const known = options.resume ?? options.reproduce;
  if (known === undefined) return decideNew(paths, options, place);
  if (paths.length > 0) {
    throw new UserError('a run brings its own prompt specs', {
      code: 'SPECS_WITH_RUN',
      fix: 'Leave out the specs, or leave out --resume and --reproduce.',
    });
  }
  const decision = await decideOne(options, known, place);
  refuseOtherModel(options, decision.plan);
  return decision;
}

/** A run goes on where it is; made again, it is made elsewhere. */
async function decideOne({ resume }: Options, known: string, place: Place): Promise<Decision> {
  if (resume !== undefined) return decideKnown(resume, place);
  const decision = await decideAgain(known, place);
  return { ...decision, folder: folderOf(decision.plan, place) };
}

function folderOf({ run }: RunPlan, { runsFolder }: Place): string {
  return join(runsFolder, run);
}

/** A run goes on as it was begun: its samples must all have been asked for alike. */
function refuseOtherModel(flags: Options, { run, model, parameters }: RunPlan): void {
  const { maxOutputTokens, temperature, baseUrl } = flags;
  const planned: Record<string, unknown> = { model, ...parameters };
  const asked = Object.entries({ model: flags.model, maxOutputTokens, temperature, baseUrl });
  const changed = asked.find(([name, value]) => value !== undefined && value !== planned[name]);
  if (!changed) return;
  throw new UserError(`the run ${run} was begun with another model or other settings`, {
    code: 'RUN_DIFFERS',
    fix: 'Leave out --model, --max-output-tokens, --temperature and --base-url: a run brings its own.',
  });
}

async function decideNew(paths: string[], options: Options, place: Place): Promise<Decision> {
  const { project, world } = place;
  const { axes, root, validatePrompt: validate } = project;
  const named = await Promise.all(paths.map((path) => locateSpec(path, project, world.cwd)));
  const specs = await readSpecs(named.length > 0 ? named : [join(root, 'prompts')], { root, axes, validate });
  if (!options.preview) requireLibraryPath(specs);
  const dataset = await openDataset(project, world);
  const planned = options.plan ? await readPlannedCells(resolve(world.cwd, options.plan), axes) : undefined;
  if (planned) refuseUnwritten(planned.cells, offersFor(options.provider, { specs, axes, ...planned }));
  const seed = options.seed ?? (await unusedSeed(dataset, options.provider));
  if (!isModelProvider(options.provider)) createProvider(options.provider, { axes });
  const asked = isModelProvider(options.provider)
    ? { model: requireModel(options, options.provider), parameters: parametersOf(options) }
    : {};
  const plan = planRun({
    date: world.now().toISOString().slice(0, 10),
    ...(dataset.commit ? { dataset: dataset.commit } : {}),
    provider: options.provider,
    ...asked,
    count: options.count ?? planned?.cells.reduce((sum, { samples }) => sum + samples, 0) ?? defaultCount,
    seed,
    tool,
    likeness: warnSimilarity,
    specs: planned ? specs.filter(({ axis }) => planned.cells.some((cell) => cell.axis === axis)) : specs,
    ...planned,
  });
  if (await holdsRun(dataset, plan.run)) {
    throw new UserError(`the run ${plan.run} is in the dataset already`, {
      code: 'RUN_IN_DATASET',
      fix: 'Leave out --seed, or give another, for new samples; --reproduce makes a run again.',
    });
  }
  return { plan, specs, dataset, folder: folderOf(plan, place) };
}

type Library = Pick<Parameters<typeof cellOffers>[0], 'specs' | 'axes' | 'attributes'>;

function offersFor(provider: string, library: Library): CellOffer[] {
  const writesFrom = isModelProvider(provider) ? 'instructions' : 'templates';
  return cellOffers({ ...library, writesFrom });
}

/** A family is accepted whole, so fewer samples than its versions can never be. */
function refuseCountBelowFamily(requests: Iterable<Request>, count: number): void {
  for (const { groups, spec } of requests) {
    if (groups.length <= count) return;
    throw new UserError(
      `--count ${count} is less than one family: ${spec.path} writes ${groups.length} versions`,
      {
        code: 'COUNT_TOO_SMALL',
        fix: `Ask for ${groups.length} or more; families are taken whole.`,
      },
    );
  }
}
