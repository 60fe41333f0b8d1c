/** `recentMs` follows the last ten or so answers, `floorMs` the lowest that this mean has been. */
export type Latency = { recentMs: number; floorMs: number; answers: number };

const recentWeight = 0.1;
/** The floor forgets slowly: answers that have become longer for good are no congestion. */
const floorWeight = 0.01;
/** Answers before the mean means anything. */
const warmUp = 20;
const risenBy = 2;

export function withLatency(latency: Latency | undefined, latencyMs: number): Latency {
  if (!latency) return { recentMs: latencyMs, floorMs: latencyMs, answers: 1 };
  const answers = latency.answers + 1;
  const recentMs = latency.recentMs + (latencyMs - latency.recentMs) * Math.max(recentWeight, 1 / answers);
  const drifted = latency.floorMs + (recentMs - latency.floorMs) * floorWeight;
  return { recentMs, floorMs: answers <= warmUp ? recentMs : Math.min(recentMs, drifted), answers };
}

/** Whether answers take twice as long as they can: the server queues. */
export function rises({ recentMs, floorMs, answers }: Latency): boolean {
  return answers > warmUp && recentMs > floorMs * risenBy && recentMs - floorMs > leastRiseMs;
}

/** Below this, a rise is noise of this machine. */
const leastRiseMs = 50;
