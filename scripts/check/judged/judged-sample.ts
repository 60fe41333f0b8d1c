import type { ModerationScores, Verdict } from '../../sample/verdict.ts';
import type { Placed } from './draw-samples.ts';
import type { OfflineFacts } from './offline-facts.ts';

/** A drawn sample with what is measured and what was said of it. */
export type JudgedSample = Placed & {
  offline: OfflineFacts;
  verdict?: Verdict;
  moderation?: ModerationScores;
};

export type WithVerdict = JudgedSample & { verdict: Verdict };
