import { choiceQuestions } from '../benchmark/choice/questions.ts';
import { choiceResult } from '../benchmark/choice/result.ts';
import type { Cluster } from '../benchmark/stereoset/cluster.ts';
import { createModelProvider } from '../provider/model-providers.ts';
import { readEnv } from '../provider/read-env.ts';
import type { World } from '../world.ts';
import { type AskingFlags, askModel, sayInterrupted, stoppedError } from './benchmark-asking.ts';
import { printResult } from './benchmark-output.ts';

export type ChoiceFlags = AskingFlags & {
  provider: string;
  seeds: number;
  json?: boolean;
  out?: string;
};

/** StereoSet for a chat model that tells no log-probabilities. */
export async function chooseWithModel(
  clusters: readonly Cluster[],
  flags: ChoiceFlags,
  world: World,
): Promise<number> {
  const provider = await createModelProvider(flags.provider, {
    env: await readEnv(world.cwd, world.env),
    baseUrl: flags.baseUrl,
    world: { fetch: globalThis.fetch, now: world.now },
  });
  const asked = choiceQuestions(clusters, flags.seeds);
  const ended = await askModel({
    benchmark: 'stereoset-choice',
    manner: 'choice',
    asked,
    provider,
    flags,
    world,
  });
  const { answers, odd, stop } = ended.result;
  if (world.signal.aborted && answers.size + odd.size < asked.questions.length)
    return sayInterrupted(ended, asked.questions.length, world);
  if (stop)
    throw stoppedError(stop, ended, 'The server must offer /chat/completions: check --model and --base-url.');
  const result = choiceResult(clusters, { model: ended.setup.model, seeds: flags.seeds, answers });
  return printResult(result, { ...flags, extra: { seeds: flags.seeds } }, world);
}
