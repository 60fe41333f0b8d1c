import { UserError } from '../../errors.ts';

/** A GitHub: where its API answers, and where its pages and repositories are. */
export type GithubSite = {
  /** Without a slash at the end: `https://api.github.com`. */
  apiUrl: string;
  /** `https://github.com` */
  webOrigin: string;
  /** As `gh` names it: `github.com`. */
  host: string;
};

const defaultApiUrl = 'https://api.github.com';

const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * The GitHub that the environment names by `GITHUB_API_URL`, else github.com. Nothing else decides where a token is
 * sent: not the address of a remote, which whoever made the clone has chosen.
 * @throws UserError where the address is none, or would send a token over the network unencrypted.
 */
export function siteOf(env: Record<string, string | undefined>): GithubSite {
  const apiUrl = (env['GITHUB_API_URL'] || defaultApiUrl).replace(/\/+$/, '');
  const url = parseUrl(apiUrl);
  // GitHub Enterprise has its API in a folder of its own host, github.com and ghe.com under a name of its own.
  const host = url.host.replace(/^api\.(?=(?:.+\.)?(?:github|ghe)\.com$)/, '');
  return { apiUrl, webOrigin: `${url.protocol}//${host}`, host };
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.has(url.hostname))) return url;
  throw new UserError(`GITHUB_API_URL is ${JSON.stringify(text)}, which is no https address`, {
    code: 'BAD_API_URL',
    fix: `Unset it for github.com (${defaultApiUrl}); a GitHub Enterprise server's is https://<host>/api/v3.`,
  });
}
