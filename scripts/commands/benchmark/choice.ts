import { join, relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { parseChoices, toChoiceFile } from '../../benchmark/choice/parse-choices.ts';
import { choiceQuestions } from '../../benchmark/choice/questions.ts';
import { choiceResult } from '../../benchmark/choice/result.ts';
import { readJson } from '../../benchmark/read-json.ts';
import type { Cluster } from '../../benchmark/stereoset/cluster.ts';
import { createModelProvider, modelProviderNames } from '../../provider/model-providers.ts';
import { readEnv } from '../../provider/read-env.ts';
import type { Asked, Question } from '../../run/question.ts';
import type { World } from '../../world.ts';
import { type AskingFlags, askModel, type Ended, sayInterrupted, stoppedError } from '../run/ask-model.ts';
import { modelNameOf, openModels, type ResultFlags } from './open-models.ts';
import { printResult } from './output.ts';

export type ChatFlags = AskingFlags & { provider: string };

export type ChoiceFlags = ChatFlags & ResultFlags & { seeds: number };

export function addProviderFlag(command: Command, when: string): Command {
  return command.addOption(
    new Option('--provider <name>', `who has the chat model${when}`)
      .choices(modelProviderNames)
      .default('compatible'),
  );
}

/** StereoSet for chat models that tell no log-probabilities: asks one, or reads saved choices. */
export async function scoreChoices(
  clusters: readonly Cluster[],
  flags: ChoiceFlags,
  world: World,
): Promise<number> {
  const models = await openModels(flags, {
    read: async (path) => ({
      name: modelNameOf(path),
      choices: parseChoices(await readJson(resolve(world.cwd, path)), clusters, path),
    }),
    ask: () => chooseWithModel(clusters, flags, world),
  });
  if ('code' in models) return models.code;
  const extra = { seeds: models[0].choices.seeds };
  return printResult(choiceResult(clusters, ...models), { ...flags, extra }, world);
}

/** Asks a chat model, and saves its choices in the form that --predictions and --compare read. */
async function chooseWithModel(clusters: readonly Cluster[], flags: ChoiceFlags, world: World) {
  const ended = await askChat(choiceQuestions(clusters, flags.seeds), {
    benchmark: 'stereoset-choice',
    flags,
    world,
  });
  if ('code' in ended) return ended;
  const choices = { seeds: flags.seeds, answers: ended.result.answers };
  const path = join(ended.folder, 'choices.json');
  await writeFileAtomic(path, `${JSON.stringify(toChoiceFile(clusters, choices))}\n`);
  world.stderr.write(
    `Choices saved in ${relative(world.cwd, path)}, for --forced-choice with --predictions and --compare.\n`,
  );
  return { name: ended.setup.model, choices };
}

type Chat = { benchmark: string; flags: ChatFlags; world: World };

/**
 * Asks a chat model all questions; gives the exit code where it was interrupted.
 * @throws UserError where something else ended it.
 */
export async function askChat<Item extends Question, Answer>(
  asked: Asked<Item, Answer>,
  { benchmark, flags, world }: Chat,
): Promise<Ended<Answer> | { code: number }> {
  const provider = await createModelProvider(flags.provider, {
    env: await readEnv(world.cwd, world.env),
    baseUrl: flags.baseUrl,
    world: { fetch: globalThis.fetch, now: world.now },
  });
  const ended = await askModel({ purpose: benchmark, manner: 'choice', asked, provider, flags, world });
  const { answers, odd, stop } = ended.result;
  const { length } = asked.questions;
  if (world.signal.aborted && answers.size + odd.size < length)
    return { code: sayInterrupted(ended, length, world) };
  const hint = 'The server must offer /chat/completions: check --model and --base-url.';
  if (stop) throw stoppedError(stop, ended, hint);
  return ended;
}
