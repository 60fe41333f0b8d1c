import type { Request } from '../prompt/request.ts';
import { type EnergyEstimate, estimateEnergy } from '../provider/energy.ts';
import type { ModelCall, ModelProvider } from '../provider/model-provider.ts';
import { costMicroUsd, type Price, worstCostMicroUsd } from '../provider/price.ts';
import { versionsOf } from './execute-run.ts';

/** What a run will cost: about, and at most if no answer had to be asked for twice. Micro-USD. */
export type CostRange = {
  requests: number;
  samples: number;
  likelyMicroUsd: number;
  mostMicroUsd: number;
  /** The worst case of the first request: what a budget must hold at least. */
  firstMicroUsd: number;
  /** Whether the plan ended before the count was reached. */
  exhausted: boolean;
  likelyTokens: { input: number; output: number };
  energy: EnergyEstimate;
};

/** English and its neighbours: vendors give about four characters a token. */
const bytesPerToken = 4;
/** Where a spec brings no example to go by. */
const tokensPerVersion = 80;
/** Names and braces around a version. */
const frameTokens = 12;

type Asking = {
  provider: ModelProvider;
  price: Price;
  /** The call that asks for a request's first sample. */
  callFor(request: Request): ModelCall;
};

/** Walks the plan up to the count, as the run itself would, and reckons without asking anyone. */
export function estimateCost(
  requests: Iterable<Request>,
  count: number,
  { provider, price, callFor }: Asking,
): CostRange {
  const sum = { requests: 0, samples: 0, likely: 0, most: 0, first: 0, input: 0, output: 0 };
  let exhausted = true;
  for (const request of requests) {
    exhausted = sum.samples + versionsOf(request) <= count;
    if (!exhausted) break;
    const bound = provider.boundTokens(callFor(request));
    const inputTokens = Math.ceil(bound.inputTokens / bytesPerToken);
    const outputTokens = Math.min(bound.outputTokens, likelyOutput(request));
    const worst = worstCostMicroUsd(price, bound, 'interactive');
    if (sum.requests === 0) sum.first = worst;
    sum.requests += 1;
    sum.samples += versionsOf(request);
    sum.likely += costMicroUsd(price, { inputTokens, outputTokens }, 'interactive');
    sum.most += worst;
    sum.input += inputTokens;
    sum.output += outputTokens;
  }
  return {
    requests: sum.requests,
    samples: sum.samples,
    likelyMicroUsd: sum.likely,
    mostMicroUsd: sum.most,
    firstMicroUsd: sum.first,
    exhausted: exhausted && sum.samples < count,
    likelyTokens: { input: sum.input, output: sum.output },
    energy: estimateEnergy({ inputTokens: sum.input, outputTokens: sum.output }),
  };
}

/** Versions are about as long as the spec's examples. */
function likelyOutput(request: Request): number {
  const { examples } = request.spec;
  const mean = examples.reduce((total, example) => total + example.length, 0) / Math.max(1, examples.length);
  const version = examples.length === 0 ? tokensPerVersion : Math.ceil(mean / bytesPerToken);
  return versionsOf(request) * (version + frameTokens);
}
