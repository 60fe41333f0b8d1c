import type { CommitProgressEvent } from '@huggingface/hub';
import { UserError } from '../../errors.ts';
import { fetchHubState } from './fetch-hub-state.ts';
import { type Hub, pageOf } from './hub.ts';
import { nextStep, type Refusal, type Release, type Step, tagOf } from './next-step.ts';
import { type Patience, persist } from './persist.ts';
import { pushCommit, pushRepository, pushTag } from './push-step.ts';
import type { Settled } from './receipt.ts';

type Options = Patience & {
  hub: Hub;
  release: Release;
  folder: string;
  /** Whether to make the repository where there is none. */
  create: boolean;
  onStep: (step: Step) => void;
  onProgress: (event: CommitProgressEvent) => void;
};

/**
 * Brings the repository on the Hub to the release: looks, takes one step, looks again, until there is nothing to do.
 * It can be killed anywhere and started again; what the Hub shows is all that it goes by.
 */
export async function pushMirror(options: Options): Promise<Settled> {
  const { hub, release, onStep } = options;
  let made: string | undefined;
  return persist(
    async () => {
      for (;;) {
        const state = await fetchHubState(hub, release);
        const step = nextStep(release, state);
        if (step.do === 'refuse') throw refused(step.refusal, options);
        if (step.do === 'nothing')
          return { head: step.head, tagged: step.tagged, files: state?.tag?.files ?? [] };
        if (step.do === 'commit' && step.parent === made) throw differs(step, options);
        onStep(step);
        made = undefined;
        made = await take(step, options);
      }
    },
    hub,
    options,
  );
}

/** Returns the commit that it made. */
async function take(
  step: Exclude<Step, { do: 'nothing' | 'refuse' }>,
  { hub, release, folder, create, onProgress }: Options,
): Promise<string | undefined> {
  if (step.do === 'commit') return pushCommit({ hub, release, folder, step, onProgress });
  if (step.do === 'tag') await pushTag(hub, release.version, step.commit);
  else if (create) await pushRepository(hub);
  else throw withoutRepository(hub);
  return undefined;
}

function withoutRepository(hub: Hub): UserError {
  return new UserError(`${pageOf(hub)} does not exist, or the token does not show it`, {
    code: 'NO_HUB_REPOSITORY',
    fix: 'Correct --repo, make the dataset repository on the Hub, or add --create.',
  });
}

function refused(refusal: Refusal, { hub, release }: Options): UserError {
  if (refusal.because === 'newer') {
    return new UserError(
      `${pageOf(hub)} holds ${refusal.version} already, which is newer than ${release.version}`,
      {
        code: 'HUB_IS_NEWER',
        fix: 'Mirror the newest release. A mirror is never taken back: a later release may have removed what harms somebody.',
        blame: 'answer',
      },
    );
  }
  const tag = tagOf(release.version);
  return new UserError(
    `${pageOf(hub)}: the tag ${tag} is at ${refusal.commit.slice(0, 12)}, which does not hold this release`,
    {
      code: 'HUB_TAG_ELSEWHERE',
      fix: `Find out what was tagged. If it is wrong, delete the tag ${tag} on the Hub and run the same command again.`,
      blame: 'answer',
    },
  );
}

function differs({ drift }: Extract<Step, { do: 'commit' }>, { hub }: Options): UserError {
  const paths = [...drift.missing, ...drift.changed, ...drift.extra];
  return new UserError(
    `${pageOf(hub)}: after the commit these files are not as the manifest has them: ${paths.join(', ')}`,
    {
      code: 'HUB_DIFFERS',
      fix: 'Were they changed while they were sent? Build the release again and mirror it. If not, see what the Hub made of them.',
      blame: 'world',
    },
  );
}
