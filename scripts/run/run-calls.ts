import type { Request } from '../prompt/request.ts';
import { buildCall } from '../provider/ask/build-call.ts';
import { buildJudgeCall, type Judgement, parseJudgement } from '../provider/ask/judge-call.ts';
import { repairCall } from '../provider/ask/repair-call.ts';
import type { ModelProvider } from '../provider/model-provider.ts';
import type { Draft } from '../provider/provider.ts';
import type { Axes } from '../sample/axis.ts';
import { seedOf } from '../sample/random.ts';
import type { LadderWorld, Work } from './answer-request.ts';
import type { AttemptWorld } from './attempt-call.ts';
import { versionsOf } from './execute-run.ts';
import { callKey } from './journal.ts';
import type { JudgeWorld } from './judge-answer.ts';
import type { BatchCall } from './run-batches.ts';
import type { ModelParameters, RunPlan } from './run-plan.ts';

/** How a run's requests become calls: a pure function of the plan, the piece of work and the mode. */
export function callsOf({
  plan,
  setup: { model, parameters },
  axes,
}: {
  plan: Pick<RunPlan, 'run' | 'seed'>;
  setup: { model: string; parameters: ModelParameters };
  axes: Axes;
}): LadderWorld<Draft[]>['callFor'] {
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

const judgeSteps = 'judge-';

/** Whether a call of the journal was a judge's. */
export function isJudgeCall(call: string): boolean {
  return call.includes(`.${judgeSteps}`);
}

/** Room for five levels, a sentence and some reasoning. */
const judgeOutputTokens = 2_048;

/** How a judge is asked about an answer. */
export function judgeCallsOf(
  model: string,
  { plan, drafts }: { plan: Pick<RunPlan, 'run'>; drafts: Draft[] },
): LadderWorld<Judgement>['callFor'] {
  return ({ request }, { key, mode }) =>
    buildJudgeCall(request, drafts, {
      id: callId(plan, key),
      model,
      mode,
      maxOutputTokens: judgeOutputTokens,
    });
}

/** How a judge is asked: on its own ladder, under its own steps. */
export function judgeOf(
  model: string,
  { plan, world }: { plan: Pick<RunPlan, 'run'>; world: AttemptWorld },
): JudgeWorld {
  const learnt = { rung: 0, answered: false };
  return (drafts) => ({
    ...world,
    steps: judgeSteps,
    callFor: judgeCallsOf(model, { plan, drafts }),
    repairFor: (call, { key, ...repair }) => repairCall(call, { id: callId(plan, key), ...repair }),
    parse: parseJudgement,
    learnt,
  });
}

/** `<the run's hash>-<call key>`: at most 64 characters of ASCII. */
export function callId(plan: Pick<RunPlan, 'run'>, key: string): string {
  return `${hashOf(plan)}-${key}`;
}

/** The hash of a run's plan, which ends its name. */
export function hashOf({ run }: Pick<RunPlan, 'run'>): string {
  return run.slice(-8);
}

type Planned = {
  plan: Pick<RunPlan, 'run' | 'seed' | 'count'>;
  setup: { model: string; parameters: ModelParameters; provider: Pick<ModelProvider, 'modes'> };
  axes: Axes;
  requests: Iterable<Request>;
};

/** The first call of every request of the plan, up to the count: what a run asks for if all goes well. */
export function* batchCalls({ plan, setup, axes, requests }: Planned): Generator<BatchCall> {
  const callFor = callsOf({ plan, setup, axes });
  const [mode = 'schema'] = setup.provider.modes;
  let samples = 0;
  for (const request of requests) {
    samples += versionsOf(request);
    if (samples > plan.count) return;
    const key = callKey({ slot: request.slot, sample: 0, step: mode });
    yield { key, call: callFor({ request, sample: 0 }, { key, mode }) };
  }
}
