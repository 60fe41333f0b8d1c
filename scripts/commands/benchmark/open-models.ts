import { basename, dirname, join } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../../errors.ts';

/** Whose answers a benchmark scores, and where its figures go. */
export type ResultFlags = {
  model?: string;
  predictions?: string;
  compare?: string;
  out?: string;
  json?: boolean;
};

export function addResultFlags(command: Command, what: 'scores' | 'answers'): Command {
  return command
    .option('--compare <file>', `the ${what} of a second model: report what changed`)
    .option('--out <folder>', 'write scores.json and scores.html, with forest plots')
    .option('--json', 'print one JSON object on stdout');
}

/** @throws UserError where neither or both of --model and --predictions are given. */
export function requireOneSource({ model, predictions }: { model?: string; predictions?: string }): void {
  if ((model === undefined) !== (predictions === undefined)) return;
  throw new UserError(
    model === undefined ? 'what is to be scored?' : '--model and --predictions are two sources of scores',
    {
      code: 'NO_SCORES',
      fix: 'Give --predictions FILE (saved scores), or --model NAME --base-url URL (a server).',
    },
  );
}

type Ways<Model> = {
  /** Reads what was saved of a model. */
  read(path: string): Promise<Model>;
  /** Asks the model itself; gives the exit code where it was interrupted. */
  ask(): Promise<NoInfer<Model> | { code: number }>;
};

/** The model to be scored, and the one that it is compared with, under names that differ. */
export async function openModels<Model extends { name: string }>(
  { predictions, compare }: ResultFlags,
  { read, ask }: Ways<Model>,
): Promise<[Model, Model?] | { code: number }> {
  // First: a wrong file is to be refused before a model is paid.
  const second = compare ? await read(compare) : undefined;
  const first = predictions ? await read(predictions) : await ask();
  return 'code' in first ? first : nameApart(first, second);
}

/** Two models of one name are told apart by their place. */
function nameApart<Model extends { name: string }>(first: Model, second: Model | undefined): [Model, Model?] {
  if (second === undefined) return [first];
  if (first.name !== second.name) return [first, second];
  return [
    { ...first, name: `${first.name} (first)` },
    { ...second, name: `${second.name} (second)` },
  ];
}

/** How a file of saved scores is named beside others: those that a run saved all have the same file name. */
export function modelNameOf(path: string): string {
  const file = basename(path);
  return /^(?:predictions|choices)\.jsonl?$/.test(file) ? join(basename(dirname(path)), file) : file;
}
