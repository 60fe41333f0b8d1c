import { UserError } from '../../errors.ts';
import type { Refusal } from './next-publication-step.ts';
import type { Publication } from './publication.ts';

/** What stands in the way, in words. */
export function refusePublication(refusal: Refusal, publication: Publication): UserError {
  const { code, message, fix } = describe(refusal, publication);
  return new UserError(message, { code, fix, blame: 'answer' });
}

type Words = { code: string; message: string; fix: string };

function describe(refusal: Refusal, { tag, branch, source }: Publication): Words {
  const commit = 'commit' in refusal ? refusal.commit.slice(0, 12) : '';
  const built = source.slice(0, 12);
  switch (refusal.because) {
    case 'source':
      return saySource(refusal.source, built);
    case 'tag-elsewhere':
      return {
        code: 'TAG_ELSEWHERE',
        message: `the tag ${tag} is on GitHub already, at ${commit}, which is no release of ${built}`,
        fix: `Merge the release that ${tag} names first, or remove the tag if it is wrong.`,
      };
    case 'branch-elsewhere':
      return {
        code: 'BRANCH_TAKEN',
        message: `the branch ${branch} is on GitHub already, at ${commit}, and is not the release of ${built}`,
        fix: 'Look at it on GitHub, and delete or rename it.',
      };
    case 'other-draft':
      return {
        code: 'DRAFT_ELSEWHERE',
        message: `a draft of ${tag} is on GitHub that is not of this release: ${refusal.url}`,
        fix: 'Look at it, delete it there, then run the same command again.',
      };
    case 'published-otherwise':
      return {
        code: 'RELEASE_ELSEWHERE',
        message: `${tag} is published already with other files (${refusal.url}): ${sayNames(refusal.names)}`,
        fix: 'A published release is not changed. Release the changes as a new version.',
      };
  }
}

function saySource(source: 'not-merged' | 'missing', built: string): Words {
  const fix =
    'Push it and merge it into the default branch, or build the release from a commit that is there.';
  return source === 'missing'
    ? {
        code: 'SOURCE_NOT_PUSHED',
        message: `GitHub does not have the commit ${built} that the release was built from`,
        fix,
      }
    : {
        code: 'SOURCE_NOT_MERGED',
        message: `the commit ${built} that the release was built from is not in the default branch`,
        fix,
      };
}

function sayNames(names: readonly string[]): string {
  const more = names.length - 5;
  return `${names.slice(0, 5).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
