import { resolve } from 'node:path';
import { Option } from 'commander';
import { planStereosetPrompts } from '../../benchmark/likelihood/prompt.ts';
import { readJson } from '../../benchmark/read-json.ts';
import { type Cluster, type Split, splits } from '../../benchmark/stereoset/cluster.ts';
import { parsePredictions } from '../../benchmark/stereoset/parse-predictions.ts';
import { parseStereoset } from '../../benchmark/stereoset/parse-stereoset.ts';
import { stereosetResult } from '../../benchmark/stereoset/result.ts';
import { clustersOf, scoreStereoset } from '../../benchmark/stereoset/score.ts';
import { scorerOf, toPredictions } from '../../benchmark/stereoset/scorer.ts';
import type { World } from '../../world.ts';
import type { AddCommand } from '../command.ts';
import { positiveInteger } from '../numbers.ts';
import { addProviderFlag, type ChoiceFlags, scoreChoices } from './choice.ts';
import {
  addScoringFlags,
  requireOneSource,
  type ScoringFlags,
  scoreWithModel,
  writePredictions,
} from './model.ts';
import { modelNameOf, nameApart, printResult } from './output.ts';

type Options = ScoringFlags &
  ChoiceFlags & {
    data: string;
    split?: Split;
    forcedChoice?: boolean;
    predictions?: string;
    compare?: string;
    out?: string;
    json?: boolean;
  };

export const addStereoset: AddCommand = (benchmark, world, exit) => {
  const command = benchmark
    .command('stereoset')
    .description('score a model, or saved predictions, on StereoSet as its authors do, with intervals')
    .requiredOption('--data <file>', 'the StereoSet development set (dev.json)')
    .option('--predictions <file>', "a model's saved scores, one per sentence id, instead of --model")
    .option('--compare <file>', 'the scores of a second model: report what changed')
    .addOption(
      new Option('--split <name>', 'score one split alone, and need no scores of the other').choices(splits),
    )
    .option('--forced-choice', 'let a chat model choose, where it tells no log-probabilities: other figures')
    .option(
      '--seeds <n>',
      'how often to ask each item, its options shuffled (--forced-choice)',
      positiveInteger,
      3,
    )
    .option('--out <folder>', 'write scores.json and scores.html, with forest plots')
    .option('--json', 'print one JSON object on stdout');
  addProviderFlag(addScoringFlags(command), ' (--forced-choice)').action(async (options: Options) =>
    exit(await stereoset(options, world)),
  );
};

async function stereoset(options: Options, world: World): Promise<number> {
  requireOneSource(options);
  const { split } = options;
  const all = parseStereoset(await readJson(resolve(world.cwd, options.data)), options.data);
  const clusters = split ? clustersOf(all, { split }) : all;
  if (options.forcedChoice) return scoreChoices(clusters, options, world);
  // First: a wrong file is to be refused before a model is paid.
  const second = options.compare ? await readModel(options.compare, clusters, world) : undefined;
  const first = options.predictions
    ? await readModel(options.predictions, clusters, world)
    : await scoreModel(clusters, options, world);
  if ('code' in first) return first.code;
  const result = stereosetResult(clusters, ...nameApart(first, second));
  return printResult(result, { ...options, extra: scoreStereoset(clusters, first.predictions) }, world);
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
