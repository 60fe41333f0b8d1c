import type { Attempts } from './apply-attempts.ts';
import { bringAnswer, type CallEnd, halt, type Stop, type Told } from './attempt-call.ts';
import type { Asked, Question } from './question.ts';
import { callId } from './run-calls.ts';

type Options<Item extends Question, Answer> = Asked<Item, Answer> & {
  run: string;
  model: string;
  attempts: Attempts;
  /** Questions under way at once. */
  window: number;
  signal: AbortSignal;
  onProgress(done: number): void;
};

/** How the asking ended. `answers`: by question, saved ones included; `odd`: why others have none. */
export type Answers<Answer> = {
  answers: Map<string, Answer>;
  odd: Map<string, string>;
  stop: Stop | undefined;
};

/**
 * Brings the answer to every question, from the journal where it has one, else from the server. Answers are
 * journalled as they come, so that what was ended goes on where it was.
 */
export async function applyQuestions<Item extends Question, Answer>({
  questions,
  understand,
  run,
  model,
  attempts,
  window,
  signal,
  onProgress,
}: Options<Item, Answer>): Promise<Answers<Answer>> {
  const result: Answers<Answer> = { answers: new Map(), odd: new Map(), stop: undefined };
  const queue = questions[Symbol.iterator]();
  const { world } = attempts;
  let done = 0;

  async function work(most = Number.POSITIVE_INFINITY): Promise<void> {
    for (let count = 0; count < most && !signal.aborted && !result.stop; count++) {
      const { value: question } = queue.next();
      if (!question) return;
      const { id } = question;
      const call = { ...question.call, id: callId({ run }, id.slice(0, 48)), model };
      const end = await bringAnswer(id, call, world);
      take(question, end);
      if (end.end === 'stopped') return;
      done += 1;
      onProgress(done);
    }
  }

  function take(question: Item, end: CallEnd): void {
    if (end.end === 'stopped') result.stop ??= end.stop;
    else if (end.end !== 'told') result.odd.set(question.id, 'no answer');
    else if (end.told.outcome === 'answered') takeText(question, end.told);
    else if (isRefusedAsSuch(end.told) && result.answers.size === 0) cannot(end.told.message);
    else result.odd.set(question.id, end.told.outcome);
  }

  function takeText(question: Item, { text, finish }: { text: string; finish: 'stop' | 'length' }): void {
    const understood = understand(question, text, finish);
    if (understood.ok) result.answers.set(question.id, understood.answer);
    else if (understood.cannot && done === 0) cannot(understood.why);
    else result.odd.set(question.id, understood.why);
  }

  function cannot(message: string): void {
    result.stop ??= halt(world, { because: 'bad-request', message }).stop;
  }

  // The first alone: a server that cannot do it at all need not be asked many times at once.
  await work(1).catch(attempts.closeAndThrow);
  await Promise.all(Array.from({ length: window }, () => work().catch(attempts.closeAndThrow)));
  return result;
}

/** Refusals of the request rather than of what it asks: where nothing was answered yet, none of its kind would be. */
function isRefusedAsSuch(told: Told): told is Told & { message: string } {
  return told.outcome === 'mode-refused' || told.outcome === 'bad-request';
}
