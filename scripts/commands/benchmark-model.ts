import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import writeFileAtomic from 'write-file-atomic';
import { applyScoring, type Scoring } from '../benchmark/likelihood/apply-scoring.ts';
import type { Prompt } from '../benchmark/likelihood/prompt.ts';
import type { TokenSum } from '../benchmark/likelihood/score-tokens.ts';
import { collectProblems } from '../benchmark/problems.ts';
import { UserError } from '../errors.ts';
import { type Dialect, dialects } from '../provider/completions/dialect.ts';
import { createLikelihoodProvider } from '../provider/model-providers.ts';
import { requirePrice } from '../provider/parse-prices.ts';
import { worstCostMicroUsd } from '../provider/price.ts';
import { readEnv } from '../provider/read-env.ts';
import { readPrices } from '../provider/read-prices.ts';
import { applyAttempts, type ModelSetup } from '../run/apply-attempts.ts';
import type { Stop } from '../run/attempt-call.ts';
import { formatProgress } from '../run/format-progress.ts';
import { writeLock } from '../run/write-lock.ts';
import { sha256Hex } from '../sample/hash.ts';
import { startProgress } from '../terminal.ts';
import type { World } from '../world.ts';
import { addTrafficFlags, limiterSettingsOf, type ModelFlags } from './model-flags.ts';
import { requireBudget } from './open-model.ts';
import { mendStop } from './run-ends.ts';
import { sayUsd } from './say-usd.ts';

/** The flags of a benchmark that asks a model itself. */
export type ScoringFlags = ModelFlags & { dialect: Dialect | 'auto'; startToken: string; runs: string };

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

type Job = { benchmark: string; prompts: readonly Prompt[]; flags: ScoringFlags; world: World };

export type Scored =
  | { ended: 'scored'; model: string; sums: ReadonlyMap<string, TokenSum>; folder: string }
  | { ended: 'interrupted'; code: number };

/**
 * Scores every prompt with a model behind a completions endpoint, within its budget. What was answered before, by
 * the same command, is not asked again.
 * @throws UserError where the server cannot do it, the budget ends, or texts remain without a score.
 */
export async function scoreWithModel(job: Job): Promise<Scored> {
  const { flags } = job;
  const tried: Dialect[] = flags.dialect === 'auto' ? [...dialects] : [flags.dialect];
  for (const [index, dialect] of tried.entries()) {
    const { scoring, folder, setup } = await scoreIn(dialect, job);
    const { sums, stop } = scoring;
    const cannot = stop?.because === 'bad-request' && sums.size === 0;
    if (cannot && index + 1 < tried.length) continue;
    if (job.world.signal.aborted && sums.size < job.prompts.length) return sayInterrupted(job, scoring);
    if (stop) throw stopped(stop, { job, scoring, setup });
    throwIfOdd(scoring, setup.model);
    return { ended: 'scored', model: setup.model, sums, folder };
  }
  throw new Error('unreachable: the last dialect ends the loop');
}

async function scoreIn(
  dialect: Dialect,
  { benchmark, prompts, flags, world }: Job,
): Promise<{ scoring: Scoring; folder: string; setup: ModelSetup }> {
  const setup = await openSetup(dialect, flags, world);
  const texts = prompts.map(({ id, text, from }) => `${id}\n${from}\n${text}`).join('\n');
  const run = `${benchmark}-${sha256Hex([setup.model, flags.baseUrl, dialect, texts].join('\n')).slice(0, 8)}`;
  requireBudget(
    setup,
    worstFirst(setup, prompts),
    'A local server costs nothing: --price-input 0 --price-output 0.',
  );
  const folder = resolve(world.cwd, flags.runs, run);
  await mkdir(folder, { recursive: true });
  const release = await writeLock(folder, world.now());
  const progress = startProgress(world);
  try {
    const attempts = await applyAttempts({ folder, run, setup, signal: world.signal });
    try {
      const startMs = world.now().getTime();
      const scoring = await applyScoring({
        prompts,
        run,
        model: setup.model,
        attempts,
        window: setup.limits.concurrency * 2,
        signal: world.signal,
        onProgress: (done) =>
          progress.show(
            formatProgress({
              accepted: done,
              asked: prompts.length,
              refused: 0,
              noun: 'texts',
              elapsedMs: world.now().getTime() - startMs,
              spentMicroUsd: isFree(setup) ? undefined : attempts.committedMicroUsd(),
            }),
          ),
      });
      return { scoring, folder, setup };
    } finally {
      await attempts.close();
    }
  } finally {
    progress.end();
    await release();
  }
}

