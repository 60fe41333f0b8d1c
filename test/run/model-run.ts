import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { planRequests } from '../../scripts/prompt/plan-requests.ts';
import type { PromptSpec } from '../../scripts/prompt/spec.ts';
import { createModelProvider, keyVariableOf } from '../../scripts/provider/model-providers.ts';
import { createAcceptor } from '../../scripts/run/accept.ts';
import type { ModelSetup } from '../../scripts/run/apply-attempts.ts';
import { applyModelRun } from '../../scripts/run/apply-model-run.ts';
import type { Stop } from '../../scripts/run/attempt-call.ts';
import type { EndReason, RunEvent } from '../../scripts/run/execute-run.ts';
import type { Balance } from '../../scripts/run/ledger.ts';
import { readLedger } from '../../scripts/run/read-ledger.ts';
import { planRun } from '../../scripts/run/run-plan.ts';
import { canonicalJson } from '../../scripts/sample/canonical-json.ts';
import { sha256Hex } from '../../scripts/sample/hash.ts';
import { contentOf } from '../../scripts/sample/parse-content.ts';
import type { Sample } from '../../scripts/sample/sample.ts';
import { axes } from '../support/samples.ts';
import { specWith } from '../support/specs.ts';

/** Micro-USD per million tokens: what test servers bill and runs reckon with. */
export const price = { input: 250_000, output: 2_000_000 };

/** A spec with room for 40 × 40 combinations. */
export const roomySpec: PromptSpec = specWith({
  slots: {
    occupation: Array.from({ length: 40 }, (_, index) => `trade ${index}`),
    setting: Array.from({ length: 40 }, (_, index) => `before day ${index}`),
  },
});

export const newFolder = () => mkdtemp(join(tmpdir(), 'evenhand-run-'));

export type RunOptions = {
  url: string;
  folder: string;
  count: number;
  key?: string;
  budgetMicroUsd?: number;
  maxOutputTokens?: number;
  concurrency?: number;
  ledger?: string;
  offline?: boolean;
  spec?: PromptSpec;
  seed?: number;
  limits?: Partial<ModelSetup['limits']>;
  /** Whose wire format the server speaks; OpenAI's unless said. */
  provider?: 'openai' | 'gemini';
  /** Whether first answers come in a batch. */
  batch?: boolean;
  /** Whether the same server judges the answers, under another model's name. */
  judged?: boolean;
  /** Whether to keep the lines of samples, or only count them; kept unless said. */
  keepLines?: boolean;
  /** Interrupts the run after that time. */
  interruptAfterMs?: number;
  /** Interrupts the run once that many samples are accepted. */
  interruptAfter?: number;
};

export type Ran = {
  lines: string[];
  samples: number;
  because: EndReason | undefined;
  stop: Stop | undefined;
  refused: Record<string, number>;
  balance: Balance;
  /** RESERVE records of the ledger. */
  reserved: number;
  served: string[];
};

/** Runs a plan against a server, as `generate` would. */
export async function runModel(options: RunOptions): Promise<Ran> {
  const {
    folder,
    spec = roomySpec,
    seed = 1,
    keepLines = true,
    interruptAfter = Number.POSITIVE_INFINITY,
  } = options;
  const setup = await setupOf(options);
  const plan = planRun({
    date: '2026-11-24',
    provider: setup.provider.name,
    model: setup.model,
    count: options.count,
    seed,
    tool: 'evenhand/0.1.0',
    specs: [spec],
    parameters: {
      maxOutputTokens: setup.parameters.maxOutputTokens,
      ...(options.batch ? { batch: true as const } : {}),
    },
  });
  const interrupt = new AbortController();
  const { signal } = interrupt;
  if (options.interruptAfterMs !== undefined) setTimeout(() => interrupt.abort(), options.interruptAfterMs);
  const requests = () => planRequests({ specs: [spec], axes, seed, writesFrom: 'instructions' });
  const offline = options.offline === true;
  const run = await applyModelRun({ folder, plan, setup, axes, requests, signal, offline });
  const accept = createAcceptor({ run: plan.run, axes, ...exactCopies() });
  const ran: Counted = { lines: [], samples: 0, refused: {}, because: undefined, stop: undefined };
  for await (const event of run.events(accept)) {
    count(ran, event, keepLines);
    if (ran.samples >= interruptAfter) interrupt.abort();
  }
  await run.close();
  const balance = await readLedger(options.ledger ?? join(folder, 'ledger.jsonl'));
  const reserved = [...balance.totals.values()].reduce((sum, { requests: made }) => sum + made, 0);
  return { ...ran, balance, reserved, served: run.served() };
}

/** Finds exact copies alone: what test servers write is alike by design. */
function exactCopies() {
  const seen = new Set<string>();
  // A digest, as the run's own record of what it holds: benches count memory.
  const keyOf = (sample: Sample) => sha256Hex(canonicalJson(contentOf(sample))).slice(0, 32);
  return {
    findCopy: (samples: Sample[]) =>
      samples.some((sample) => seen.has(keyOf(sample))) ? { of: 'run' as const, exact: true } : undefined,
    remember: (samples: Sample[]) => {
      for (const sample of samples) seen.add(keyOf(sample));
    },
  };
}

type Counted = Omit<Ran, 'balance' | 'reserved' | 'served'>;

function count(ran: Counted, event: RunEvent, keepLines: boolean): void {
  if (event.type === 'refused') ran.refused[event.reason] = (ran.refused[event.reason] ?? 0) + 1;
  if (event.type === 'stopped') ran.stop = event.stop;
  if (event.type === 'ended') ran.because = event.because;
  if (event.type !== 'accepted') return;
  ran.samples += event.samples.length;
  if (keepLines) ran.lines.push(...event.samples.map(canonicalJson));
}

async function setupOf(options: RunOptions): Promise<ModelSetup> {
  const { url, key = 'sk-anything', maxOutputTokens = 300, budgetMicroUsd = 1e12 } = options;
  const { provider = 'openai' } = options;
  const world = { fetch: globalThis.fetch, now: () => new Date() };
  const asked = {
    provider: await createModelProvider(provider, {
      env: { [keyVariableOf(provider)]: key },
      baseUrl: url,
      world,
    }),
    price: { ...price, cachedInput: price.input, batchPercent: 50, source: 'test' },
    limits: { concurrency: options.concurrency ?? 16, ...options.limits },
  };
  return {
    ...asked,
    model: 'gpt-5-mini',
    parameters: { maxOutputTokens, baseUrl: url },
    budgetMicroUsd,
    ledger: options.ledger,
    ...(options.judged ? { judge: { ...asked, model: 'a-judge' } } : {}),
  };
}
