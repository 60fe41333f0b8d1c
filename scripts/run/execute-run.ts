import type { Request } from '../prompt/request.ts';
import type { Judgement } from '../provider/ask/judge-call.ts';
import type { Provider } from '../provider/provider.ts';
import type { Sample } from '../sample/sample.ts';
import type { createAcceptor, RefusalReason } from './accept.ts';
import type { QuarantineReason } from './answer-request.ts';
import type { Stop } from './attempt-call.ts';

/** A judge's word on the answer for a slot: `sample` 0 is the first that was asked for. */
export type Judged = { slot: number; sample: number } & Judgement;

/** What happens while a run goes on, in slot order. */
export type RunEvent =
  | { type: 'accepted'; samples: Sample[]; judged?: Judged }
  | { type: 'refused'; reason: RefusalReason | QuarantineReason; judged?: Judged }
  | { type: 'stopped'; stop: Stop }
  | { type: 'ended'; because: EndReason };

/**
 * `complete`: as many samples as asked for. `rounded-down`: the next family would not fit whole.
 * `exhausted`: the specs have nothing more to give. `interrupted`: Ctrl-C. `stopped`: something ended the run, as
 * the event before says. `absent`: no saved answer is left, and nothing may be sent.
 */
export type EndReason = 'complete' | 'rounded-down' | 'exhausted' | 'interrupted' | 'stopped' | 'absent';

type Options = {
  requests: Iterable<Request>;
  provider: Provider;
  accept: ReturnType<typeof createAcceptor>;
  /** Samples asked for. */
  count: number;
  signal: AbortSignal;
};

/** Answers requests one after the other until `count` samples are accepted; what is refused is topped up. */
export async function* executeRun({
  requests,
  provider,
  accept,
  count,
  signal,
}: Options): AsyncGenerator<RunEvent> {
  let accepted = 0;
  for (const request of requests) {
    if (accepted === count) return yield ended('complete');
    if (signal.aborted) return yield ended('interrupted');
    if (accepted + versionsOf(request) > count) return yield ended('rounded-down');
    const outcome = accept(request, await provider.answer(request, signal));
    if (!outcome.accepted) {
      yield { type: 'refused', reason: outcome.reason };
      continue;
    }
    accepted += outcome.samples.length;
    yield { type: 'accepted', samples: outcome.samples };
  }
  yield ended(accepted === count ? 'complete' : 'exhausted');
}

/** Samples that a request gives: the versions of its family, or one. */
export function versionsOf(request: Request): number {
  return Math.max(1, request.groups.length);
}

function ended(because: EndReason): RunEvent {
  return { type: 'ended', because };
}
