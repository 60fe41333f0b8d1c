import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../errors.ts';
import { statusOf } from '../github/github-failure.ts';
import { fetchPublicationState, fetchReleases } from './fetch-publication-state.ts';
import { nextPublicationStep, type PublicationState, type Step } from './next-publication-step.ts';
import { refusePublication } from './publication-refusal.ts';
import { type Doing, pushStep, type StepOptions } from './push-publication-step.ts';

type Options = StepOptions & {
  onStep: (step: Doing) => void;
  onTrouble: (words: string) => void;
  /** How long one second of a wait lasts; shorter in tests. */
  secondMs?: number;
};

export type Published = Extract<Step, { do: 'nothing' }>;

/** Failures without progress after which to give up. */
const maxFailures = 8;
/** Looks at digests that GitHub has still to compute. */
const maxLooks = 30;

/**
 * Brings GitHub to hold the release: looks, takes one step, looks again, until there is nothing to do. It can be killed
 * anywhere and started again. @throws UserError where something else stands in its place, or GitHub stays away.
 */
export async function pushPublication(options: Options): Promise<Published> {
  const { signal, onTrouble, secondMs = 1_000 } = options;
  let failures = 0;
  let looks = 0;
  let seen: PublicationState | undefined;
  for (;;) {
    try {
      const state = await look(options, seen);
      seen = undefined;
      const step = nextPublicationStep(options.publication, state);
      if (step.do === 'nothing') return step;
      if (step.do === 'refuse') throw refusePublication(step.refusal, options.publication);
      if (step.do === 'wait-for-digests') {
        looks += 1;
        if (looks > maxLooks) throw withoutDigests(step.names);
        await sleep(secondMs, undefined, { signal });
      } else {
        options.onStep(step);
        await pushStep(step, options);
        failures = 0;
      }
      if (touchesAssetsAlone(step)) seen = state;
    } catch (error) {
      const trouble = troubleOf(error);
      failures += 1;
      if (trouble === undefined || signal.aborted || failures > maxFailures) throw error;
      onTrouble(trouble);
      await sleep(secondMs * Math.min(2 ** failures, 30), undefined, { signal });
    }
  }
}

/** A release has many files: between two of them, nothing else is looked at again. */
async function look(options: Options, seen: PublicationState | undefined): Promise<PublicationState> {
  return seen ? { ...seen, releases: await fetchReleases(options) } : fetchPublicationState(options);
}

function touchesAssetsAlone(step: Step): boolean {
  return ['upload', 'delete-asset', 'wait-for-digests'].includes(step.do);
}

/**
 * What failed may have been done all the same: 5xx and broken connections, and the 404, 409 and 422 that say that what
 * was seen a moment ago has changed. Undefined where looking again does not help.
 */
function troubleOf(error: unknown): string | undefined {
  const status = statusOf(error);
  if (status === undefined || !(error instanceof UserError)) return undefined;
  return status === 0 || status >= 500 || [404, 409, 422].includes(status) ? error.message : undefined;
}

function withoutDigests(names: string[]): UserError {
  return new UserError(
    `GitHub gives no digest of ${names.join(', ')}, so nothing shows that they arrived whole`,
    {
      code: 'NO_DIGESTS',
      fix: 'Run the same command again later; it goes on where it stopped. The draft is not published.',
      blame: 'world',
    },
  );
}
