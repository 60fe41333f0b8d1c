import type { Request } from '../prompt/request.ts';
import type { ModelCall, StructuredMode } from '../provider/model-provider.ts';
import { type AttemptWorld, bringAnswer, type CallEnd, halt, type Stop, type Told } from './attempt-call.ts';
import { callKey } from './journal.ts';

/** A request and which of its samples: 0 is the first asked for, the others top it up. */
export type Work = { request: Request; sample: number };

/** A model's text, read: what it holds, or all that is wrong with it, in words the model can be told. */
export type Parsed<Value> = { ok: true; value: Value } | { ok: false; problems: string[] };

/** What became of one piece of work. */
export type LadderEnd<Value> =
  | { end: 'read'; value: Value }
  /** Set apart: paid for, counted, in the journal, and not in the dataset. */
  | { end: 'quarantined'; reason: QuarantineReason }
  | { end: 'stopped'; stop: Stop }
  | { end: 'absent' };

/** Why an answer was set apart; counted by name in the run file. */
export type QuarantineReason =
  | 'malformed'
  | 'cut-short'
  | 'model-refused'
  | 'filtered'
  | 'no-answer'
  | 'judge-refused'
  | 'not-judged'
  | 'bad-request';

export type LadderWorld<Value> = AttemptWorld & {
  /** Begins the names of its steps: what one model says of a piece of work is not what another says. */
  steps: string;
  /** The call that asks for a piece of work in a mode, named by its key. */
  callFor(work: Work, options: { key: string; mode: StructuredMode }): ModelCall;
  repairFor(call: ModelCall, options: { key: string; answer: string; problems: string[] }): ModelCall;
  parse(text: string, request: Request): Parsed<Value>;
  /**
   * What the run has learnt of the server: the strictest mode that it has not refused, and whether it has answered
   * anything at all.
   */
  learnt: { rung: number; answered: boolean };
};

/**
 * Climbs down the ladder: the strictest structured mode the server takes, extraction of JSON from what came, one
 * repair turn that tells the model what is wrong, and then quarantine.
 */
export async function answerRequest<Value>(work: Work, world: LadderWorld<Value>): Promise<LadderEnd<Value>> {
  const { modes } = world.provider;
  for (let index = firstRung(work, world); index < modes.length; index++) {
    const mode = modes[index] as StructuredMode;
    const key = keyOf(work, world.steps + mode);
    const call = world.callFor(work, { key, mode });
    const end = await bringAnswer(key, call, world);
    if (end.end !== 'told' || end.told.outcome !== 'mode-refused')
      return understand(end, { work, call, world });
    world.learnt.rung = Math.max(world.learnt.rung, index + 1);
  }
  return halt(world, { because: 'bad-request', message: 'the server takes no mode of structured output' });
}

function keyOf({ request, sample }: Work, step: string): string {
  return callKey({ slot: request.slot, sample, step });
}

/** Work that was begun goes on at the rung it was begun on. */
function firstRung<Value>(work: Work, world: LadderWorld<Value>): number {
  const begun = begunRung(work, world);
  return begun < 0 ? world.learnt.rung : begun;
}

/** Whether an earlier process began that work, so that its answers are in the journal. */
export function isBegun<Value>(work: Work, world: LadderWorld<Value>): boolean {
  return begunRung(work, world) >= 0;
}

function begunRung<Value>(work: Work, { provider, journal, steps }: LadderWorld<Value>): number {
  return provider.modes.findIndex((mode) => journal.has(keyOf(work, steps + mode)));
}

type Context<Value> = { work: Work; call: ModelCall; world: LadderWorld<Value> };

async function understand<Value>(end: CallEnd, context: Context<Value>): Promise<LadderEnd<Value>> {
  if (end.end === 'gave-up') return { end: 'quarantined', reason: 'no-answer' };
  if (end.end !== 'told') return end;
  if (end.told.outcome === 'bad-request' && !context.world.learnt.answered) {
    return halt(context.world, { because: 'bad-request', message: end.told.message });
  }
  if (end.told.outcome !== 'answered') return { end: 'quarantined', reason: reasonOf(end.told) };
  context.world.learnt.answered = true;
  const { text, finish } = end.told;
  const parsed = context.world.parse(text, context.work.request);
  if (parsed.ok) return { end: 'read', value: parsed.value };
  // What was cut off by the cap would be cut off again.
  if (finish === 'length') return { end: 'quarantined', reason: 'cut-short' };
  return repair(text, parsed.problems, context);
}

async function repair<Value>(
  answer: string,
  problems: string[],
  { work, call, world }: Context<Value>,
): Promise<LadderEnd<Value>> {
  const key = keyOf(work, `${world.steps}repair`);
  const end = await bringAnswer(key, world.repairFor(call, { key, answer, problems }), world);
  if (end.end === 'stopped' || end.end === 'absent') return end;
  if (end.end !== 'told' || end.told.outcome !== 'answered')
    return { end: 'quarantined', reason: 'malformed' };
  const parsed = world.parse(end.told.text, work.request);
  return parsed.ok ? { end: 'read', value: parsed.value } : { end: 'quarantined', reason: 'malformed' };
}

function reasonOf({ outcome }: Told): QuarantineReason {
  if (outcome === 'refused') return 'model-refused';
  return outcome === 'filtered' ? 'filtered' : 'bad-request';
}
