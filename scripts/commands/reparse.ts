import { basename, relative, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { planRequests } from '../prompt/plan-requests.ts';
import { isModelProvider } from '../provider/model-providers.ts';
import { applyModelRun } from '../run/apply-model-run.ts';
import type { World } from '../world.ts';
import type { AddCommand } from './command.ts';
import { openProject } from './project.ts';
import { decideKnown } from './run/known-run.ts';
import { openModel } from './run/open-model.ts';
import { modelSource } from './run/run-source.ts';
import { runToFolder } from './run/run-to-folder.ts';

type Options = { out: string; json?: boolean };

export const addReparse: AddCommand = (program, world, exit) => {
  program
    .command('reparse')
    .description('make the samples of a run again from its saved answers; asks nobody, costs nothing')
    .argument('<run>', 'the run whose answers to read again')
    .option('--out <dir>', 'where run folders are', 'runs')
    .option('--json', 'print one JSON object on stdout')
    .action(async (run: string, options: Options) => exit(await reparse(run, options, world)));
};

async function reparse(run: string, { out, json = false }: Options, world: World): Promise<number> {
  const project = await openProject(world.cwd);
  const runsFolder = resolve(world.cwd, out);
  const { plan, specs, dataset, folder } = await decideKnown(run, { project, runsFolder, world });
  if (!isModelProvider(plan.provider)) {
    throw new UserError(`the run ${plan.run} asked no model: it has no saved answers`, {
      code: 'NO_ANSWERS',
      fix: `Make it again:  npx evenhand generate --reproduce ${relative(world.cwd, folder) || basename(folder)}`,
    });
  }
  const setup = await openModel(plan, {}, { project, world, needsKey: false });
  const { axes } = project;
  const requests = () => planRequests({ specs, axes, seed: plan.seed, writesFrom: 'instructions' });
  return runToFolder({
    plan,
    open: async () => {
      const { signal } = world;
      const opened = await applyModelRun({ folder, plan, setup, axes, requests, signal, offline: true });
      return modelSource(opened, { model: setup.model, ...setup.provider });
    },
    dataset,
    project,
    folder,
    world,
    json,
    again: true,
  });
}
