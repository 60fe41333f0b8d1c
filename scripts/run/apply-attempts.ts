import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ModelProvider, RawAnswer } from '../provider/model-provider.ts';
import type { KnownPrice } from '../provider/parse-prices.ts';
import { costMicroUsd, type Tariff, worstCostMicroUsd } from '../provider/price.ts';
import type { ModelUse } from '../sample/run-file.ts';
import { type AttemptWorld, tokensOf } from './attempt-call.ts';
import { createBudgetGate } from './budget-gate.ts';
import type { JournalRecord } from './journal.ts';
import { committedMicroUsd } from './ledger.ts';
import type { LimiterSettings } from './limiter.ts';
import { modelsOfRun } from './model-use.ts';
import { createPacer, type Pacer } from './pacer.ts';
import { type KnownEnd, planRecovery } from './reconcile.ts';
import type { ModelParameters } from './run-plan.ts';
import { addServedModel } from './served-model.ts';
import { type Journal, openJournal } from './write-journal.ts';
import { type Ledger, openLedger } from './write-ledger.ts';

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
  judge?: AskedModel;
};

/** A model that is asked: where, at what price, how fast. */
export type AskedModel = Pick<ModelSetup, 'provider' | 'model' | 'price' | 'limits'>;

type Options = {
  folder: string;
  /** The run's id. */
  run: string;
  setup: Pick<ModelSetup, 'provider' | 'price' | 'budgetMicroUsd' | 'ledger' | 'limits'>;
  signal: AbortSignal;
  /** Reads saved answers again and sends nothing. */
  offline?: boolean;
  /** What a saved answer cost, where that is not what the setup's price says. */
  endOf?(record: Received): KnownEnd;
  /** Whether a reservation is still under way, although its process is gone. */
  goesOn?(id: string): boolean;
  /** Brings answers into the journal before anything is asked; they are read like any saved answer. */
  prepare?(opened: { ledger: Ledger; journal: Journal }): Promise<void>;
};

type Received = Extract<JournalRecord, { type: 'RECEIVED' }>;

export type Attempts = {
  world: AttemptWorld;
  /** Another model under the same budget, in the same journal; `label` is its name in the ledger. */
  addModel(model: AskedModel, label: string): AttemptWorld;
  /** Whether the journal held answers when it was opened. */
  answeredBefore: boolean;
  /** What counts against the budget now. */
  committedMicroUsd(): number;
  models(): ModelUse[];
  /** The models that answered, as the vendor names them. */
  served(): string[];
  /** A disk that fails ends the run: nothing more may be sent. */
  closeAndThrow(error: unknown): never;
  close(): Promise<void>;
};

/** Answers that take longer than this are given up; a model of one's own may be slow. */
export const deadlineMs = 300_000;

/** Opens the ledger and the journal in a folder, ends what a crash left open, and gets ready to bring answers. */
export async function applyAttempts(options: Options): Promise<Attempts> {
  const { folder, run, setup, signal, offline = false } = options;
  const nonce = randomBytes(6).toString('hex');
  const ledger = await openLedger(setup.ledger ?? join(folder, 'ledger.jsonl'), {
    capMicroUsd: setup.budgetMicroUsd,
    world: { nonce, now: Date.now, sleep: pause, random: Math.random },
  });
  const { journal, answeredBefore } = await recover(ledger, options);
  const pacers: Pacer[] = [];
  const halt = () => {
    for (const pacer of pacers) pacer.close();
  };
  const shared = {
    run,
    gate: createBudgetGate(ledger.reserve),
    appendToLedger: ledger.append,
    journal,
    now: Date.now,
    random: Math.random,
    withDeadline,
    nextId: createIds(nonce),
    offline,
    halted: { close: halt },
  };
  const served = new Set<string>();

  function ask({ provider, price, limits }: Omit<AskedModel, 'model'>): AttemptWorld {
    const pacer = createPacer(limits, { now: Date.now, random: Math.random, sleep }, answeredBefore);
    pacers.push(pacer);
    if (signal.aborted) pacer.close();
    return {
      ...shared,
      provider,
      worstCost: (bound) => worstCostMicroUsd(price, bound, 'interactive'),
      trueCost: (usage) => costMicroUsd(price, usage, 'interactive'),
      pacer,
      sleep: pacer.sleep,
      onTold: () => undefined,
    };
  }

  signal.addEventListener('abort', halt);
  return {
    world: {
      ...ask(setup),
      onTold: ({ servedModel }) => servedModel !== undefined && addServedModel(served, servedModel),
    },
    addModel: (model, label) => ({ ...ask(model), label }),
    answeredBefore,
    committedMicroUsd: () => committedMicroUsd(ledger.balance),
    models: () => modelsOfRun(ledger.balance, run),
    served: () => [...served].sort(),
    closeAndThrow(error) {
      halt();
      throw error;
    },
    async close() {
      signal.removeEventListener('abort', halt);
      halt();
      await journal.close();
      await ledger.close();
    },
  };
}

/** Opens the journal, ends what a crash left open, and brings in what was prepared. */
async function recover(
  ledger: Ledger,
  { folder, run, setup, offline = false, ...options }: Options,
): Promise<{ journal: Journal; answeredBefore: boolean }> {
  const path = join(folder, 'journal.jsonl');
  const ends = new Map<string, KnownEnd>();
  let answeredBefore = false;
  const journal = await openJournal(path, (record) => {
    if (record.type !== 'RECEIVED') return;
    answeredBefore = true;
    if (!ledger.balance.open.has(record.id)) return;
    ends.set(record.id, options.endOf?.(record) ?? endOfAnswer(record.answer, setup));
  });
  const recovery = planRecovery(ledger.balance, {
    run,
    endOf: (id) => ends.get(id),
    goesOn: options.goesOn ?? (() => false),
    at: new Date().toISOString(),
  });
  await Promise.all(recovery.map((record) => ledger.append(record)));
  if (offline || !options.prepare) return { journal, answeredBefore };
  await options.prepare({ ledger, journal });
  await journal.close();
  return { journal: await openJournal(path, () => undefined), answeredBefore };
}

/** Not `AbortSignal.timeout`: its timers live on for the whole time after the answer is there. */
async function withDeadline<Value>(send: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
  const controller = new AbortController();
  const tooLate = () => controller.abort(new DOMException('no answer in time', 'TimeoutError'));
  const timer = setTimeout(tooLate, deadlineMs);
  try {
    return await send(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

function createIds(nonce: string): () => string {
  let attempts = 0;
  return () => `${nonce}-${attempts++}`;
}

/** What an answer says of its cost. */
export function endOfAnswer(
  answer: RawAnswer,
  { provider, price, tariff = 'interactive' }: Pick<AskedModel, 'provider' | 'price'> & { tariff?: Tariff },
): KnownEnd {
  const { billing } = provider.interpret(answer);
  if (billing.billed === 'nothing') return 'not-billed';
  if (billing.billed === 'free') return { costMicroUsd: 0 };
  if (billing.billed === 'unknown') return undefined;
  return { costMicroUsd: costMicroUsd(price, billing.usage, tariff), tokens: tokensOf(billing.usage) };
}

/** Ends early, without an error, once the signal aborts. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  setMaxListeners(0, signal);
  await pause(ms, undefined, { signal }).catch(() => undefined);
}
