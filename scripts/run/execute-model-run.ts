import type { Request } from '../prompt/request.ts';
import type { createAcceptor } from './accept.ts';
import type { Work } from './answer-request.ts';
import type { Stop } from './attempt-call.ts';
import { type EndReason, type RunEvent, versionsOf } from './execute-run.ts';
import type { WorkEnd } from './judge-answer.ts';
import { countRefusals } from './refusals.ts';

type Options = {
  requests: Iterable<Request>;
  /** Brings one piece of work to its end; called for many at once. */
  answer(work: Work): Promise<WorkEnd>;
  /** Whether earlier processes have paid for that work; asked before it is begun. */
  isSaved(work: Work): boolean;
  /** Sends nothing more; returns what ended the run, which may have been something else before. */
  stop(stop: Stop): Stop;
  accept: ReturnType<typeof createAcceptor>;
  /** Samples asked for. */
  count: number;
  /** Pieces of work that may be begun and not yet accepted: what memory holds. */
  window: number;
  signal: AbortSignal;
};

/** How often one cell of the plan is asked before another takes its place. */
const maxSamples = 4;

/**
 * Answers requests at once, and accepts them in one order that follows from the answers alone: the plan's requests
 * up to the count, then those that were refused, asked again in the order they were refused, so that each cell
 * keeps its share; a request refused four times is replaced by the plan's next.
 */
export async function* executeModelRun({
  requests,
  accept,
  count,
  window,
  signal,
  ...asking
}: Options): AsyncGenerator<RunEvent> {
  const queue = createQueue(requests, count);
  const refusals = countRefusals();
  const pending: Pending[] = [];
  const ending: Ending = { stop: undefined, absent: false };
  for (;;) {
    if (!ending.stop && !signal.aborted) fill(pending, { queue, window, asking });
    const first = pending.shift();
    if (!first) break;
    const end = await first.end;
    if (end.end === 'stopped') ending.stop ??= end.stop;
    else if (end.end === 'absent') ending.absent = true;
    else {
      const event = judge(first.work, end, { queue, accept });
      yield event;
      const stop = refusals.after(event, first.isSaved);
      if (stop) ending.stop ??= asking.stop(stop);
    }
  }
  if (ending.stop && ending.stop.because !== 'closed') yield { type: 'stopped', stop: ending.stop };
  yield { type: 'ended', because: endReason(ending, { interrupted: signal.aborted, short: queue.why() }) };
}

type Pending = { work: Work; isSaved: boolean; end: Promise<WorkEnd> };

/** Begins as much work as there is and may be under way. */
function fill(
  pending: Pending[],
  { queue, window, asking }: { queue: Queue; window: number; asking: Pick<Options, 'answer' | 'isSaved'> },
): void {
  while (pending.length < window) {
    const work = queue.take();
    if (!work) return;
    pending.push(begin(work, asking));
  }
}

function begin(work: Work, { answer, isSaved: wasSaved }: Pick<Options, 'answer' | 'isSaved'>): Pending {
  const isSaved = wasSaved(work);
  const end = answer(work);
  // Awaited in its turn: until then a failure is nobody's news.
  end.catch(() => undefined);
  return { work, isSaved, end };
}

function judge(
  work: Work,
  end: Extract<WorkEnd, { end: 'drafts' | 'quarantined' }>,
  { queue, accept }: { queue: Queue; accept: Options['accept'] },
): RunEvent {
  const outcome =
    end.end === 'drafts'
      ? accept(work.request, end.drafts)
      : { accepted: false as const, reason: end.reason };
  const { slot } = work.request;
  const judged = end.judgement ? { judged: { slot, sample: work.sample, ...end.judgement } } : {};
  if (!outcome.accepted) {
    queue.refused(work);
    return { type: 'refused', reason: outcome.reason, ...judged };
  }
  queue.accepted(work);
  return { type: 'accepted', samples: outcome.samples, ...judged };
}

type Ending = { stop: Stop | undefined; absent: boolean };

function endReason(
  { stop, absent }: Ending,
  { interrupted, short }: { interrupted: boolean; short: EndReason },
): EndReason {
  if (short === 'complete') return short;
  if (interrupted || stop?.because === 'closed') return 'interrupted';
  if (stop) return 'stopped';
  return absent ? 'absent' : short;
}

type Queue = {
  /** The next piece of work; undefined where nothing is left to begin at the moment. */
  take(): Work | undefined;
  refused(work: Work): void;
  accepted(work: Work): void;
  why(): EndReason;
};

function createQueue(requests: Iterable<Request>, count: number): Queue {
  const plan = requests[Symbol.iterator]();
  let next: Request | undefined = pull();
  const again: Work[] = [];
  /** Samples that what is accepted, under way or waiting will come to, if all of it is accepted. */
  let promised = 0;
  let accepted = 0;

  function pull(): Request | undefined {
    const step = plan.next();
    return step.done ? undefined : step.value;
  }

  function takePlanned(): Work | undefined {
    if (!next || promised + versionsOf(next) > count) return undefined;
    const work = { request: next, sample: 0 };
    promised += versionsOf(next);
    next = pull();
    return work;
  }

  return {
    take: () => takePlanned() ?? again.shift(),
    refused({ request, sample }) {
      if (sample + 1 < maxSamples) {
        again.push({ request, sample: sample + 1 });
        return;
      }
      promised -= versionsOf(request);
      // Behind those that wait: the order must not depend on how many were under way.
      for (let work = takePlanned(); work; work = takePlanned()) again.push(work);
    },
    accepted({ request }) {
      accepted += versionsOf(request);
    },
    why() {
      if (accepted === count) return 'complete';
      return next ? 'rounded-down' : 'exhausted';
    },
  };
}
