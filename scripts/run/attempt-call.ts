import type {
  Interpretation,
  ModelCall,
  ModelProvider,
  RawAnswer,
  SendFailure,
  TokenBound,
} from '../provider/model-provider.ts';
import type { BudgetGate } from './budget-gate.ts';
import type { JournalRecord } from './journal.ts';
import type { LedgerEnd, LedgerRecord, Tokens } from './ledger.ts';
import type { Observation } from './limiter.ts';
import type { Pacer, Ticket } from './pacer.ts';

type Reserve = Extract<LedgerRecord, { type: 'RESERVE' }>;

/** What a run can end for, other than being done. */
export type Stop = {
  because:
    | 'budget'
    | 'daily-quota'
    | 'provider-down'
    | 'quota-exhausted'
    | 'bad-key'
    | 'no-such-model'
    | 'bad-request'
    | 'all-refused'
    | 'closed';
  message: string;
  resumeAtMs?: number;
  /** The provider that ended it. */
  provider?: string;
};

/** How a call ended: with an answer that tells, without one after many attempts, or not yet. */
export type CallEnd =
  | { end: 'told'; told: Told }
  | { end: 'gave-up'; reason: string }
  | { end: 'stopped'; stop: Stop }
  /** Only saved answers may be read, and there is none. */
  | { end: 'absent' };

/** Interpretations that asking again would not change. */
export type Told = Interpretation & { outcome: (typeof tellingOutcomes)[number] };

const tellingOutcomes = ['answered', 'refused', 'filtered', 'bad-request', 'mode-refused'] as const;

/** All that attempts need; passed in, so that nothing here touches the world. */
export type AttemptWorld = {
  provider: ModelProvider;
  run: string;
  /** How the ledger names the model, where not by its own name. */
  label?: string;
  /** Most and true cost in integer micro-USD. */
  worstCost(bound: TokenBound): number;
  trueCost(tokens: NonNullable<UsageOf>): number;
  gate: BudgetGate<Reserve>;
  appendToLedger(record: LedgerEnd): Promise<void>;
  journal: {
    append(record: JournalRecord): Promise<void>;
    has(call: string): boolean;
    take(call: string): Promise<JournalRecord[]>;
  };
  pacer: Pacer;
  now(): number;
  random(): number;
  sleep(ms: number): Promise<void>;
  /** Sends with a signal that aborts when the answer has taken too long. */
  withDeadline<Value>(send: (signal: AbortSignal) => Promise<Value>): Promise<Value>;
  /** Names an attempt and no other, ever. */
  nextId(): string;
  /** Whether nothing may be sent: only what the journal holds is read again. */
  offline: boolean;
  /** Why nothing more is sent, once that is so; `close` sees to it, for every model of the run. */
  halted: { stop?: Stop; close(): void };
  /** Told of every answer that tells, new or saved. */
  onTold(told: Told): void;
};

type UsageOf = Extract<Interpretation['billing'], { billed: 'usage' }>['usage'];

/** Failures of one call before it is given up: with three in ten by chance, one call in a million. */
const maxFailures = 12;
const firstBackoffMs = 250;
const longestBackoffMs = 30_000;

/** Brings a call to its end: from the journal where that has it, else by attempts until one tells. */
export async function bringAnswer(key: string, call: ModelCall, world: AttemptWorld): Promise<CallEnd> {
  const end = (await savedEnd(key, world)) ?? (await newEnd(key, call, world));
  if (end.end === 'told') world.onTold(end.told);
  return end;
}

async function newEnd(key: string, call: ModelCall, world: AttemptWorld): Promise<CallEnd> {
  if (world.offline) return { end: 'absent' };
  for (let failures = 0; failures < maxFailures; ) {
    const step = await attempt(key, call, world);
    if (step.end !== 'again') return step;
    if (!step.failed) continue;
    failures += 1;
    const backoffMs = Math.min(longestBackoffMs, firstBackoffMs * 2 ** failures);
    await world.sleep(backoffMs * (0.5 + world.random() / 2));
  }
  await world.journal.append({ type: 'GAVE_UP', call: key, reason: 'no-answer' });
  return { end: 'gave-up', reason: 'no-answer' };
}

const closed: Stop = { because: 'closed', message: 'the run was ended' };

/** Nothing more is sent; what is under way ends and is saved. */
export function halt({ halted }: Pick<AttemptWorld, 'halted'>, stop: Stop): { end: 'stopped'; stop: Stop } {
  halted.stop ??= stop;
  halted.close();
  return { end: 'stopped', stop: halted.stop };
}

/** The end that earlier processes brought the call to, if any. */
async function savedEnd(key: string, { journal, provider }: AttemptWorld): Promise<CallEnd | undefined> {
  if (!journal.has(key)) return undefined;
  for (const record of await journal.take(key)) {
    if (record.type === 'GAVE_UP') return { end: 'gave-up', reason: record.reason };
    const read = provider.interpret(record.answer);
    if (isTold(read)) return { end: 'told', told: read };
  }
  return undefined;
}

