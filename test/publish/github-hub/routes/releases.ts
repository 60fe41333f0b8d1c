import { createHash } from 'node:crypto';
import { requireAccount, requireGrant } from '../authenticate.ts';
import { commitOf, gitIn } from '../git-store.ts';
import {
  type HubAsset,
  type HubRelease,
  type HubRepository,
  type HubRequest,
  mayPush,
  Refusal,
  type Reply,
  type Route,
} from '../state.ts';
import { paginate } from './paginate.ts';
import { lookAtRepository } from './repositories.ts';

/** GitHub's documented bounds of a file and of a release. */
const maxAssetBytes = 2 ** 31 - 1;
const maxAssets = 1_000;
const maxNotesLength = 125_000;

const one = '/repos/{owner}/{repo}/releases/{release_id}';

export const releaseRoutes: Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/releases', handle: listReleases },
  { method: 'POST', path: '/repos/{owner}/{repo}/releases', handle: createRelease },
  { method: 'PATCH', path: one, handle: updateRelease },
  { method: 'DELETE', path: one, handle: deleteRelease },
  { method: 'GET', path: `${one}/assets`, handle: listAssets },
  { method: 'POST', path: `${one}/assets`, handle: uploadAsset },
  { method: 'DELETE', path: '/repos/{owner}/{repo}/releases/assets/{asset_id}', handle: deleteAsset },
];

/** Drafts are shown to who may push alone. */
async function listReleases(request: HubRequest): Promise<Reply> {
  const repository = await lookAtRepository(request);
  const shown = repository.releases.filter(({ isDraft }) => !isDraft || mayPush(repository, request.account));
  return paginate(
    shown.toReversed().map((release) => toRelease(release, repository, request)),
    request,
  );
}

/** Any number of drafts may have one tag; a published release has its tag alone. */
async function createRelease(request: HubRequest): Promise<Reply> {
  const repository = await requireWriter(request);
  const { tag_name = '', target_commitish, name = '', body = '', draft = false } = request.body as CreateBody;
  if (body.length > maxNotesLength) throw invalid({ field: 'body', code: 'custom' });
  const release: HubRelease = {
    id: request.hub.nextId++,
    tag: tag_name,
    target: target_commitish ?? repository.defaultBranch,
    name,
    notes: body,
    isDraft: true,
    assets: [],
  };
  if (!draft) await publish(release, repository);
  repository.releases.push(release);
  return { status: 201, body: toRelease(release, repository, request) };
}

type CreateBody = {
  tag_name?: string;
  target_commitish?: string;
  name?: string;
  body?: string;
  draft?: boolean;
};

async function updateRelease(request: HubRequest): Promise<Reply> {
  const repository = await requireWriter(request);
  const release = findRelease(repository, request);
  const { target_commitish, name, body, draft } = request.body as CreateBody;
  if (release.isDraft) release.target = target_commitish ?? release.target;
  release.name = name ?? release.name;
  release.notes = body ?? release.notes;
  if (draft === false && release.isDraft) await publish(release, repository);
  return { status: 200, body: toRelease(release, repository, request) };
}

/** The tag is made with the publication, unless it is there. */
async function publish(release: HubRelease, repository: HubRepository): Promise<void> {
  const { tag, target } = release;
  if (repository.releases.some((other) => !other.isDraft && other.tag === tag))
    throw invalid({ field: 'tag_name', code: 'already_exists' });
  if ((await commitOf(repository, `refs/tags/${tag}`)) === undefined) {
    const commit =
      (await commitOf(repository, `refs/heads/${target}`)) ?? (await commitOf(repository, target));
    if (!commit) throw invalid({ field: 'target_commitish', code: 'invalid' });
    await gitIn(repository, 'update-ref', `refs/tags/${tag}`, commit);
  }
  release.isDraft = false;
}

async function deleteRelease(request: HubRequest): Promise<Reply> {
  const repository = await requireWriter(request);
  const release = findRelease(repository, request);
  repository.releases.splice(repository.releases.indexOf(release), 1);
  return { status: 204 };
}

async function listAssets(request: HubRequest): Promise<Reply> {
  const repository = await lookAtRepository(request);
  return paginate(findRelease(repository, request).assets.map(toAsset), request);
}

async function uploadAsset(request: HubRequest): Promise<Reply> {
  const repository = await requireWriter(request);
  const release = findRelease(repository, request);
  refuseSealed(release);
  const name = (request.query.get('name') ?? '').replaceAll(/[^\w.-]+/g, '.');
  if (release.assets.some((asset) => asset.name === name))
    throw invalid({ resource: 'ReleaseAsset', field: 'name', code: 'already_exists' });
  const { length } = request.bytes;
  if (length === 0) throw new Refusal(400, 'Bad Content-Length: 0');
  if (length > maxAssetBytes || release.assets.length >= maxAssets)
    throw invalid({ resource: 'ReleaseAsset', field: 'size', code: 'custom' });
  const asset: HubAsset = { id: request.hub.nextId++, name, content: request.bytes, state: 'uploaded' };
  release.assets.push(asset);
  return { status: 201, body: toAsset(asset) };
}

async function deleteAsset(request: HubRequest): Promise<Reply> {
  const repository = await requireWriter(request);
  for (const release of repository.releases) {
    const index = release.assets.findIndex(({ id }) => String(id) === request.params['asset_id']);
    if (index < 0) continue;
    refuseSealed(release);
    release.assets.splice(index, 1);
    return { status: 204 };
  }
  throw new Refusal(404, 'Not Found');
}

/** As a repository with immutable releases does. */
function refuseSealed({ isDraft }: HubRelease): void {
  if (!isDraft) throw new Refusal(422, 'Cannot upload assets to an immutable release.');
}

async function requireWriter(request: HubRequest): Promise<HubRepository> {
  const account = requireAccount(request.account);
  const repository = await lookAtRepository(request);
  requireGrant(account, 'contents');
  if (!mayPush(repository, account)) throw new Refusal(404, 'Not Found');
  return repository;
}

function findRelease({ releases }: HubRepository, { params }: HubRequest): HubRelease {
  const release = releases.find(({ id }) => String(id) === params['release_id']);
  if (release) return release;
  throw new Refusal(404, 'Not Found');
}

function invalid(error: Record<string, string>): Refusal {
  return new Refusal(422, 'Validation Failed', { errors: [{ resource: 'Release', ...error }] });
}

function toRelease(release: HubRelease, { owner, name }: HubRepository, { hub }: HubRequest): object {
  const { id, tag, target, notes, isDraft, assets } = release;
  return {
    id,
    tag_name: tag,
    target_commitish: target,
    name: release.name,
    body: notes,
    draft: isDraft,
    prerelease: false,
    immutable: !isDraft,
    html_url: `${hub.url}/${owner}/${name}/releases/${isDraft ? `untagged-${id}` : `tag/${tag}`}`,
    upload_url: `${hub.url}/repos/${owner}/${name}/releases/${id}/assets{?name,label}`,
    // GitHub's list of releases holds the first assets only.
    assets: assets.slice(0, 30).map(toAsset),
  };
}

function toAsset({ id, name, content, state, digest }: HubAsset): object {
  const computed = `sha256:${createHash('sha256').update(content).digest('hex')}`;
  return {
    id,
    name,
    label: '',
    state,
    size: content.length,
    digest: digest === undefined ? computed : digest,
  };
}
