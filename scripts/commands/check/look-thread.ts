import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { type FirstLook, lookAtSubjects } from '../../check/check-files.ts';
import { startChecks } from '../../check/checks.ts';
import { fileAt } from '../../check/read-folder.ts';
import { addSample, emptySummary, type Summary } from '../../report/summarise.ts';
import { readCheckContext } from '../check-context.ts';
import { openProject } from '../project.ts';
import { startBias } from '../start-bias.ts';
import { readTombstones } from '../tombstones.ts';

/** The files that a thread is to show to the checks, by their paths from the dataset's root. */
export type Share = { cwd: string; paths: string[]; only: string[] | undefined };

/** What it hands back: the states of the checks in their order, and what is kept beside them. */
export type Shown = { states: unknown[]; look: FirstLook; summary: Summary };

parentPort?.postMessage(await show(workerData as Share));

async function show({ cwd, paths, only }: Share): Promise<Shown> {
  const project = await openProject(cwd);
  const context = await readCheckContext(project);
  const tombstones = await readTombstones(project);
  // How the bias is judged is decided where the states come together; what is counted is the same.
  const bias = startBias(project, 'standing').context;
  // A state on a shelf could not be handed over.
  const checks = await startChecks({ ...context, bias, tombstones, openShelf: undefined }, only);
  const summary = emptySummary();
  const look = await lookAtSubjects({
    ...project,
    subjects: paths.map((path) => fileAt(join(project.root, path), project.root)),
    checks,
    onSample: (sample) => addSample(summary, sample),
  });
  return { states: checks.map((check) => check.state()), look, summary };
}
