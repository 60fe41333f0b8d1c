import { HubApiError, listFiles } from '@huggingface/hub';
import { UserError } from '../../errors.ts';
import { manifestName } from '../release/manifest.ts';
import { parseVersion } from '../release/plan-version.ts';
import { findFileDrift } from './drift.ts';
import { apiOf, type Hub, pageOf, repoOf } from './hub.ts';
import type { HubFile, HubState } from './hub-state.ts';
import { type Release, tagOf } from './next-step.ts';

type Ref = { name: string; targetCommit: string };

/** No manifest is near it. */
const maxManifestBytes = 16 * 1024 * 1024;

/** What the Hub shows of the repository now; undefined where there is none. */
export async function fetchHubState(hub: Hub, release: Release): Promise<HubState | undefined> {
  const refs = await fetchRefs(hub);
  if (!refs) return undefined;
  const head = refs.branches.find(({ name }) => name === 'main')?.targetCommit;
  if (head === undefined) throw withoutMain(hub);
  const files = await fetchFiles(hub, head);
  const tag = refs.tags.find(({ name }) => name === tagOf(release.version))?.targetCommit;
  return {
    head,
    files,
    tag:
      tag === undefined
        ? undefined
        : { commit: tag, files: tag === head ? files : await fetchFiles(hub, tag) },
    otherVersion: await fetchOtherVersion(hub, head, files, release),
  };
}

/** `GET /api/datasets/<repo>/refs`, which the client has no function for. */
async function fetchRefs(hub: Hub): Promise<{ branches: Ref[]; tags: Ref[] } | undefined> {
  const url = `${apiOf(hub)}/refs`;
  const answer = await hub.fetch(url, { headers: await authorisation(hub) });
  if (answer.status === 404) {
    await answer.body?.cancel();
    return undefined;
  }
  await refuseFailure(url, answer);
  return (await answer.json()) as { branches: Ref[]; tags: Ref[] };
}

async function fetchFiles(hub: Hub, revision: string): Promise<HubFile[]> {
  const accessToken = await hub.token();
  const entries = listFiles({
    repo: repoOf(hub),
    revision,
    recursive: true,
    hubUrl: hub.url,
    fetch: hub.fetch,
    ...(accessToken && { accessToken }),
  });
  const files: HubFile[] = [];
  for await (const { type, path, size, oid = '', lfs } of entries)
    if (type === 'file') files.push({ path, bytes: size, blob: oid, sha256: lfs?.oid });
  return files;
}

/** Who makes a mirror of an older release over a newer one takes the dataset back, takedowns included. */
async function fetchOtherVersion(
  hub: Hub,
  commit: string,
  files: readonly HubFile[],
  release: Release,
): Promise<string | undefined> {
  const found = files.find(({ path }) => path === manifestName);
  const wanted = release.files.filter(({ path }) => path === manifestName);
  if (!found || found.bytes > maxManifestBytes) return undefined;
  if (findFileDrift(wanted, [found]).changed.length === 0) return undefined;
  const answer = await fetchContent(hub, commit, manifestName);
  const version = parseLoosely(await answer.text());
  return version === release.version ? undefined : version;
}

function parseLoosely(text: string): string | undefined {
  try {
    const version = (JSON.parse(text) as { version?: unknown } | null)?.version;
    return typeof version === 'string' && parseVersion(version) ? version : undefined;
  } catch {
    return undefined;
  }
}

/** A file as a consumer gets it, through `resolve`. */
export async function fetchContent(hub: Hub, revision: string, path: string): Promise<Response> {
  const url = `${pageOf(hub)}/resolve/${encodeURIComponent(revision)}/${path}`;
  const answer = await hub.fetch(url, { headers: await authorisation(hub) });
  await refuseFailure(url, answer);
  return answer;
}

async function authorisation({ token }: Hub): Promise<Record<string, string>> {
  const value = await token();
  return value === undefined ? {} : { authorization: `Bearer ${value}` };
}

/** As the client does for its own requests. @throws HubApiError */
export async function refuseFailure(url: string, answer: Response): Promise<void> {
  if (answer.ok) return;
  const { error } = (await answer.json().catch(() => ({}))) as { error?: unknown };
  const message = typeof error === 'string' ? error : `the Hub answered ${answer.status}`;
  throw new HubApiError(url, answer.status, answer.headers.get('x-request-id') ?? undefined, message);
}

function withoutMain(hub: Hub): UserError {
  return new UserError(`${pageOf(hub)} has no branch "main"`, {
    code: 'HUB_WITHOUT_MAIN',
    fix: 'Make "main" its default branch on the Hub, or name another repository.',
    blame: 'world',
  });
}
