import { canonicalJson } from '../../sample/canonical-json.ts';
import { compareText } from '../../sample/order.ts';
import type { OriginCount } from './format-card.ts';
import type { Origin } from './origin.ts';

/** Counts samples by run, and sums up by what made them. */
export function countOrigins(
  runs: ReadonlyMap<string, number>,
  origins: ReadonlyMap<string, Origin>,
): OriginCount[] {
  const counts = new Map<string, OriginCount>();
  for (const [run, samples] of runs) {
    const origin = origins.get(run);
    if (!origin) continue;
    const { provider, model, terms, licence } = origin;
    const key = canonicalJson([provider, model, licence, terms]);
    const known = counts.get(key);
    if (known) known.samples += samples;
    else counts.set(key, { provider, model, terms, licence, samples });
  }
  return [...counts].sort(([a], [b]) => compareText(a, b)).map(([, count]) => count);
}
