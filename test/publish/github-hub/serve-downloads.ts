import { findRepository, type HubState, Refusal, type Reply } from './state.ts';

const downloadPath = /^\/(?<owner>[^/]+)\/(?<name>[^/]+)\/releases\/download\/(?<tag>[^/]+)\/(?<file>[^/]+)$/;
const storagePath = /^\/release-assets\/(?<id>\d+)$/;

export function isDownloadPath(path: string): boolean {
  return downloadPath.test(path) || storagePath.test(path);
}

type Download = { hub: HubState; url: URL; range: string | undefined };

/** The files of published releases for anybody: an address that leads on to the storage, which answers range requests. */
export function serveDownload({ hub, url, range }: Download): Reply & { bytes?: Buffer } {
  const groups = downloadPath.exec(url.pathname)?.groups;
  if (!groups) return serveStored(hub, storagePath.exec(url.pathname)?.groups?.['id'] ?? '', range);
  const { owner = '', name = '', tag = '', file = '' } = groups;
  const releases = findRepository(hub, owner, name)?.releases ?? [];
  const release = releases.find((one) => !one.isDraft && one.tag === decodeURIComponent(tag));
  const asset = release?.assets.find((one) => one.name === decodeURIComponent(file));
  if (!asset) throw new Refusal(404, 'Not Found');
  return { status: 302, headers: { location: `${hub.url}/release-assets/${asset.id}` } };
}

function serveStored(hub: HubState, id: string, range = ''): Reply & { bytes: Buffer } {
  const assets = hub.repositories.flatMap(({ releases }) => releases.flatMap((release) => release.assets));
  const content = assets.find((asset) => String(asset.id) === id)?.content;
  if (!content) throw new Refusal(404, 'The specified blob does not exist.');
  const type = { 'content-type': 'application/octet-stream' };
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
  if (from === undefined || to === undefined) return { status: 200, bytes: content, headers: type };
  const bytes = content.subarray(Number(from), Number(to) + 1);
  const end = Number(from) + bytes.length - 1;
  const headers = { ...type, 'content-range': `bytes ${from}-${end}/${content.length}` };
  return { status: 206, bytes, headers };
}
