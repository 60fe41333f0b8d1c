import type { Asset, Publication } from './publication.ts';

/** What a commit on GitHub is to a release: its own commit, the commit that it was built from, or neither. */
export type Role = 'release' | 'source' | 'other';

export type NamedCommit = { commit: string; role: Role };

export type RemoteAsset = {
  id: number;
  name: string;
  bytes: number;
  /** Whole only where GitHub says "uploaded". */
  state: string;
  /** `sha256:<hex>`; null where GitHub has not computed it yet. */
  digest: string | null;
};

export type RemoteRelease = {
  id: number;
  isDraft: boolean;
  notes: string;
  /** The commit that gets the tag at publication. */
  target: string;
  url: string;
  /** A URI template. */
  uploadUrl: string;
  assets: readonly RemoteAsset[];
};

/** What GitHub shows. */
export type PublicationState = {
  /** Whether the default branch has the commit that the release was built from. */
  source: 'merged' | 'not-merged' | 'missing';
  tag: NamedCommit | undefined;
  branch: NamedCommit | undefined;
  /** All of this tag, the oldest first; GitHub lets several drafts have one. */
  releases: readonly RemoteRelease[];
  /** The page of the pull request that brings the release commit to the default branch, open or merged. */
  pull: string | undefined;
  /** Whether the default branch has the release commit itself. */
  isMerged: boolean;
};

export type Refusal =
  | { because: 'source'; source: 'not-merged' | 'missing' }
  | { because: 'tag-elsewhere'; commit: string }
  | { because: 'branch-elsewhere'; commit: string }
  | { because: 'other-draft'; url: string }
  | { because: 'published-otherwise'; url: string; names: string[] };

export type Step =
  | { do: 'commit' }
  | { do: 'draft'; target: string }
  | { do: 'delete-draft'; release: number }
  | { do: 'delete-asset'; asset: number; name: string }
  | { do: 'upload'; release: RemoteRelease; asset: Asset }
  | { do: 'wait-for-digests'; names: string[] }
  | { do: 'publish'; release: number; target: string }
  | { do: 'open-pull' }
  | { do: 'nothing'; url: string; commit: string; pull: string }
  | { do: 'refuse'; refusal: Refusal };

/**
 * What to do next, from what GitHub shows and never from what was sent: a step whose answer was lost is seen to be done,
 * or is done again. Nothing is published before every file is there with its digest.
 */
export function nextPublicationStep(publication: Publication, state: PublicationState): Step {
  const { tag, branch, releases, pull, isMerged } = state;
  const refusal = refusalOf(publication, state);
  if (refusal) return { do: 'refuse', refusal };
  const published = releases.find(({ isDraft }) => !isDraft);
  const commit = commitOf(state);
  // A published release stands; its branch may have been merged and deleted since.
  if (!published && commit === undefined) return { do: 'commit' };
  const [draft, ...others] = releases.filter(
    ({ isDraft, notes }) => isDraft && notes.includes(publication.mark),
  );
  const surplus = published ? draft : others[0];
  if (surplus) return { do: 'delete-draft', release: surplus.id };
  if (published) {
    if (branch && pull === undefined && !isMerged) return { do: 'open-pull' };
    return { do: 'nothing', url: published.url, commit: tag?.commit ?? commit ?? '', pull: pull ?? '' };
  }
  if (!draft) return { do: 'draft', target: commit ?? '' };
  return completeDraft(publication, draft, commit ?? '');
}

function completeDraft({ assets }: Publication, release: RemoteRelease, target: string): Step {
  const wanted = new Map(assets.map((asset) => [asset.name, asset]));
  const wrong = release.assets.find((remote) => judgeAsset(wanted.get(remote.name), remote) === 'wrong');
  if (wrong) return { do: 'delete-asset', asset: wrong.id, name: wrong.name };
  const there = new Set(release.assets.map(({ name }) => name));
  const asset = assets.find(({ name }) => !there.has(name));
  if (asset) return { do: 'upload', release, asset };
  const unknown = release.assets.filter(
    (remote) => judgeAsset(wanted.get(remote.name), remote) === 'unknown',
  );
  if (unknown.length > 0) return { do: 'wait-for-digests', names: unknown.map(({ name }) => name) };
  return { do: 'publish', release: release.id, target };
}

/** Whether GitHub holds the very bytes; unknown as long as it has no digest of them. */
function judgeAsset(
  wanted: Asset | undefined,
  { bytes, state, digest }: RemoteAsset,
): 'right' | 'wrong' | 'unknown' {
  if (!wanted || state !== 'uploaded' || bytes !== wanted.bytes) return 'wrong';
  if (digest === null) return 'unknown';
  return digest === `sha256:${wanted.sha256}` ? 'right' : 'wrong';
}

/** The release's own commit, wherever a name shows it. */
function commitOf({ tag, branch }: PublicationState): string | undefined {
  return [branch, tag].find((named) => named?.role === 'release')?.commit;
}

function refusalOf(publication: Publication, state: PublicationState): Refusal | undefined {
  const { source, tag, branch, releases } = state;
  if (source !== 'merged') return { because: 'source', source };
  if (tag?.role === 'other') return { because: 'tag-elsewhere', commit: tag.commit };
  if (branch && branch.role !== 'release') return { because: 'branch-elsewhere', commit: branch.commit };
  const published = releases.find(({ isDraft }) => !isDraft);
  const names = published ? differences(publication, published) : [];
  if (published)
    return names.length > 0 ? { because: 'published-otherwise', url: published.url, names } : undefined;
  const foreign = releases.find(({ isDraft, notes }) => isDraft && !notes.includes(publication.mark));
  return foreign && { because: 'other-draft', url: foreign.url };
}

/** In which files a published release is not ours. */
function differences({ assets }: Publication, published: RemoteRelease): string[] {
  const there = new Map(published.assets.map((asset) => [asset.name, asset]));
  const own = new Set(assets.map(({ name }) => name));
  return [
    ...assets
      .filter((asset) => {
        const remote = there.get(asset.name);
        return !remote || judgeAsset(asset, remote) !== 'right';
      })
      .map(({ name }) => name),
    ...[...there.keys()].filter((name) => !own.has(name)),
  ];
}
