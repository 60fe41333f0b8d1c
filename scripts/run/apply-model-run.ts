import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Request } from '../prompt/request.ts';
import { buildCall } from '../provider/ask/build-call.ts';
import { parseAnswer } from '../provider/ask/parse-answer.ts';
import { repairCall } from '../provider/ask/repair-call.ts';
import type { ModelProvider, RawAnswer } from '../provider/model-provider.ts';
import type { KnownPrice } from '../provider/parse-prices.ts';
import { costMicroUsd, type Price, worstCostMicroUsd } from '../provider/price.ts';
import type { Axes } from '../sample/axis.ts';
import { seedOf } from '../sample/random.ts';
import type { ModelUse } from '../sample/run-file.ts';
import type { createAcceptor } from './accept.ts';
import { answerRequest, type LadderWorld, type Work } from './answer-request.ts';
import { tokensOf } from './attempt-call.ts';
import { createBudgetGate } from './budget-gate.ts';
import { executeModelRun } from './execute-model-run.ts';
import type { RunEvent } from './execute-run.ts';
import { committedMicroUsd } from './ledger.ts';
import type { LimiterSettings } from './limiter.ts';
import { modelsOfRun } from './model-use.ts';
import { createPacer } from './pacer.ts';
import { type KnownEnd, planRecovery } from './reconcile.ts';
import type { ModelParameters, RunPlan } from './run-plan.ts';
import { openJournal } from './write-journal.ts';
import { openLedger } from './write-ledger.ts';

/** A model with all that decides how it is asked and what it may cost. */
export type ModelSetup = {
  provider: ModelProvider;
  model: string;
  parameters: ModelParameters;
  price: KnownPrice;
  /** What the whole ledger may hold, worst cases included. */
  budgetMicroUsd: number;
  /** The ledger's file, where it is not the run's own. */
  ledger?: string | undefined;
  limits: LimiterSettings;
};

type Options = {
  folder: string;
  plan: RunPlan;
  setup: ModelSetup;
  axes: Axes;
  requests: Iterable<Request>;
  signal: AbortSignal;
  /** Reads saved answers again and sends nothing. */
  offline?: boolean;
};

export type ModelRun = {
  events(accept: ReturnType<typeof createAcceptor>): AsyncGenerator<RunEvent>;
  /** What counts against the budget now. */
  committedMicroUsd(): number;
  models(): ModelUse[];
  /** The models that answered, as the vendor names them. */
  served(): string[];
  close(): Promise<void>;
};

/** Answers that take longer than this are given up; a model of one's own may be slow. */
const deadlineMs = 300_000;

/** Pieces of work begun and not yet accepted, per request that may be under way: one slow answer stalls no others. */
const windowPerRequest = 4;
const leastWindow = 64;

