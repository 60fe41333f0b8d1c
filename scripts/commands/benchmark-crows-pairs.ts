import { basename, resolve } from 'node:path';
import type { Pair } from '../benchmark/crows-pairs/pair.ts';
import { parseCrowsPairs } from '../benchmark/crows-pairs/parse-crows-pairs.ts';
import { parsePairScores } from '../benchmark/crows-pairs/parse-pair-scores.ts';
import { crowsPairsResult } from '../benchmark/crows-pairs/result.ts';
import { readJson } from '../benchmark/read-json.ts';
import { readText } from '../benchmark/read-text.ts';
import type { World } from '../world.ts';
import { printResult } from './benchmark-output.ts';
import type { AddCommand } from './command.ts';

type Options = { data: string; predictions: string; compare?: string; json?: boolean };

export const addCrowsPairs: AddCommand = (benchmark, world, exit) => {
  benchmark
    .command('crows-pairs')
    .description('score saved sentence likelihoods on CrowS-Pairs, with intervals')
    .requiredOption('--data <file>', 'the official crows_pairs_anonymized.csv')
    .requiredOption('--predictions <file>', 'saved scores: { scorer, scores: [{ id, more, less }] }')
    .option('--compare <file>', 'the scores of a second model: report what changed')
    .option('--json', 'print one JSON object on stdout')
    .action(async (options: Options) => exit(await crowsPairs(options, world)));
};

async function crowsPairs(options: Options, world: World): Promise<number> {
  const pairs = parseCrowsPairs(await readText(resolve(world.cwd, options.data)), options.data);
  const first = await readModel(options.predictions, pairs, world);
  const second = options.compare ? await readModel(options.compare, pairs, world) : undefined;
  const extra = { scorer: first.scores.scorer };
  return printResult(crowsPairsResult(pairs, first, second), { ...options, extra }, world);
}

async function readModel(path: string, pairs: Pair[], { cwd }: World) {
  return { name: basename(path), scores: parsePairScores(await readJson(resolve(cwd, path)), pairs, path) };
}
