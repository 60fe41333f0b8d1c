import type { RawAnswer } from '../provider/model-provider.ts';

/**
 * One line of `journal.jsonl`. RECEIVED: an answer as it came, saved before anything reads it; `id` is its
 * reservation in the ledger. GAVE_UP: a call that no attempt brought an answer for, so that a resumed run decides
 * the same again.
 */
export type JournalRecord =
  | { type: 'RECEIVED'; call: string; id: string; answer: RawAnswer }
  | { type: 'GAVE_UP'; call: string; reason: string };

/**
 * Names a call within its run: which slot, which sample of it (0 is the first answer asked for, 1 the first that
 * tops it up), and which step of the ladder. No two calls of a run share it, so no answer serves two of them.
 */
export function callKey({ slot, sample, step }: { slot: number; sample: number; step: string }): string {
  return `${slot}.${sample}.${step}`;
}