async function openSetup(dialect: Dialect, flags: ScoringFlags, world: World): Promise<ModelSetup> {
  const { model = '', baseUrl, priceInput: inputUsd, priceOutput: outputUsd } = flags;
  const rows = flags.prices === undefined ? [] : await readPrices(resolve(world.cwd, flags.prices));
  const date = world.now().toISOString().slice(0, 10);
  const price = requirePrice({ inputUsd, outputUsd, rows }, { provider: 'compatible', model, date });
  const provider = await createLikelihoodProvider(dialect, {
    env: await readEnv(world.cwd, world.env),
    baseUrl,
    world: { fetch: globalThis.fetch, now: world.now },
  });
  const free = price.input === 0 && price.output === 0;
  return {
    provider,
    model,
    parameters: { maxOutputTokens: 1, ...(baseUrl === undefined ? {} : { baseUrl }) },
    price,
    budgetMicroUsd: free ? Number.MAX_SAFE_INTEGER : (flags.budget ?? Number.NaN),
    ledger: flags.ledger === undefined ? undefined : resolve(world.cwd, flags.ledger),
    limits: limiterSettingsOf(flags, baseUrl),
  };
}

function isFree({ price }: ModelSetup): boolean {
  return price.input === 0 && price.output === 0;
}

function worstFirst({ provider, price, model }: ModelSetup, prompts: readonly Prompt[]): number {
  const longest = prompts.reduce((most, { text }) => (text.length > most.length ? text : most), '');
  const call = {
    id: 'first',
    model,
    system: '',
    turns: [{ role: 'user' as const, content: longest }],
    mode: 'text' as const,
    maxOutputTokens: 1,
  };
  return worstCostMicroUsd(price, provider.boundTokens(call), 'interactive');
}

const interruptedCode = 130;

function sayInterrupted({ prompts, world }: Job, { sums }: Scoring): Scored {
  world.stderr.write(
    `Interrupted. ${sums.size} of ${prompts.length} texts are scored and saved.\nGo on with the same command.\n`,
  );
  return { ended: 'interrupted', code: interruptedCode };
}

function stopped(
  stop: Stop,
  { job, scoring, setup }: { job: Job; scoring: Scoring; setup: ModelSetup },
): UserError {
  const saved = `${scoring.sums.size} of ${job.prompts.length} texts are scored and saved`;
  const { because } = stop;
  if (because === 'budget') {
    return new UserError(`the budget of ${sayUsd(setup.budgetMicroUsd)} is spent: ${saved}`, {
      code: 'BUDGET_SPENT',
      fix: 'Go on with the same command and a larger --budget.',
      blame: 'answer',
    });
  }
  const asked = { provider: 'compatible', model: setup.model, parameters: setup.parameters };
  const { code, blame, fix } = mendStop({ ...stop, because }, asked);
  const hint =
    because === 'bad-request'
      ? 'The server must offer /completions with echo and logprobs, or prompt_logprobs (--dialect).'
      : fix;
  return new UserError(`${stop.message}; ${saved}`, {
    code,
    blame,
    fix: `${hint} Then give the same command again.`,
  });
}

/** @throws UserError that counts the texts without a score, with examples: figures over the others would mislead. */
function throwIfOdd({ odd }: Scoring, model: string): void {
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
