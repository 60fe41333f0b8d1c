import { findRepository, type HubState, Refusal, type Reply } from './state.ts';

const batchPath = /^\/(?<owner>[^/]+)\/(?<name>[^/]+?)(?:\.git)?\/info\/lfs\/objects\/batch$/;

export function isLfsBatch(path: string): boolean {
  return batchPath.test(path);
}

type Batch = { operation?: string; objects?: { oid: string; size: number }[] };

const maxObjects = 1_000;

/** Git LFS's Batch API, as far as somebody asks for what to download. */
export function serveLfsBatch(hub: HubState, path: string, bytes: Buffer): Reply {
  const { owner = '', name = '' } = batchPath.exec(path)?.groups ?? {};
  const repository = findRepository(hub, owner, name);
  if (!repository) throw new Refusal(404, 'Not Found');
  const { operation, objects = [] } = JSON.parse(bytes.toString('utf8')) as Batch;
  if (operation !== 'download') throw new Refusal(403, 'You must have push access to upload');
  if (objects.length > maxObjects) throw new Refusal(413, 'Too many objects');
  const answers = objects.map(({ oid, size }) =>
    repository.lfsObjects.get(oid)?.length === size
      ? { oid, size, actions: { download: { href: `${hub.url}/lfs/${oid}` } } }
      : { oid, size, error: { code: 404, message: 'Object does not exist on the server' } },
  );
  return {
    status: 200,
    body: { transfer: 'basic', objects: answers },
    headers: { 'content-type': 'application/vnd.git-lfs+json' },
  };
}
