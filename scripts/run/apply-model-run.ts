import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { Request } from '../prompt/request.ts';
import { parseAnswer } from '../provider/ask/parse-answer.ts';
import { repairCall } from '../provider/ask/repair-call.ts';
import type { BatchProvider, ModelProvider, Usage } from '../provider/model-provider.ts';
import { costMicroUsd, worstCostMicroUsd } from '../provider/price.ts';
import type { Draft } from '../provider/provider.ts';
import type { Axes } from '../sample/axis.ts';
import { canonicalJson } from '../sample/canonical-json.ts';
import type { createAcceptor } from './accept.ts';
import { isBegun, type LadderWorld } from './answer-request.ts';
import { type Attempts, applyAttempts, endOfAnswer, type ModelSetup, sleep } from './apply-attempts.ts';
import { endOf, halt } from './attempt-call.ts';
import { executeModelRun } from './execute-model-run.ts';
import type { RunEvent } from './execute-run.ts';
import { answerAndJudge } from './judge-answer.ts';
import { type BatchWorld, isBatchReservation, runBatches } from './run-batches.ts';
import { batchCalls, callId, callsOf, hashOf, isJudgeCall, judgeOf } from './run-calls.ts';
import type { RunPlan } from './run-plan.ts';

type Options = {
  folder: string;
  plan: RunPlan;
  setup: ModelSetup;
  axes: Axes;
  /** The plan's requests, from the first, each time. */
  requests(): Iterable<Request>;
  signal: AbortSignal;
  /** Reads saved answers again and sends nothing. */
  offline?: boolean;
};

export type ModelRun = Pick<Attempts, 'committedMicroUsd' | 'models' | 'served' | 'close'> & {
  events(accept: ReturnType<typeof createAcceptor>): AsyncGenerator<RunEvent>;
};

/** Pieces of work begun and not yet accepted, per request that may be under way: one slow answer stalls no others. */
const windowPerRequest = 16;
const leastWindow = 64;

/** Opens a run's ledger and journal, ends what a crash left open, and gets ready to ask. */
export async function applyModelRun(options: Options): Promise<ModelRun> {
  const { folder, plan, setup, axes, requests, signal, offline = false } = options;
  const hash = hashOf(plan);
  const attempts = await applyAttempts({
    folder,
    run: plan.run,
    setup,
    signal,
    offline,
    endOf: ({ call, id, answer }) => {
      const asked = setup.judge && isJudgeCall(call) ? setup.judge : setup;
      return endOfAnswer(answer, {
        ...asked,
        tariff: isBatchReservation(id, hash) ? 'batch' : 'interactive',
      });
    },
    goesOn: (id) => isBatchReservation(id, hash),
    ...(plan.parameters?.batch
      ? {
          prepare: (opened: Opened) =>
            runBatches(
              batchCalls({ plan, setup, axes, requests: requests() }),
              batchWorld({ plan, setup, signal }, opened),
            ),
        }
      : {}),
  });
  const writer: LadderWorld<Draft[]> = {
    ...attempts.world,
    steps: '',
    callFor: callsOf({ plan, setup, axes }),
    repairFor: (call, { key, ...repair }) => repairCall(call, { id: callId(plan, key), ...repair }),
    parse: (text, request) => {
      const parsed = parseAnswer(text, request);
      return parsed.ok ? { ok: true, value: parsed.drafts } : parsed;
    },
    learnt: { rung: 0, answered: attempts.answeredBefore },
  };
  const judge =
    setup.judge &&
    judgeOf(setup.judge.model, {
      plan,
      world: attempts.addModel(setup.judge, `${setup.judge.model} (judge)`),
    });
  const judgements = setup.judge && (await open(join(folder, 'judgements.jsonl'), 'w'));
  return {
    async *events(accept) {
      const events = executeModelRun({
        requests: requests(),
        answer: (work) => answerAndJudge(work, { writer, judge }).catch(attempts.closeAndThrow),
        isSaved: (work) => isBegun(work, writer),
        stop: (stop) => halt(writer, stop).stop,
        accept,
        count: plan.count,
        window: Math.max(leastWindow, windowPerRequest * setup.limits.concurrency),
        signal,
      });
      for await (const event of events) {
        if ('judged' in event && event.judged) {
          await judgements?.appendFile(`${canonicalJson(event.judged)}\n`);
        }
        yield event;
      }
    },
    committedMicroUsd: attempts.committedMicroUsd,
    models: attempts.models,
    served: attempts.served,
    async close() {
      await judgements?.close();
      await attempts.close();
    },
  };
}

type Opened = Pick<BatchWorld, 'ledger' | 'journal'>;

function batchWorld(
  { plan, setup, signal }: Pick<Options, 'plan' | 'setup' | 'signal'>,
  opened: Opened,
): BatchWorld {
  const { provider, price, model } = setup;
  const trueCost = (usage: Usage) => costMicroUsd(price, usage, 'batch');
  return {
    ...opened,
    batches: requireBatches(provider),
    hash: hashOf(plan),
    run: plan.run,
    label: model,
    worstCost: (call) => worstCostMicroUsd(price, provider.boundTokens(call), 'batch'),
    endOf: (id, answer) => endOf(id, provider.interpret(answer), { trueCost, now: Date.now }),
    now: () => new Date().toISOString(),
    sleep: (ms) => sleep(ms, signal),
    signal,
  };
}

/** @throws UserError where the provider has no batches. */
function requireBatches({ batches, name }: ModelProvider): BatchProvider {
  if (batches) return batches;
  throw new UserError(`the provider "${name}" has no batches`, {
    code: 'NO_BATCHES',
    fix: 'Leave out --batch, or use openai or gemini.',
  });
}
