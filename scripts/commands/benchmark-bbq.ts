import { basename, resolve } from 'node:path';
import { parseAnswers } from '../benchmark/bbq/parse-answers.ts';
import { parseBbq } from '../benchmark/bbq/parse-bbq.ts';
import { parseMetadata } from '../benchmark/bbq/parse-metadata.ts';
import { bbqResult } from '../benchmark/bbq/result.ts';
import { readJsonLines } from '../benchmark/read-json.ts';
import { readText } from '../benchmark/read-text.ts';
import type { World } from '../world.ts';
import { printResult } from './benchmark-output.ts';
import type { AddCommand } from './command.ts';

type Options = {
  data: string[];
  metadata: string;
  predictions: string;
  compare?: string;
  out?: string;
  json?: boolean;
};

export const addBbq: AddCommand = (benchmark, world, exit) => {
  benchmark
    .command('bbq')
    .description('score saved answers on BBQ: accuracy and bias, ambiguous and disambiguated apart')
    .requiredOption('--data <file...>', 'one or more of the official data/*.jsonl')
    .requiredOption(
      '--metadata <file>',
      "the authors' additional_metadata.csv: which answer is the stereotype's",
    )
    .requiredOption('--predictions <file>', 'saved answers, a line each: { category, example_id, answer }')
    .option('--compare <file>', 'the answers of a second model: report what changed')
    .option('--out <folder>', 'write scores.json and scores.html, with forest plots')
    .option('--json', 'print one JSON object on stdout')
    .action(async (options: Options) => exit(await bbq(options, world)));
};

async function bbq(options: Options, world: World): Promise<number> {
  const { cwd } = world;
  const files = await Promise.all(
    options.data.map(async (path) =>
      (await readJsonLines(resolve(cwd, path))).map((row) => ({
        ...row,
        place: `${basename(path)} ${row.place}`,
      })),
    ),
  );
  const metadata = parseMetadata(await readText(resolve(cwd, options.metadata)), options.metadata);
  const { examples, keys } = parseBbq(files.flat(), metadata, options.data.join(', '));
  const readModel = async (path: string) => ({
    name: basename(path),
    answers: parseAnswers(await readJsonLines(resolve(cwd, path)), keys, path),
  });
  const first = await readModel(options.predictions);
  const second = options.compare ? await readModel(options.compare) : undefined;
  const leftOut = keys.size - examples.length;
  return printResult(
    bbqResult({ examples, leftOut }, first, second),
    { ...options, extra: { leftOut } },
    world,
  );
}
