import { createHash } from 'node:crypto';
import { refusePush } from './serve-git.ts';
import {
  type Account,
  findRepository,
  type HubRepository,
  type HubState,
  Refusal,
  type Reply,
} from './state.ts';

const lfsPath =
  /^\/(?<owner>[^/]+)\/(?<name>[^/]+?)(?:\.git)?\/info\/lfs\/objects\/(?<rest>batch|[0-9a-f]{64})$/;

export function isLfsPath(path: string): boolean {
  return lfsPath.test(path);
}

type LfsRequest = { hub: HubState; account: Account | undefined; method: string; url: URL; bytes: Buffer };

type Batch = { operation: 'upload' | 'download'; objects: { oid: string; size: number }[] };

/** Git LFS's batch API (its specification, docs/api/batch.md) and its basic transfers. */
export function serveLfs(request: LfsRequest): Reply & { bytes?: Buffer } {
  const { hub, account, method, url, bytes } = request;
  const { owner = '', name = '', rest = '' } = lfsPath.exec(url.pathname)?.groups ?? {};
  const repository = findRepository(hub, owner, name);
  if (!repository) throw new Refusal(404, 'Not Found');
  if (rest === 'batch') return answerBatch(JSON.parse(bytes.toString('utf8')) as Batch, repository, request);
  if (method !== 'PUT') return download(repository, rest);
  refuseUpload(repository, account);
  if (createHash('sha256').update(bytes).digest('hex') !== rest) throw new Refusal(422, 'Hash mismatch');
  repository.lfsObjects.set(rest, bytes);
  return { status: 200 };
}

/** A public fork may not upload what its network does not have: the root's owner pays for it. */
function refuseUpload(repository: HubRepository, account: Account | undefined): void {
  refusePush(repository, account);
  if (repository.parent) {
    throw new Refusal(
      403,
      `${account?.login} can not upload new objects to public fork ${repository.owner}/${repository.name}`,
    );
  }
}

function answerBatch(
  { operation, objects }: Batch,
  repository: HubRepository,
  { hub, account }: LfsRequest,
): Reply {
  if (operation === 'upload') refuseUpload(repository, account);
  const base = `${hub.url}/${repository.owner}/${repository.name}.git/info/lfs/objects`;
  const answers = objects.map(({ oid, size }) => {
    const isHere = repository.lfsObjects.has(oid);
    if (operation === 'upload') {
      return isHere ? { oid, size } : { oid, size, actions: { upload: { href: `${base}/${oid}` } } };
    }
    return isHere
      ? { oid, size, actions: { download: { href: `${base}/${oid}` } } }
      : { oid, size, error: { code: 404, message: 'Object does not exist' } };
  });
  return {
    status: 200,
    body: { transfer: 'basic', objects: answers },
    headers: { 'content-type': 'application/vnd.git-lfs+json' },
  };
}

function download({ lfsObjects }: HubRepository, oid: string): Reply & { bytes?: Buffer } {
  const bytes = lfsObjects.get(oid);
  if (!bytes) throw new Refusal(404, 'Object does not exist');
  return { status: 200, bytes, headers: { 'content-type': 'application/octet-stream' } };
}
