import type { Request } from '../prompt/request.ts';
import { buildCall } from '../provider/ask/build-call.ts';
import { parseAnswer } from '../provider/ask/parse-answer.ts';
import { repairCall } from '../provider/ask/repair-call.ts';
import type { Axes } from '../sample/axis.ts';
import { seedOf } from '../sample/random.ts';
import type { createAcceptor } from './accept.ts';
import { answerRequest, type LadderWorld, type Work } from './answer-request.ts';
import { type Attempts, applyAttempts, callId, type ModelSetup } from './apply-attempts.ts';
import { executeModelRun } from './execute-model-run.ts';
import type { RunEvent } from './execute-run.ts';
import type { RunPlan } from './run-plan.ts';

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

export type ModelRun = Pick<Attempts, 'committedMicroUsd' | 'models' | 'served' | 'close'> & {
  events(accept: ReturnType<typeof createAcceptor>): AsyncGenerator<RunEvent>;
};

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
  const attempts = await applyAttempts({ folder, run: plan.run, setup, signal, offline });
  const world: LadderWorld = {
    ...attempts.world,
    callFor: callsOf({ plan, setup, axes }),
    repairFor: (call, { key, answer, problems }) =>
      repairCall(call, { id: callId(plan.run, key), answer, problems }),
    parse: parseAnswer,
    learnt: { rung: 0, answered: attempts.answeredBefore },
  };
  return {
    events: (accept) =>
      executeModelRun({
        requests,
        answer: (work) => answerRequest(work, world).catch(attempts.closeAndThrow),
        accept,
        count: plan.count,
        window: Math.max(leastWindow, windowPerRequest * setup.limits.concurrency),
        signal,
      }),
    committedMicroUsd: attempts.committedMicroUsd,
    models: attempts.models,
    served: attempts.served,
    close: attempts.close,
  };
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
      id: callId(plan.run, key),
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
