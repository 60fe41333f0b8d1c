import type { Request } from '../../prompt/request.ts';
import type { Provider } from '../../provider/provider.ts';
import type { createAcceptor } from '../../run/accept.ts';
import type { ModelRun } from '../../run/apply-model-run.ts';
import { executeRun, type RunEvent } from '../../run/execute-run.ts';
import { spendingOf } from '../../run/model-use.ts';
import type { RunRecord } from '../../sample/run-file.ts';

/** What a run file says of what answered. */
type Facts = Pick<RunRecord, 'model' | 'tokens' | 'costMicroUsd' | 'energy' | 'models' | 'termsUrl'>;

/** What answers a run's requests, and what that took. */
export type Source = {
  events(accept: ReturnType<typeof createAcceptor>): AsyncGenerator<RunEvent>;
  /** Whether samples are made anew from saved answers, rather than continued behind those saved. */
  rebuilds: boolean;
  /** What counts against the budget; absent where nothing costs. */
  committedMicroUsd?(): number;
  facts(): Facts;
  close(): Promise<void>;
};

type Templates = { provider: Provider; requests: Iterable<Request>; count: number; signal: AbortSignal };

/** Templates answer at once, for nothing, and always the same. */
export function templateSource({ provider, requests, count, signal }: Templates): Source {
  return {
    events: (accept) => executeRun({ requests, provider, accept, count, signal }),
    rebuilds: false,
    facts: () => ({
      tokens: { input: 0, output: 0 },
      costMicroUsd: 0,
      energy: { wattHours: 0, source: 'no model was called; the computer running the tool is not counted' },
      ...(provider.termsUrl ? { termsUrl: provider.termsUrl } : {}),
    }),
    close: async () => undefined,
  };
}

/** A model's answers are in the journal: samples follow from them. */
export function modelSource(
  run: ModelRun,
  { model, termsUrl }: { model: string; termsUrl: string | undefined },
): Source {
  return {
    events: (accept) => run.events(accept),
    rebuilds: true,
    committedMicroUsd: run.committedMicroUsd,
    facts: () => ({
      model: { asked: model, served: run.served() },
      ...spendingOf(run.models()),
      ...(termsUrl ? { termsUrl } : {}),
    }),
    close: () => run.close(),
  };
}
