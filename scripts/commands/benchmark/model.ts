import { join, relative } from 'node:path';
import { type Command, Option } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import type { Prompt } from '../../benchmark/likelihood/prompt.ts';
import { likelihoodQuestions } from '../../benchmark/likelihood/questions.ts';
import type { TokenSum } from '../../benchmark/likelihood/score-tokens.ts';
import { collectProblems } from '../../benchmark/problems.ts';
import { type Dialect, dialects } from '../../provider/completions/dialect.ts';
import { createLikelihoodProvider } from '../../provider/model-providers.ts';
import { readEnv } from '../../provider/read-env.ts';
import type { World } from '../../world.ts';
import { type AskingFlags, askModel, sayInterrupted, stoppedError } from '../run/ask-model.ts';
import { addTrafficFlags } from '../run/model-flags.ts';

/** The flags of a benchmark that asks a model itself. */
export type ScoringFlags = AskingFlags & { dialect: Dialect | 'auto'; startToken: string };

export function addScoringFlags(command: Command): Command {
  return addTrafficFlags(command)
    .addOption(
      new Option('--dialect <name>', 'how the server tells log-probabilities of a given text')
        .choices(['auto', ...dialects])
        .default('auto'),
    )
    .option(
      '--start-token <text>',
      'put this before every text, where the server adds no start token of its own (GPT-2: "<|endoftext|>")',
      '',
    )
    .option('--runs <folder>', 'where answers are kept, so that an ended benchmark goes on', 'runs');
}

type Job = { benchmark: string; prompts: readonly Prompt[]; flags: ScoringFlags; world: World };

export type Scored =
  | { ended: 'scored'; model: string; sums: ReadonlyMap<string, TokenSum>; folder: string }
  | { ended: 'interrupted'; code: number };

const hint = 'The server must offer /completions with echo and logprobs, or prompt_logprobs (--dialect).';

/**
 * Scores every prompt with a model behind a completions endpoint, within its budget.
 * @throws UserError where the server cannot do it, the budget ends, or texts remain without a score.
 */
export async function scoreWithModel({ benchmark, prompts, flags, world }: Job): Promise<Scored> {
  const tried: Dialect[] = flags.dialect === 'auto' ? [...dialects] : [flags.dialect];
  for (const [index, dialect] of tried.entries()) {
    const provider = await createLikelihoodProvider(dialect, {
      env: await readEnv(world.cwd, world.env),
      baseUrl: flags.baseUrl,
      world: { fetch: globalThis.fetch, now: world.now },
    });
    const asked = likelihoodQuestions(prompts);
    const ended = await askModel({ purpose: benchmark, manner: dialect, asked, provider, flags, world });
    const { answers: sums, odd, stop } = ended.result;
    const cannot = stop?.because === 'bad-request' && sums.size === 0;
    if (cannot && index + 1 < tried.length) continue;
    if (world.signal.aborted && sums.size + odd.size < prompts.length)
      return { ended: 'interrupted', code: sayInterrupted(ended, prompts.length, world) };
    if (stop) throw stoppedError(stop, ended, hint);
    throwIfOdd(odd, ended.setup.model);
    return { ended: 'scored', model: ended.setup.model, sums, folder: ended.folder };
  }
  throw new Error('unreachable: the last dialect ends the loop');
}

/** @throws UserError that counts the texts without a score, with examples: figures over the others would mislead. */
function throwIfOdd(odd: ReadonlyMap<string, string>, model: string): void {
  const problems = collectProblems('TEXTS_UNSCORED');
  for (const [id, why] of odd) problems.add(why, id);
  problems.throwIfAny(model, 'Try another --dialect or --start-token, or give the command again.');
}

/** Saves scores in the form that --predictions and --compare read. */
export async function writePredictions(
  { folder }: { folder: string },
  predictions: object,
  world: World,
): Promise<void> {
  const path = join(folder, 'predictions.json');
  await writeFileAtomic(path, `${JSON.stringify(predictions)}\n`);
  world.stderr.write(`Scores saved in ${relative(world.cwd, path)}, for --predictions and --compare.\n`);
}
