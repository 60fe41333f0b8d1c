import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ModelProvider, RawAnswer } from '../provider/model-provider.ts';
import type { KnownPrice } from '../provider/parse-prices.ts';
import { costMicroUsd, type Price, worstCostMicroUsd } from '../provider/price.ts';
import type { ModelUse } from '../sample/run-file.ts';
import { type AttemptWorld, tokensOf } from './attempt-call.ts';
import { createBudgetGate } from './budget-gate.ts';
import { committedMicroUsd } from './ledger.ts';
import type { LimiterSettings } from './limiter.ts';
import { modelsOfRun } from './model-use.ts';
import { createPacer } from './pacer.ts';
import { type KnownEnd, planRecovery } from './reconcile.ts';
import type { ModelParameters } from './run-plan.ts';
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
  /** The run's id. */
  run: string;
  setup: Pick<ModelSetup, 'provider' | 'price' | 'budgetMicroUsd' | 'ledger' | 'limits'>;
  signal: AbortSignal;
  /** Reads saved answers again and sends nothing. */
  offline?: boolean;
};

export type Attempts = {
  world: AttemptWorld;
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
const deadlineMs = 300_000;

/** Opens the ledger and the journal in a folder, ends what a crash left open, and gets ready to bring answers. */
export async function applyAttempts({
  folder,
  run,
  setup,
  signal,
  offline = false,
}: Options): Promise<Attempts> {
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
  const recovery = planRecovery(ledger.balance, { run, endOf: (id) => ends.get(id), at });
  await Promise.all(
    recovery.map((record) => (record.type === 'RESERVE' ? undefined : ledger.append(record))),
  );
  const pacer = createPacer(setup.limits, { now: Date.now, random: Math.random, sleep }, answeredBefore);
  const onInterrupt = () => pacer.close();
  signal.addEventListener('abort', onInterrupt);
  if (signal.aborted) pacer.close();

  const served = new Set<string>();
  let attempts = 0;
  const world: AttemptWorld = {
    provider,
    run,
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
  };

  return {
    world,
    answeredBefore,
    committedMicroUsd: () => committedMicroUsd(ledger.balance),
    models: () => modelsOfRun(ledger.balance, run),
    served: () => [...served].sort(),
    closeAndThrow(error) {
      pacer.close();
      throw error;
    },
    async close() {
      signal.removeEventListener('abort', onInterrupt);
      pacer.close();
      await journal.close();
      await ledger.close();
    },
  };
}

/** `<the run's hash>-<call key>`: at most 64 characters of ASCII. */
export function callId(run: string, key: string): string {
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
