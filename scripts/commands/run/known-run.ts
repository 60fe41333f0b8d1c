import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { readSpecs } from '../../prompt/read-specs.ts';
import type { PromptSpec } from '../../prompt/spec.ts';
import { findRun, readRunPlan } from '../../run/read-run.ts';
import type { RunPlan } from '../../run/run-plan.ts';
import type { World } from '../../world.ts';
import { type Dataset, openDataset } from '../dataset.ts';
import type { Project } from '../project.ts';

export type Place = { project: Project; runsFolder: string; world: World };

export type KnownRun = { plan: RunPlan; specs: PromptSpec[]; dataset: Dataset; folder: string };

/**
 * A run that was begun before, with its specs and the dataset as they were then.
 * @throws UserError where there is none, or a spec has changed since.
 */
export async function decideKnown(run: string, { project, runsFolder, world }: Place): Promise<KnownRun> {
  const { axes, root, validatePrompt: validate } = project;
  const folder = await findRun(run, { cwd: world.cwd, runsFolder });
  const plan = await readRunPlan(folder);
  if (!plan)
    throw new UserError(`${folder} holds no plan.json`, { code: 'NO_RUN', fix: 'Name a run folder.' });
  const specs = await readSpecs(
    plan.specs.map(({ path }) => join(root, path)),
    { root, axes, validate },
  );
  const changed = specs.find((spec) => plan.specs.every(({ sha256 }) => sha256 !== spec.sha256));
  if (changed) {
    throw new UserError(`${changed.path} is no longer what the run ${plan.run} was planned with`, {
      code: 'SPEC_CHANGED',
      fix: `Restore it (git checkout -- ${changed.path}), or start a new run.`,
    });
  }
  const dataset = await openDataset(project, world, plan.dataset);
  return { plan, specs, dataset, folder };
}
