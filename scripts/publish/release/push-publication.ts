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
const maxWaits = 30;

/**
 * Brings GitHub to hold the release: looks, takes one step, looks again, until there is nothing to do. It can be killed
 * anywhere and started again. @throws UserError where something else stands in its place, or GitHub stays away.
 */
export async function pushPublication(options: Options): Promise<Published> {
  const { signal, onTrouble, secondMs = 1_000 } = options;
  let failures = 0;
  let waits = 0;
  let seen: PublicationState | undefined;
  for (;;) {
    try {
      const state = await look(options, seen);
      seen = undefined;
      const step = nextPublicationStep(options.publication, state);
      if (step.do === 'wait-for-digests') {
        waits += 1;
        await waitForDigests(step.names, waits, options);
      }
      const done = await follow(step, state, options);
      if (done) return done;
      if (touchesAssetsAlone(step)) seen = state;
      failures = 0;
    } catch (error) {
      const trouble = troubleOf(error);
      failures += 1;
      if (trouble === undefined || signal.aborted || failures > maxFailures) throw error;
      onTrouble(trouble);
      await sleep(secondMs * Math.min(2 ** failures, 30), undefined, { signal });
    }
  }
}

async function waitForDigests(
  names: string[],
  waits: number,
  { signal, secondMs = 1_000 }: Options,
): Promise<void> {
  if (waits > maxWaits) throw withoutDigests(names);
  await sleep(secondMs, undefined, { signal });
}

/** Returns once there is nothing more to do. */
async function follow(step: Step, state: PublicationState, options: Options): Promise<Published | undefined> {
  switch (step.do) {
    case 'nothing':
      return step;
    case 'refuse':
      throw refusePublication(step.refusal, options.publication);
    case 'wait-for-digests':
      return undefined;
    default:
      options.onStep(step);
      return takeStep(step, state, options);
  }
}

/** The last step may be left to a person: some organisations let no workflow open a pull request. */
async function takeStep(
  step: Doing,
  { releases, branch }: PublicationState,
  options: Options,
): Promise<Published | undefined> {
  try {
    await pushStep(step, options);
    return undefined;
  } catch (error) {
    if (step.do !== 'open-pull' || statusOf(error) !== 403) throw error;
    const url = releases.find(({ isDraft }) => !isDraft)?.url ?? '';
    const pull = url.replace(/\/releases\/.*/, `/compare/${options.publication.branch}?expand=1`);
    return { do: 'nothing', url, commit: branch?.commit ?? '', pull };
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