type Step = Exclude<CallEnd, { end: 'absent' }> | { end: 'again'; failed: boolean };

/** One attempt: let through, reserved, sent, saved, settled, and only then understood. */
async function attempt(key: string, call: ModelCall, world: AttemptWorld): Promise<Step> {
  const { pacer, gate, provider } = world;
  const bound = provider.boundTokens(call);
  // Vendors count about a token for four characters against their limits, and the output cap in full.
  const ticket = await pacer.admit(Math.ceil(bound.inputTokens / 4) + bound.outputTokens);
  if (!ticket)
    return pacer.stop ? halt(world, pacer.stop) : { end: 'stopped', stop: world.halted.stop ?? closed };
  const id = world.nextId();
  const reserved = await gate.reserve({
    type: 'RESERVE',
    id,
    at: timeOf(world),
    run: world.run,
    model: world.label ?? call.model,
    costMicroUsd: world.worstCost(bound),
  });
  if (!reserved) {
    pacer.observe({ outcome: 'withdrawn', ...ticket });
    return halt(world, { because: 'budget', message: 'the budget is spent' });
  }
  await pacer.clear();
  const sent = await world.withDeadline((signal) => provider.send(call, { signal }));
  if (sent.sent === 'failed') return failed(sent, { id, ticket }, world);
  await world.journal.append({ type: 'RECEIVED', call: key, id, answer: sent.raw });
  return received(sent.raw, { id, ticket }, world);
}

type Going = { id: string; ticket: Ticket };

async function failed(
  { failure, detail }: { failure: SendFailure; detail: string },
  { id, ticket }: Going,
  world: AttemptWorld,
): Promise<Step> {
  const type = failure === 'not-sent' ? 'VOID' : 'UNKNOWN';
  await world.appendToLedger({ type, id, at: timeOf(world), reason: failure });
  world.gate.released();
  const reached = failure !== 'not-sent';
  world.pacer.observe({ outcome: 'failed', reached, message: detail, ...ticket });
  return { end: 'again', failed: true };
}

async function received(raw: RawAnswer, { id, ticket }: Going, world: AttemptWorld): Promise<Step> {
  const read = world.provider.interpret(raw);
  await world.appendToLedger(endOf(id, read, world));
  world.gate.released();
  // Before the ticket is given back: it must let nobody else through.
  const end = isFatal(read)
    ? halt(world, { because: read.outcome, message: read.message, provider: world.provider.name })
    : undefined;
  world.pacer.observe({ ...observationOf(read), limits: world.provider.limitsOf(raw), ...ticket });
  if (end) return end;
  if (isTold(read)) return { end: 'told', told: read };
  return { end: 'again', failed: read.outcome !== 'rate-limited' };
}

/** The record that ends a reservation, by what its answer says of the bill. */
export function endOf(
  id: string,
  { billing, outcome }: Interpretation,
  world: Pick<AttemptWorld, 'trueCost' | 'now'>,
): LedgerEnd {
  const at = timeOf(world);
  if (billing.billed === 'nothing') return { type: 'VOID', id, at, reason: outcome };
  if (billing.billed === 'free') return { type: 'SETTLE', id, at, costMicroUsd: 0 };
  if (billing.billed === 'unknown') return { type: 'UNKNOWN', id, at, reason: outcome };
  const { usage } = billing;
  return { type: 'SETTLE', id, at, costMicroUsd: world.trueCost(usage), tokens: tokensOf(usage) };
}

export function tokensOf({ inputTokens, outputTokens }: UsageOf): Tokens {
  return { input: inputTokens, output: outputTokens };
}

function isTold(read: Interpretation): read is Told {
  return (tellingOutcomes as readonly string[]).includes(read.outcome);
}

const fatalOutcomes = ['bad-key', 'no-such-model', 'quota-exhausted'] as const;

type Fatal = Interpretation & { outcome: (typeof fatalOutcomes)[number]; message: string };

function isFatal(read: Interpretation): read is Fatal {
  return (fatalOutcomes as readonly string[]).includes(read.outcome);
}

type Seen = Observation extends infer Each
  ? Each extends unknown
    ? Omit<Each, 'startedMs' | 'limits'>
    : never
  : never;

function observationOf(read: Interpretation): Seen {
  if (read.outcome === 'rate-limited') {
    const { scope, message, retryAfterMs } = read;
    return {
      outcome: 'rate-limited',
      scope,
      message,
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
  }
  if (read.outcome !== 'server-error' && read.outcome !== 'malformed') return { outcome: 'answered' };
  const wait = read.outcome === 'server-error' ? read.retryAfterMs : undefined;
  return {
    outcome: 'failed',
    reached: true,
    message: read.message,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  };
}

function timeOf({ now }: Pick<AttemptWorld, 'now'>): string {
  return new Date(now()).toISOString();
}
