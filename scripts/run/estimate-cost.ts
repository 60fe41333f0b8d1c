import type { Request } from '../prompt/request.ts';
import { type EnergyEstimate, estimateEnergy } from '../provider/energy.ts';
import type { ModelCall, ModelProvider } from '../provider/model-provider.ts';
import { costMicroUsd, type Price, type Tariff, worstCostMicroUsd } from '../provider/price.ts';
import type { Draft } from '../provider/provider.ts';
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
  /** Interactive unless said. */
  tariff?: Tariff;
};

type One = { likely: number; most: number; input: number; output: number };

function costOfOne(
  request: Request,
  { provider, price, callFor, tariff = 'interactive' }: Asking,
  likelyTokens: number,
): One {
  const bound = provider.boundTokens(callFor(request));
  const input = Math.ceil(bound.inputTokens / bytesPerToken);
  const output = Math.min(bound.outputTokens, likelyTokens);
  return {
    likely: costMicroUsd(price, { inputTokens: input, outputTokens: output }, tariff),
    most: worstCostMicroUsd(price, bound, tariff),
    input,
    output,
  };
}

const nothing: One = { likely: 0, most: 0, input: 0, output: 0 };

/** Five levels and a sentence. */
const judgementTokens = 80;

/** Walks the plan up to the count, as the run itself would, and reckons without asking anyone. */
export function estimateCost(
  requests: Iterable<Request>,
  count: number,
  { judge, ...writer }: Asking & { judge?: Asking },
): CostRange {
  const sum = { requests: 0, samples: 0, likely: 0, most: 0, first: 0, input: 0, output: 0 };
  let exhausted = true;
  for (const request of requests) {
    exhausted = sum.samples + versionsOf(request) <= count;
    if (!exhausted) break;
    const written = costOfOne(request, writer, likelyOutput(request));
    const judged = judge ? costOfOne(request, judge, judgementTokens) : nothing;
    if (sum.requests === 0) sum.first = written.most;
    sum.requests += 1;
    sum.samples += versionsOf(request);
    sum.likely += written.likely + judged.likely;
    sum.most += written.most + judged.most;
    sum.input += written.input + judged.input;
    sum.output += written.output + judged.output;
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

/** Versions as long as they are likely to be, for a judge to be shown. */
export function likelyDrafts(request: Request): Draft[] {
  const length = (likelyOutput(request) / versionsOf(request) - frameTokens) * bytesPerToken;
  const groups = request.groups.length > 0 ? request.groups : [undefined];
  return groups.map((group) => ({ group, content: { kind: 'text', text: 'x'.repeat(length) } }));
}
