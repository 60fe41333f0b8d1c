import { resolve } from 'node:path';
import type { Pair } from '../../benchmark/crows-pairs/pair.ts';
import { parseCrowsPairs } from '../../benchmark/crows-pairs/parse-crows-pairs.ts';
import { parsePairScores } from '../../benchmark/crows-pairs/parse-pair-scores.ts';
import { planPairPrompts } from '../../benchmark/crows-pairs/prompts.ts';
import { crowsPairsResult } from '../../benchmark/crows-pairs/result.ts';
import { readJson } from '../../benchmark/read-json.ts';
import { readText } from '../../benchmark/read-text.ts';
import type { World } from '../../world.ts';
import type { AddCommand } from '../command.ts';
import { addScoringFlags, type ScoringFlags, scoreWithModel, writePredictions } from './model.ts';
import {
  addResultFlags,
  modelNameOf,
  openModels,
  type ResultFlags,
  requireOneSource,
} from './open-models.ts';
import { printResult } from './output.ts';

type Options = ScoringFlags & ResultFlags & { data: string };

export const addCrowsPairs: AddCommand = (benchmark, world, exit) => {
  const command = benchmark
    .command('crows-pairs')
    .description('score a model, or saved sentence likelihoods, on CrowS-Pairs, with intervals')
    .requiredOption('--data <file>', 'the official crows_pairs_anonymized.csv')
    .option(
      '--predictions <file>',
      'saved scores, { scorer, scores: [{ id, more, less }] }, instead of --model',
    );
  addScoringFlags(addResultFlags(command, 'scores')).action(async (options: Options) =>
    exit(await crowsPairs(options, world)),
  );
};

async function crowsPairs(options: Options, world: World): Promise<number> {
  requireOneSource(options);
  const pairs = parseCrowsPairs(await readText(resolve(world.cwd, options.data)), options.data);
  const models = await openModels(options, {
    read: (path) => readModel(path, pairs, world),
    ask: () => scoreModel(pairs, options, world),
  });
  if ('code' in models) return models.code;
  const extra = { scorer: models[0].scores.scorer };
  return printResult(crowsPairsResult(pairs, ...models), { ...options, extra }, world);
}

async function readModel(path: string, pairs: Pair[], { cwd }: World) {
  return {
    name: modelNameOf(path),
    scores: parsePairScores(await readJson(resolve(cwd, path)), pairs, path),
  };
}

/** Asks a causal model for the log probability of every whole sentence, and saves the scores. */
async function scoreModel(pairs: Pair[], flags: Options, world: World) {
  const prompts = planPairPrompts(pairs, flags.startToken);
  const scored = await scoreWithModel({ benchmark: 'crows-pairs', prompts, flags, world });
  if (scored.ended === 'interrupted') return { code: scored.code };
  const of = (id: string) => scored.sums.get(id)?.logProbability;
  const scores = pairs.map(({ id }) => ({ id, more: of(`${id}.more`), less: of(`${id}.less`) }));
  const saved = { scorer: 'sentence-log-likelihood', scores };
  await writePredictions(scored, saved, world);
  return { name: scored.model, scores: parsePairScores(saved, pairs, scored.model) };
}
