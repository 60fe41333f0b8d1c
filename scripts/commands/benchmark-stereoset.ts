import { basename, resolve } from 'node:path';
import { readJson } from '../benchmark/read-json.ts';
import type { Cluster } from '../benchmark/stereoset/cluster.ts';
import { parsePredictions } from '../benchmark/stereoset/parse-predictions.ts';
import { parseStereoset } from '../benchmark/stereoset/parse-stereoset.ts';
import { stereosetResult } from '../benchmark/stereoset/result.ts';
import { scoreStereoset } from '../benchmark/stereoset/score.ts';
import type { World } from '../world.ts';
import { printResult } from './benchmark-output.ts';
import type { AddCommand } from './command.ts';

type Options = { data: string; predictions: string; compare?: string; json?: boolean };

export const addStereoset: AddCommand = (benchmark, world, exit) => {
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
  const first = await readModel(options.predictions, clusters, world);
  const second = options.compare ? await readModel(options.compare, clusters, world) : undefined;
  const result = stereosetResult(clusters, first, second);
  return printResult(result, { ...options, extra: scoreStereoset(clusters, first.predictions) }, world);
}

async function readModel(path: string, clusters: Cluster[], { cwd }: World) {
  return {
    name: basename(path),
    predictions: parsePredictions(await readJson(resolve(cwd, path)), clusters, path),
  };
}
