import { basename, join, relative, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Example } from '../../benchmark/bbq/example.ts';
import { parseAnswers } from '../../benchmark/bbq/parse-answers.ts';
import { parseBbq } from '../../benchmark/bbq/parse-bbq.ts';
import { parseMetadata } from '../../benchmark/bbq/parse-metadata.ts';
import { bbqQuestions } from '../../benchmark/bbq/questions.ts';
import { bbqResult } from '../../benchmark/bbq/result.ts';
import { readJsonLines } from '../../benchmark/read-json.ts';
import { readText } from '../../benchmark/read-text.ts';
import type { World } from '../../world.ts';
import type { AddCommand } from '../command.ts';
import { wholeNumber } from '../numbers.ts';
import { addTrafficFlags } from '../run/model-flags.ts';
import { addProviderFlag, askChat, type ChatFlags } from './choice.ts';
import {
  addResultFlags,
  modelNameOf,
  openModels,
  type ResultFlags,
  requireOneSource,
} from './open-models.ts';
import { printResult } from './output.ts';

type Options = ChatFlags & ResultFlags & { data: string[]; metadata: string; seed: number };

export const addBbq: AddCommand = (benchmark, world, exit) => {
  const command = benchmark
    .command('bbq')
    .description(
      'score a chat model, or saved answers, on BBQ: accuracy and bias, ambiguous and disambiguated apart',
    )
    .requiredOption('--data <file...>', 'one or more of the official data/*.jsonl')
    .requiredOption(
      '--metadata <file>',
      "the authors' additional_metadata.csv: which answer is the stereotype's",
    )
    .option(
      '--predictions <file>',
      'saved answers, a line each: { category, example_id, answer }, instead of --model',
    )
    .option('--seed <n>', 'decides the order of the options shown to a model', wholeNumber, 1)
    .option('--runs <folder>', 'where answers are kept, so that an ended benchmark goes on', 'runs');
  addProviderFlag(addTrafficFlags(addResultFlags(command, 'answers')), '').action(async (options: Options) =>
    exit(await bbq(options, world)),
  );
};

async function bbq(options: Options, world: World): Promise<number> {
  requireOneSource(options);
  const { cwd } = world;
  const { examples, keys } = await readExamples(options, world);
  const wanted = new Set(examples.map(({ key }) => key));
  const models = await openModels(options, {
    read: async (path) => ({
      name: modelNameOf(path),
      answers: parseAnswers(await readJsonLines(resolve(cwd, path)), { wanted, known: keys }, path),
    }),
    ask: () => askForAnswers(examples, options, world),
  });
  if ('code' in models) return models.code;
  const leftOut = keys.size - examples.length;
  const result = bbqResult({ examples, leftOut }, ...models);
  return printResult(result, { ...options, extra: { leftOut } }, world);
}

async function readExamples({ data, metadata: metadataPath }: Options, { cwd }: World) {
  const files = await Promise.all(
    data.map(async (path) =>
      (await readJsonLines(resolve(cwd, path))).map((row) => ({
        ...row,
        place: `${basename(path)} ${row.place}`,
      })),
    ),
  );
  const metadata = parseMetadata(await readText(resolve(cwd, metadataPath)), metadataPath);
  return parseBbq(files.flat(), metadata, data.join(', '));
}

/** Asks a chat model, and saves its answers in the form that --predictions and --compare read. */
async function askForAnswers(examples: readonly Example[], flags: Options, world: World) {
  const ended = await askChat(bbqQuestions(examples, flags.seed), { benchmark: 'bbq', flags, world });
  if ('code' in ended) return ended;
  const answers = new Map(examples.map(({ key }) => [key, ended.result.answers.get(key) ?? null]));
  const path = join(ended.folder, 'predictions.jsonl');
  const lines = examples.map(({ key, category }) => {
    const example_id = Number(key.slice(category.length + 1));
    return `${JSON.stringify({ category, example_id, answer: answers.get(key) })}\n`;
  });
  await writeFileAtomic(path, lines.join(''));
  world.stderr.write(`Answers saved in ${relative(world.cwd, path)}, for --predictions and --compare.\n`);
  return { name: ended.setup.model, answers };
}
