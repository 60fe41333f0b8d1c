import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import type { ModelProvider } from '../../provider/model-provider.ts';
import { requirePrice } from '../../provider/parse-prices.ts';
import { worstCostMicroUsd } from '../../provider/price.ts';
import { readPrices } from '../../provider/read-prices.ts';
import { applyAttempts, type ModelSetup } from '../../run/apply-attempts.ts';
import { type Answers, applyQuestions } from '../../run/apply-questions.ts';
import { halt, type Stop } from '../../run/attempt-call.ts';
import { formatProgress } from '../../run/format-progress.ts';
import type { Asked, Question } from '../../run/question.ts';
import { writeLock } from '../../run/write-lock.ts';
import { sha256Hex } from '../../sample/hash.ts';
import type { ModelUse } from '../../sample/run-file.ts';
import { exactUsd, sayUsd } from '../../sample/usd.ts';
import { startProgress } from '../../terminal.ts';
import type { World } from '../../world.ts';
import { limiterSettingsOf, type ModelFlags } from './model-flags.ts';
import { requireBudget } from './open-model.ts';
import { mendStop } from './run-ends.ts';
import { sayWaiting } from './say-waiting.ts';
import { watchContact } from './watch-contact.ts';

export type AskingFlags = ModelFlags & { runs: string };

type Asking<Item extends Question, Answer> = {
  /** What is asked for; the run is named after it. */
  purpose: string;
  /** What decides the answers besides the questions: the way they are scored. */
  manner: string;
  asked: Asked<Item, Answer>;
  provider: ModelProvider;
  flags: AskingFlags;
  world: World;
  /** Told what all of it can cost at most, in micro-USD, before anything is sent. */
  onReckoned?(mostMicroUsd: number): void;
};

export type Ended<Answer> = {
  result: Answers<Answer>;
  folder: string;
  setup: ModelSetup;
  /** What was spent, by model, as the ledger tells. */
  models: ModelUse[];
  /** The models that answered, as the vendor names them. */
  served: string[];
};

/**
 * Asks a model all questions, within its budget, through the run engine. What was answered before, by the same
 * command, is not asked again.
 * @throws UserError where there is no price, or no budget that pays for one question.
 */
export async function askModel<Item extends Question, Answer>({
  purpose,
  manner,
  asked,
  provider,
  flags,
  world,
  onReckoned,
}: Asking<Item, Answer>): Promise<Ended<Answer>> {
  const setup = await openSetup(provider, flags, world);
  const { questions } = asked;
  const named = JSON.stringify([setup.model, provider.name, flags.baseUrl ?? '', manner, questions]);
  const run = `${purpose}-${sha256Hex(named).slice(0, 8)}`;
  const { dearest, all } = worstCosts(setup, questions);
  requireBudget(
    setup,
    dearest,
    `All ${questions.length} questions cost at most ${sayUsd(all)}. A local server costs nothing: --price-input 0 --price-output 0.`,
  );
  onReckoned?.(all);
  const folder = resolve(world.cwd, flags.runs, run);
  await mkdir(folder, { recursive: true });
  const release = await writeLock(folder, world.now());
  const progress = startProgress(world);
  const stopSaying = sayWaiting(world, goOnAlike);
  try {
    let giveUp = (_trouble: string) => {};
    const watched = watchContact(provider, {
      say: (trouble) => world.stderr.write(`No answer yet${placeOf(flags)}: ${trouble}; trying again.\n`),
      giveUp: (trouble) => giveUp(trouble),
    });
    const attempts = await applyAttempts({
      folder,
      run,
      setup: { ...setup, provider: watched },
      signal: world.signal,
    });
    giveUp = (message) => halt(attempts.world, { because: 'provider-down', message });
    const startMs = world.now().getTime();
    const onProgress = (done: number) =>
      progress.show(
        formatProgress({
          accepted: done,
          asked: questions.length,
          refused: 0,
          noun: 'questions',
          elapsedMs: world.now().getTime() - startMs,
          spentMicroUsd: isFree(setup.price) ? undefined : attempts.committedMicroUsd(),
        }),
      );
    const window = setup.limits.concurrency * 2;
    const options = { ...asked, run, model: setup.model, attempts, window, signal: world.signal, onProgress };
    try {
      const result = await applyQuestions(options);
      return { result, folder, setup, models: attempts.models(), served: attempts.served() };
    } finally {
      await attempts.close();
    }
  } finally {
    stopSaying();
    progress.end();
    await release();
  }
}

async function openSetup(provider: ModelProvider, flags: AskingFlags, world: World): Promise<ModelSetup> {
  const { model = '', baseUrl, priceInput: inputUsd, priceOutput: outputUsd } = flags;
  const rows = flags.prices === undefined ? [] : await readPrices(resolve(world.cwd, flags.prices));
  const date = world.now().toISOString().slice(0, 10);
  const price = requirePrice({ inputUsd, outputUsd, rows }, { provider: provider.name, model, date });
  return {
    provider,
    model,
    parameters: { maxOutputTokens: 1, ...(baseUrl === undefined ? {} : { baseUrl }) },
    price,
    budgetMicroUsd: isFree(price) ? Number.MAX_SAFE_INTEGER : (flags.budget ?? Number.NaN),
    ledger: flags.ledger === undefined ? undefined : resolve(world.cwd, flags.ledger),
    limits: limiterSettingsOf(flags, baseUrl),
  };
}

function placeOf({ baseUrl }: AskingFlags): string {
  return baseUrl === undefined ? '' : ` from ${baseUrl}`;
}

function isFree({ input, output }: ModelSetup['price']): boolean {
  return input === 0 && output === 0;
}

/** The worst case of the dearest question, and of all together. */
function worstCosts({ provider, price, model }: ModelSetup, questions: readonly Question[]) {
  const costs = questions.map(({ id, call }) =>
    worstCostMicroUsd(price, provider.boundTokens({ ...call, id, model }), 'interactive'),
  );
  return {
    dearest: costs.reduce((most, cost) => Math.max(most, cost), 0),
    all: costs.reduce((sum, cost) => sum + cost, 0),
  };
}

const interruptedCode = 130;
const goOnAlike = 'Go on with the same command.';

/** Tells how far an interrupted command came; returns the exit code. */
export function sayInterrupted({ result }: Ended<unknown>, count: number, world: World): number {
  world.stderr.write(
    `Interrupted. ${result.answers.size} of ${count} questions are answered and saved.\n${goOnAlike}\n`,
  );
  return interruptedCode;
}

/** What ended the asking early, as an error with its fix. */
export function stoppedError(stop: Stop, { result, setup }: Ended<unknown>, hint: string): UserError {
  const saved = `${result.answers.size} questions are answered and saved`;
  const { because } = stop;
  if (because === 'budget') {
    return new UserError(`the budget of ${exactUsd(setup.budgetMicroUsd)} is spent: ${saved}`, {
      code: 'BUDGET_SPENT',
      fix: 'Go on with the same command and a larger --budget.',
      blame: 'answer',
    });
  }
  const { model, parameters, provider } = setup;
  const { code, blame, fix } = mendStop({ ...stop, because }, { provider: provider.name, model, parameters });
  return new UserError(`${stop.message}; ${saved}`, {
    code,
    blame,
    fix: `${because === 'bad-request' ? hint : fix} Then give the same command again.`,
  });
}
