import type { Request } from '../../prompt/request.ts';
import type { ModelCall } from '../../provider/model-provider.ts';
import type { ModelSetup } from '../../run/apply-attempts.ts';
import { type CostRange, estimateCost, likelyDrafts } from '../../run/estimate-cost.ts';
import { callKey } from '../../run/journal.ts';
import { callsOf, judgeCallsOf } from '../../run/run-calls.ts';
import type { RunPlan } from '../../run/run-plan.ts';
import type { Project } from '../project.ts';

export type CallFor = (request: Request) => ModelCall;

type Asked = { plan: RunPlan; setup: ModelSetup; project: Pick<Project, 'axes'> };

/** What a run's requests will cost, its judge included; asks nobody. */
export function reckonRun(requests: Iterable<Request>, asked: Asked): CostRange {
  const { plan, setup } = asked;
  return estimateCost(requests, plan.count, {
    provider: setup.provider,
    price: setup.price,
    callFor: firstCalls(asked),
    tariff: plan.parameters?.batch ? 'batch' : 'interactive',
    ...judgeAsking(plan, setup),
  });
}

/** The call that asks for a request's first answer. */
export function firstCalls({ plan, setup, project }: Asked): CallFor {
  const callFor = callsOf({ plan, setup, axes: project.axes });
  const [mode = 'schema'] = setup.provider.modes;
  return (request) =>
    callFor({ request, sample: 0 }, { key: callKey({ slot: request.slot, sample: 0, step: mode }), mode });
}

/** How a judge would be asked about answers as long as they are likely to be. */
function judgeAsking(plan: RunPlan, { judge }: ModelSetup): { judge?: Parameters<typeof estimateCost>[2] } {
  if (!judge) return {};
  const { provider, price, model } = judge;
  const key = callKey({ slot: 0, sample: 0, step: 'judge' });
  const [mode = 'schema'] = provider.modes;
  const callFor: CallFor = (request) =>
    judgeCallsOf(model, { plan, drafts: likelyDrafts(request) })({ request, sample: 0 }, { key, mode });
  return { judge: { provider, price, callFor } };
}
