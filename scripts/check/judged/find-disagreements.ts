import { compareText } from '../../sample/order.ts';
import type { Content } from '../../sample/sample.ts';
import { partsOf } from '../bias/learned-text.ts';
import type { Disagreement } from './judged-report.ts';
import type { WithVerdict } from './judged-sample.ts';

/** How far the judge must find a sample worse than the measures do: a slight fault and a dull tone are worth a look. */
const leastAhead = 0.25;
/** How far the measures must find it worse: tone alone is often sad and seldom unfair. */
const leastBehind = 0.5;
/** Of each kind: a reviewer reads so many. */
const mostOfEach = 10;

/**
 * The samples on which the worst that the judge says and the worst that is measured are furthest apart: first those that
 * the judge finds worse, which nothing else would have shown.
 */
export function findDisagreements(verdicts: readonly WithVerdict[]): Disagreement[] {
  const placed = verdicts
    .map((each) => ({ ...placeOf(each), ahead: worstOf(each.verdict) - worstMeasured(each) }))
    .sort((a, b) => b.distance - a.distance || compareText(a.path, b.path) || a.line - b.line);
  const judgedWorse = placed.filter(({ ahead }) => ahead >= leastAhead).slice(0, mostOfEach);
  const measuredWorse = placed.filter(({ ahead }) => ahead <= -leastBehind).slice(0, mostOfEach);
  return [...judgedWorse, ...measuredWorse].map(({ ahead: _, ...each }) => each);
}

function placeOf(each: WithVerdict): Disagreement {
  const { sample, path, line, verdict, offline } = each;
  const { evidence, ...said } = verdict;
  return {
    sample: sample.id,
    path,
    line,
    axis: sample.axis,
    declared: sample.stance,
    distance: Math.abs(worstOf(verdict) - worstMeasured(each)),
    verdict: said,
    evidence,
    text: beginningOf(sample),
    tone: offline.tone ?? null,
    safety: offline.safety,
  };
}

const longestText = 300;

function beginningOf(content: Content): string {
  const learned = partsOf(content).filter(({ use }) => use === 'learned');
  const text = learned.map((part) => part.text).join('\n');
  return text.length <= longestText ? text : `${text.slice(0, longestText).toWellFormed()}…`;
}

function worstMeasured({ offline: { tone, safety } }: WithVerdict): number {
  return Math.max(safety.length > 0 ? 1 : 0, -(tone ?? 0));
}

const weights = { none: 0, slight: 0.5, clear: 1 };

function worstOf({ stereotype, harm, stance }: Disagreement['verdict']): number {
  const ofStance = stance === 'stereotypical' ? weights.slight : weights.none;
  return Math.max(weights[stereotype], weights[harm], ofStance);
}
