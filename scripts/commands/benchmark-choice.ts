import { type Command, Option } from 'commander';
import { choiceQuestions } from '../benchmark/choice/questions.ts';
import { choiceResult } from '../benchmark/choice/result.ts';
import type { Asked, Question } from '../benchmark/question.ts';
import type { Cluster } from '../benchmark/stereoset/cluster.ts';
import { createModelProvider, modelProviderNames } from '../provider/model-providers.ts';
import { readEnv } from '../provider/read-env.ts';
import type { World } from '../world.ts';
import { type AskingFlags, askModel, type Ended, sayInterrupted, stoppedError } from './benchmark-asking.ts';
import { printResult } from './benchmark-output.ts';

export type ChatFlags = AskingFlags & { provider: string };

export type ChoiceFlags = ChatFlags & { seeds: number; json?: boolean; out?: string };

export function addProviderFlag(command: Command, when: string): Command {
  return command.addOption(
    new Option('--provider <name>', `who has the chat model${when}`)
      .choices(modelProviderNames)
      .default('compatible'),
  );
}

/** StereoSet for a chat model that tells no log-probabilities. */
export async function chooseWithModel(
  clusters: readonly Cluster[],
  flags: ChoiceFlags,
  world: World,
): Promise<number> {
  const ended = await askChat(choiceQuestions(clusters, flags.seeds), {
    benchmark: 'stereoset-choice',
    flags,
    world,
  });
  if ('code' in ended) return ended.code;
  const { result, setup } = ended;
  const choices = { model: setup.model, seeds: flags.seeds, answers: result.answers };
  return printResult(choiceResult(clusters, choices), { ...flags, extra: { seeds: flags.seeds } }, world);
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
  const ended = await askModel({ benchmark, manner: 'choice', asked, provider, flags, world });
  const { answers, odd, stop } = ended.result;
  const { length } = asked.questions;
  if (world.signal.aborted && answers.size + odd.size < length)
    return { code: sayInterrupted(ended, length, world) };
  const hint = 'The server must offer /chat/completions: check --model and --base-url.';
  if (stop) throw stoppedError(stop, ended, hint);
  return ended;
}
