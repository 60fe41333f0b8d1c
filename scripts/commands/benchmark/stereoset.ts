import { resolve } from 'node:path';
import { Option } from 'commander';
import { readJson } from '../../benchmark/read-json.ts';
import { type Cluster, type Split, splits } from '../../benchmark/stereoset/cluster.ts';
import { parsePredictions } from '../../benchmark/stereoset/parse-predictions.ts';
import { parseStereoset } from '../../benchmark/stereoset/parse-stereoset.ts';
import { planStereosetPrompts } from '../../benchmark/stereoset/prompts.ts';
import { stereosetResult } from '../../benchmark/stereoset/result.ts';
import { clustersOf, scoreStereoset } from '../../benchmark/stereoset/score.ts';
import { scorerOf, toPredictions } from '../../benchmark/stereoset/scorer.ts';
import type { World } from '../../world.ts';
import type { AddCommand } from '../command.ts';
import { positiveInteger } from '../numbers.ts';
import { addProviderFlag, type ChoiceFlags, scoreChoices } from './choice.ts';
import { addScoringFlags, type ScoringFlags, scoreWithModel, writePredictions } from './model.ts';
import { addResultFlags, modelNameOf, openModels, requireOneSource } from './open-models.ts';
import { printResult } from './output.ts';

type Options = ScoringFlags & ChoiceFlags & { data: string; split?: Split; forcedChoice?: boolean };

export const addStereoset: AddCommand = (benchmark, world, exit) => {
  const command = benchmark
    .command('stereoset')
    .description('score a model, or saved predictions, on StereoSet as its authors do, with intervals')
    .requiredOption('--data <file>', 'the StereoSet development set (dev.json)')
    .option('--predictions <file>', "a model's saved scores, one per sentence id, instead of --model")
    .addOption(
      new Option('--split <name>', 'score one split alone, and need no scores of the other').choices(splits),
    )
    .option('--forced-choice', 'let a chat model choose, where it tells no log-probabilities: other figures')
    .option(
      '--seeds <n>',
      'how often to ask each item, its options shuffled (--forced-choice)',
      positiveInteger,
      3,
    );
  addProviderFlag(addScoringFlags(addResultFlags(command, 'scores')), ' (--forced-choice)').action(
    async (options: Options) => exit(await stereoset(options, world)),
  );
};

async function stereoset(options: Options, world: World): Promise<number> {
  requireOneSource(options);
  const { split } = options;
  const all = parseStereoset(await readJson(resolve(world.cwd, options.data)), options.data);
  const clusters = split ? clustersOf(all, { split }) : all;
  if (options.forcedChoice) return scoreChoices(clusters, options, world);
  const models = await openModels(options, {
    read: (path) => readModel(path, clusters, world),
    ask: () => scoreModel(clusters, options, world),
  });
  if ('code' in models) return models.code;
  const extra = scoreStereoset(clusters, models[0].predictions);
  return printResult(stereosetResult(clusters, ...models), { ...options, extra }, world);
}

async function readModel(path: string, clusters: Cluster[], { cwd }: World) {
  const value = await readJson(resolve(cwd, path));
  const predictions = parsePredictions(value, clusters, path);
  return { name: modelNameOf(path), predictions, scorer: scorerOf(value) };
}

/** Asks the model for every sentence, and saves the scores in the authors' format. */
async function scoreModel(clusters: Cluster[], flags: Options, world: World) {
  const prompts = planStereosetPrompts(clusters, flags.startToken);
  const scored = await scoreWithModel({ benchmark: 'stereoset', prompts, flags, world });
  if (scored.ended === 'interrupted') return { code: scored.code };
  const saved = toPredictions(clusters, scored.sums);
  await writePredictions(scored, saved, world);
  const predictions = parsePredictions(saved, clusters, scored.model);
  return { name: scored.model, predictions, scorer: saved.scorer };
}
