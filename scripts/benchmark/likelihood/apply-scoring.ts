import type { ScoredToken } from '../../provider/completions/dialect.ts';
import type { Attempts } from '../../run/apply-attempts.ts';
import { bringAnswer, type CallEnd, halt, type Stop } from '../../run/attempt-call.ts';
import { callId } from '../../run/run-calls.ts';
import type { Prompt } from './prompt.ts';
import { sumTokens, type TokenSum } from './score-tokens.ts';

type Options = {
  prompts: readonly Prompt[];
  run: string;
  model: string;
  attempts: Attempts;
  /** Prompts under way at once. */
  window: number;
  signal: AbortSignal;
  onProgress(done: number): void;
};

/** How a scoring ended. `sums`: what was scored, by prompt id, saved answers included; `odd`: why others were not. */
export type Scoring = {
  sums: Map<string, TokenSum>;
  odd: Map<string, string>;
  stop: Stop | undefined;
};

/**
 * Brings the score of every prompt, from the journal where it has one, else from the server. Answers are journalled
 * as they come, so that a scoring that was ended goes on where it was.
 */
export async function applyScoring({
  prompts,
  run,
  model,
  attempts,
  window,
  signal,
  onProgress,
}: Options): Promise<Scoring> {
  const scoring: Scoring = { sums: new Map(), odd: new Map(), stop: undefined };
  const queue = prompts[Symbol.iterator]();
  const { world } = attempts;
  let done = 0;

  async function work(most = Number.POSITIVE_INFINITY): Promise<void> {
    for (let count = 0; count < most && !signal.aborted && !scoring.stop; count++) {
      const { value: prompt } = queue.next();
      if (!prompt) return;
      const { id, text } = prompt;
      const call = {
        id: callId({ run }, id.slice(0, 48)),
        model,
        system: '',
        turns: [{ role: 'user' as const, content: text }],
        mode: 'text' as const,
        maxOutputTokens: 1,
      };
      take(prompt, await bringAnswer(id, call, world));
      done += 1;
      onProgress(done);
    }
  }

  function take(prompt: Prompt, end: CallEnd): void {
    if (end.end === 'stopped') scoring.stop ??= end.stop;
    else if (end.end !== 'told') scoring.odd.set(prompt.id, 'no answer');
    else if (end.told.outcome === 'answered') takeTokens(prompt, end.told.text);
    else if (end.told.outcome === 'mode-refused' || end.told.outcome === 'bad-request') {
      scoring.stop ??= halt(world, { because: 'bad-request', message: end.told.message }).stop;
    } else scoring.odd.set(prompt.id, end.told.message);
  }

  function takeTokens(prompt: Prompt, text: string): void {
    const sum = sumTokens(prompt, JSON.parse(text) as ScoredToken[]);
    const message = 'the server does not return the log-probabilities of the text it was given';
    if (sum) scoring.sums.set(prompt.id, sum);
    else if (done === 0) scoring.stop = halt(world, { because: 'bad-request', message }).stop;
    else scoring.odd.set(prompt.id, 'the tokens that came back do not spell the text');
  }

  // The first alone: a server that cannot do it at all need not be asked many times at once.
  await work(1).catch(attempts.closeAndThrow);
  await Promise.all(Array.from({ length: window }, () => work().catch(attempts.closeAndThrow)));
  return scoring;
}
