import { basename, resolve } from 'node:path';
import { readJson } from '../benchmark/read-json.ts';
import type { Cluster } from '../benchmark/stereoset/cluster.ts';
import { compareCells, estimateCells } from '../benchmark/stereoset/estimate.ts';
import { formatComparison, formatScores } from '../benchmark/stereoset/format-table.ts';
import { type Predictions, parsePredictions } from '../benchmark/stereoset/parse-predictions.ts';
import { parseStereoset } from '../benchmark/stereoset/parse-stereoset.ts';
import { scoreStereoset } from '../benchmark/stereoset/score.ts';
import type { World } from '../world.ts';
import type { AddCommand } from './command.ts';

type Options = { data: string; predictions: string; compare?: string; json?: boolean };

export const addBenchmark: AddCommand = (program, world, exit) => {
  const benchmark = program.command('benchmark').description('measure the bias of a model');
  benchmark
    .command('stereoset')
    .description('score saved predictions on StereoSet as its authors do, with intervals')
    .requiredOption('--data <file>', 'the StereoSet development set (dev.json)')
    .requiredOption('--predictions <file>', "a model's saved scores, one per sentence id")
    .option('--compare <file>', 'the scores of a second model: report what changed')
    .option('--json', 'print one JSON object on stdout')
    .action(async (options: Options) => exit(await stereoset(options, world)));
};

async function stereoset(options: Options, world: World): Promise<number> {
  const clusters = parseStereoset(await readJson(resolve(world.cwd, options.data)), options.data);
  const predictions = await readPredictions(options.predictions, clusters, world);
  const second = options.compare ? await readPredictions(options.compare, clusters, world) : undefined;
  world.stdout.write(
    options.json
      ? formatAsJson(clusters, predictions, second)
      : formatAsText(clusters, predictions, second, options),
  );
  return 0;
}

async function readPredictions(path: string, clusters: Cluster[], { cwd }: World): Promise<Predictions> {
  return parsePredictions(await readJson(resolve(cwd, path)), clusters, path);
}

function formatAsJson(clusters: Cluster[], predictions: Predictions, second?: Predictions): string {
  const object = {
    ...scoreStereoset(clusters, predictions),
    cells: estimateCells(clusters, predictions),
    ...(second && { comparison: compareCells(clusters, predictions, second) }),
  };
  return `${JSON.stringify(object, null, 2)}\n`;
}

function formatAsText(
  clusters: Cluster[],
  predictions: Predictions,
  second: Predictions | undefined,
  options: Options,
): string {
  const scores = `${basename(options.predictions)}\n${formatScores(estimateCells(clusters, predictions))}`;
  if (!second || !options.compare) return scores;
  return [
    scores,
    `${basename(options.compare)}\n${formatScores(estimateCells(clusters, second))}`,
    formatComparison(compareCells(clusters, predictions, second)),
  ].join('\n');
}
