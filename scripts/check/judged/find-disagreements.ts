import { compareText } from '../../sample/order.ts';
import type { Disagreement } from './judged-report.ts';
import type { WithVerdict } from './judged-sample.ts';

/** Nearer than this, both say about the same. */
const leastDistance = 0.5;
const mostDisagreements = 20;

/** The samples on which the worst that the judge says and the worst that is measured are furthest apart. */
export function findDisagreements(verdicts: readonly WithVerdict[]): Disagreement[] {
  return verdicts
    .map(({ sample, path, line, verdict: { evidence, ...verdict }, offline: { tone, safety } }) => ({
      sample: sample.id,
      path,
      line,
      axis: sample.axis,
      declared: sample.stance,
      distance: Math.abs(worstOf(verdict) - Math.max(safety.length > 0 ? 1 : 0, -(tone ?? 0))),
      verdict,
      evidence,
      tone: tone ?? null,
      safety,
    }))
    .filter(({ distance }) => distance >= leastDistance)
    .sort((a, b) => b.distance - a.distance || compareText(a.path, b.path) || a.line - b.line)
    .slice(0, mostDisagreements);
}

const weights = { none: 0, slight: 0.5, clear: 1 };

function worstOf({ stereotype, harm, stance }: Disagreement['verdict']): number {
  const ofStance = stance === 'stereotypical' ? weights.slight : weights.none;
  return Math.max(weights[stereotype], weights[harm], ofStance);
}
