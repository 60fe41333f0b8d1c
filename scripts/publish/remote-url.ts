/** Forges whose pages for a new merge request have other addresses than GitHub's. */
const otherForges = /(?:^|\.)(?:gitlab|bitbucket|codeberg|gitea|sr)\./;

/** `origin` is that of its pages: `https://github.com`. */
export type RemoteRepository = { origin: string; owner: string; name: string };

/** Reads `https://host/owner/name(.git)`, `ssh://git@host/owner/name` and `git@host:owner/name`. */
export function parseRemoteUrl(remoteUrl: string): RemoteRepository | undefined {
  const asUrl =
    /^(?<scheme>https?|ssh|git(?:\+ssh)?):\/\/(?:[^@/]*@)?(?<host>[^/:@]+)(?<port>:\d+)?\/(?<path>.+)$/i;
  const asScp = /^(?:[^@/:]+@)?(?<host>[^/:@]+):(?!\/\/)\/?(?<path>.+)$/;
  const groups = (asUrl.exec(remoteUrl) ?? asScp.exec(remoteUrl))?.groups;
  if (!groups) return undefined;
  const { scheme = 'ssh', port = '', path = '' } = groups;
  const host = (groups['host'] ?? '').toLowerCase().replace(/^ssh\.github\.com$/, 'github.com');
  // A host without a dot is a Windows drive or a nickname from the SSH configuration: no address of a page.
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host) || otherForges.test(host)) return undefined;
  const [owner, name, ...rest] = path
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/');
  if (!owner || !name || rest.length > 0 || !/^[\w.-]+$/.test(owner + name)) return undefined;
  // Only a web address's port is the port of the web pages.
  const isWeb = /^https?$/i.test(scheme);
  return { origin: `${isWeb ? scheme.toLowerCase() : 'https'}://${host}${isWeb ? port : ''}`, owner, name };
}
