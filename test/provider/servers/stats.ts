import type { FaultKind } from './faults.ts';

/** What a vendor takes for a million tokens, in micro-USD. */
export type ServerPrice = { input: number; output: number };

/** What a test server has seen and billed; tests read it while it runs. */
export type ServerStats = {
  /** All that reached the server, whatever became of it. */
  requests: number;
  /** Requests that were billed, whether or not their answer arrived. */
  billedRequests: number;
  /** The true bill in pico-USD: tokens × micro-USD per million tokens, without rounding. */
  billedPicoUsd: number;
  inputTokens: number;
  outputTokens: number;
  /** Answered with 429. */
  rejected: number;
  /** Requests that came before a Retry-After of the server had passed. */
  retryAfterViolations: number;
  faults: Partial<Record<FaultKind, number>>;
  /** The largest number of requests at work at once. */
  maxOpen: number;
  /** Request id (or content hash) → how often it was billed. */
  billedById: Map<string, number>;
};

export function newStats(): ServerStats {
  return {
    requests: 0,
    billedRequests: 0,
    billedPicoUsd: 0,
    inputTokens: 0,
    outputTokens: 0,
    rejected: 0,
    retryAfterViolations: 0,
    faults: {},
    maxOpen: 0,
    billedById: new Map(),
  };
}

/** True bill in micro-USD, as a fraction. */
export function billedMicroUsd({ billedPicoUsd }: ServerStats): number {
  return billedPicoUsd / 1e6;
}

export function bill(
  stats: ServerStats,
  price: ServerPrice,
  use: { id: string; inputTokens: number; outputTokens: number; discount?: number },
): void {
  const { id, inputTokens, outputTokens, discount = 1 } = use;
  stats.billedRequests += 1;
  stats.inputTokens += inputTokens;
  stats.outputTokens += outputTokens;
  stats.billedPicoUsd += (inputTokens * price.input + outputTokens * price.output) * discount;
  stats.billedById.set(id, (stats.billedById.get(id) ?? 0) + 1);
}
