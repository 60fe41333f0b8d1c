import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Estimate } from '../check/bias/bias-report.ts';
import { type BiasPlan, planCells } from '../check/bias/plan-cells.ts';
import { UserError } from '../errors.ts';
import { inertTerminal } from '../report/inert.ts';
import type { Axis } from '../sample/axis.ts';
import { parseDataPath } from '../sample/data-path.ts';
import { suggest } from '../sample/nearest-name.ts';
import { tool } from '../tool.ts';
import type { World } from '../world.ts';
import { biasStateOf } from './bias-state-of.ts';
import type { AddCommand } from './command.ts';
import { type Dataset, folderFiles, openDataset, readRunFile } from './dataset.ts';
import { openProject, type Project } from './project.ts';

type Options = {
  axis?: string[];
  count?: number;
  budget?: number;
  out: string;
  data?: string;
  json?: boolean;
};

export const addPlan: AddCommand = (program, world, exit) => {
  program
    .command('plan')
    .description(
      'say what to generate next to bring the dataset to its targets, as a file for generate --plan',
    )
    .option('--axis <name...>', 'only these axes (default: all)')
    .option('--count <n>', 'at most so many samples (default: as many as it takes)', wholeNumber)
    .option('--budget <usd>', "at most so much, at what the dataset's paid runs cost a sample", amount)
    .option('--data <dir>', 'plan for this folder (default: the dataset)')
    .option('--out <file>', 'where the plan goes', 'bias-plan.json')
    .option('--json', 'print the plan as one JSON object on stdout')
    .action(async (options: Options) => exit(await plan(options, world)));
};

async function plan(options: Options, world: World): Promise<number> {
  const project = await openProject(world.cwd);
  const axes = chooseAxes(options.axis, project);
  const dataset: Dataset = options.data
    ? { commit: undefined, files: () => folderFiles(resolve(world.cwd, options.data ?? ''), project.root) }
    : await openDataset(project, world);
  const state = await biasStateOf(dataset.files(), project);
  const count = await countWithin(options, dataset);
  const made = planCells(state, axes, { count, leastFamilies: project.thresholds.leastFamilies.shares });
  const file = { schema: 1, tool, ...(dataset.commit ? { dataset: dataset.commit } : {}), ...made };
  const text = `${JSON.stringify(file, null, 2)}\n`;
  if (made.cells.length > 0) await writeFile(resolve(world.cwd, options.out), text);
  world.stdout.write(options.json ? text : sayPlan(made, options.out));
  return 0;
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

async function countWithin({ count, budget }: Options, dataset: Dataset): Promise<number | undefined> {
  if (budget === undefined) return count;
  const cost = await costOfSample(dataset);
  if (cost === 0) {
    throw new UserError(
      'no run of the dataset has cost anything, so a budget cannot be turned into samples',
      {
        code: 'NO_COST_KNOWN',
        fix: 'Use --count.',
      },
    );
  }
  return Math.min(count ?? Number.POSITIVE_INFINITY, Math.floor((budget * 1e6) / cost));
}

/** Micro-USD that a sample of the paid runs cost on average. */
async function costOfSample(dataset: Dataset): Promise<number> {
  let cost = 0;
  let samples = 0;
  for await (const file of dataset.files()) {
    if (parseDataPath(file.path)?.kind !== 'run') continue;
    const { costMicroUsd = 0, counts } = await readRunFile(file);
    if (costMicroUsd === 0) continue;
    cost += costMicroUsd;
    samples += counts?.accepted ?? 0;
  }
  return samples === 0 ? 0 : cost / samples;
}

function sayPlan({ cells, axes }: BiasPlan, out: string): string {
  if (cells.length === 0) return 'Every axis that has samples is on its target: nothing to plan.\n';
  const lines = axes.flatMap(({ axis, title, samples, now, after }) => [
    `${title}: ${samples} samples, distance from the target ${sayDistance(now)} now, ${sayDistance(after)} then`,
    ...cells
      .filter((cell) => cell.axis === axis)
      .map((cell) => `  ${String(cell.samples).padStart(6)}  ${cell.group}`),
  ]);
  return `${lines.map(inertTerminal).join('\n')}\n\nNext: npx evenhand generate --plan ${inertTerminal(out)}\n`;
}

function sayDistance(estimate: Estimate): string {
  if (!('value' in estimate)) return `insufficient data (${estimate.families} of ${estimate.needs} families)`;
  const [value, low, high] = [estimate.value, estimate.low, estimate.high].map((each) =>
    (each * 100).toFixed(1),
  );
  return `${value} points [${low}, ${high}]`;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of 1 or more.');
  return Number(text);
}

function amount(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be an amount in USD, above 0.');
  return value;
}