/** Opens a run's ledger and journal, ends what a crash left open, and gets ready to ask. */
export async function applyModelRun({
  folder,
  plan,
  setup,
  axes,
  requests,
  signal,
  offline = false,
}: Options): Promise<ModelRun> {
  const { provider, price } = setup;
  const nonce = randomBytes(6).toString('hex');
  const ledger = await openLedger(setup.ledger ?? join(folder, 'ledger.jsonl'), {
    capMicroUsd: setup.budgetMicroUsd,
    world: { nonce, now: Date.now, sleep: pause, random: Math.random },
  });
  const ends = new Map<string, KnownEnd>();
  let answeredBefore = false;
  const journal = await openJournal(join(folder, 'journal.jsonl'), (record) => {
    if (record.type !== 'RECEIVED') return;
    answeredBefore = true;
    if (ledger.balance.open.has(record.id))
      ends.set(record.id, endOfAnswer(record.answer, { provider, price }));
  });
  const at = new Date().toISOString();
  const recovery = planRecovery(ledger.balance, { run: plan.run, endOf: (id) => ends.get(id), at });
  await Promise.all(
    recovery.map((record) => (record.type === 'RESERVE' ? undefined : ledger.append(record))),
  );
  const pacer = createPacer(setup.limits, { now: Date.now, random: Math.random, sleep }, answeredBefore);
  const onInterrupt = () => pacer.close();
  signal.addEventListener('abort', onInterrupt);
  if (signal.aborted) pacer.close();

  const served = new Set<string>();
  let attempts = 0;
  const world: LadderWorld = {
    provider,
    run: plan.run,
    worstCost: (call) => worstCostMicroUsd(price, provider.boundTokens(call), 'interactive'),
    trueCost: (usage) => costMicroUsd(price, usage, 'interactive'),
    gate: createBudgetGate(ledger.reserve),
    appendToLedger: ledger.append,
    journal,
    pacer,
    now: Date.now,
    random: Math.random,
    sleep: pacer.sleep,
    deadline: () => AbortSignal.timeout(deadlineMs),
    nextId: () => `${nonce}-${attempts++}`,
    offline,
    halted: {},
    onTold: ({ servedModel }) => servedModel !== undefined && served.add(servedModel),
    callFor: callsOf({ plan, setup, axes }),
    repairFor: (call, { key, answer, problems }) =>
      repairCall(call, { id: callId(plan, key), answer, problems }),
    parse: parseAnswer,
    learnt: { rung: 0, answered: answeredBefore },
  };

  return {
    events: (accept) =>
      executeModelRun({
        requests,
        answer: (work) => answerRequest(work, world).catch(closeAndThrow),
        accept,
        count: plan.count,
        window: Math.max(leastWindow, windowPerRequest * setup.limits.concurrency),
        signal,
      }),
    committedMicroUsd: () => committedMicroUsd(ledger.balance),
    models: () => modelsOfRun(ledger.balance, plan.run),
    served: () => [...served].sort(),
    async close() {
      signal.removeEventListener('abort', onInterrupt);
      pacer.close();
      await journal.close();
      await ledger.close();
    },
  };

  /** A disk that fails ends the run: nothing more may be sent. */
  function closeAndThrow(error: unknown): never {
    pacer.close();
    throw error;
  }
}

/** How a run's requests become calls: a pure function of the plan, the piece of work and the mode. */
export function callsOf({
  plan,
  setup: { model, parameters },
  axes,
}: Pick<Options, 'axes'> & {
  plan: Pick<RunPlan, 'run' | 'seed'>;
  setup: Pick<ModelSetup, 'model' | 'parameters'>;
}): LadderWorld['callFor'] {
  const { maxOutputTokens, temperature, reasoningEffort, thinkingTokens } = parameters;
  return ({ request, sample }: Work, { key, mode }) =>
    buildCall(request, {
      axes,
      id: callId(plan, key),
      model,
      mode,
      maxOutputTokens,
      // The same request asked again must not be the same call: servers and proxies cache. 31 bits fit every API.
      seed: seedOf(`${plan.seed}\n${request.slot}\n${sample}`) >>> 1,
      ...(temperature === undefined ? {} : { temperature }),
      ...(reasoningEffort === undefined ? {} : { reasoningEffort }),
      ...(thinkingTokens === undefined ? {} : { thinkingTokens }),
    });
}

/** `<the run's hash>-<call key>`: at most 64 characters of ASCII. */
function callId({ run }: Pick<RunPlan, 'run'>, key: string): string {
  return `${run.slice(-8)}-${key}`;
}

function endOfAnswer(
  answer: RawAnswer,
  { provider, price }: { provider: ModelProvider; price: Price },
): KnownEnd {
  const { billing } = provider.interpret(answer);
  if (billing.billed === 'nothing') return 'not-billed';
  if (billing.billed === 'unknown') return undefined;
  return { costMicroUsd: costMicroUsd(price, billing.usage, 'interactive'), tokens: tokensOf(billing.usage) };
}

/** Ends early, without an error, once the signal aborts. */
async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  setMaxListeners(0, signal);
  await pause(ms, undefined, { signal }).catch(() => undefined);
}
