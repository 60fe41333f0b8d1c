import { isKept, type Judgement } from '../provider/ask/judge-call.ts';
import type { Draft } from '../provider/provider.ts';
import {
  answerRequest,
  type LadderEnd,
  type LadderWorld,
  type QuarantineReason,
  type Work,
} from './answer-request.ts';

/** What became of one piece of work, its judgement included where a judge was asked. */
export type WorkEnd =
  | { end: 'drafts'; drafts: Draft[]; judgement?: Judgement }
  | { end: 'quarantined'; reason: QuarantineReason; judgement?: Judgement }
  | Extract<LadderEnd<never>, { end: 'stopped' | 'absent' }>;

/** How a judge is asked about an answer. */
export type JudgeWorld = (drafts: Draft[]) => LadderWorld<Judgement>;

/** Asks for an answer, and the judge, where there is one, about it. An answer that cannot be judged is set apart. */
export async function answerAndJudge(
  work: Work,
  { writer, judge }: { writer: LadderWorld<Draft[]>; judge: JudgeWorld | undefined },
): Promise<WorkEnd> {
  const written = await answerRequest(work, writer);
  if (written.end !== 'read') return written;
  const drafts = written.value;
  if (!judge) return { end: 'drafts', drafts };
  const judged = await answerRequest(work, judge(drafts));
  if (judged.end === 'quarantined') return { end: 'quarantined', reason: 'not-judged' };
  if (judged.end !== 'read') return judged;
  const judgement = judged.value;
  if (isKept(judgement)) return { end: 'drafts', drafts, judgement };
  return { end: 'quarantined', reason: 'judge-refused', judgement };
}
