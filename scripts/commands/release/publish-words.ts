import type { Place } from '../../publish/release/fetch-publication-state.ts';
import type { Publication } from '../../publish/release/publication.ts';
import type { Doing } from '../../publish/release/push-publication-step.ts';
import { sayCount, sayNumber } from '../../report/wording.ts';

/** What publishing will do, before it does it. */
export function sayPlan({ tag, source, branch, assets }: Publication, { owner, repo }: Place): string {
  const bytes = assets.reduce((sum, asset) => sum + asset.bytes, 0);
  return [
    `${tag} of commit ${source.slice(0, 12)} → ${owner}/${repo}`,
    `1. the release commit on the branch ${branch}`,
    `2. a draft release, ${sayCount(assets.length, 'file')} (${sayNumber(bytes)} bytes), each held to its SHA-256`,
    '3. publication, which seals it where releases are immutable',
    '4. a pull request that brings the release commit to the default branch',
    '',
  ].join('\n');
}

/** What is being done. */
export function sayDoing(step: Doing, { branch, assets, tag }: Publication): string {
  switch (step.do) {
    case 'commit':
      return `Making the release commit on ${branch} …`;
    case 'draft':
      return 'Drafting the release …';
    case 'delete-draft':
      return 'Deleting a draft too many …';
    case 'delete-asset':
      return `Deleting ${step.name}, which did not arrive as it should …`;
    case 'upload':
      return `Uploading ${step.asset.name} (${step.release.assets.length + 1} of ${assets.length}) …`;
    case 'publish':
      return `Publishing ${tag} …`;
    case 'open-pull':
      return 'Opening the pull request …';
  }
}
