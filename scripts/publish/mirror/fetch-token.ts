import { UserError } from '../../errors.ts';
import type { Hub } from './hub.ts';

type Env = Record<string, string | undefined>;

type Options = Pick<Hub, 'url' | 'repo' | 'fetch'> & { env: Env; now: () => Date };

/** An exchanged token, which lasts an hour, is replaced this long before it ends: a commit of large files takes its time. */
const reserveMs = 50 * 60_000;

/**
 * What gives the token for a request: `HF_TOKEN`; else, in a GitHub workflow that may ask for an identity, a token of
 * an hour that the Hub gives in exchange, if the repository trusts the workflow; else none.
 */
export function tokenSource(options: Options): Hub['token'] {
  const token = options.env['HF_TOKEN']?.trim();
  if (token) {
    requireForm(token);
    return async () => token;
  }
  const { ACTIONS_ID_TOKEN_REQUEST_URL: url, ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret } = options.env;
  return url && secret ? exchangedTokens({ ...options, idToken: { url, secret } }) : async () => undefined;
}

function requireForm(token: string): void {
  if (/^hf_[\x21-\x7e]+$/.test(token)) return;
  throw new UserError('HF_TOKEN is no token of the Hub: they begin with hf_', {
    code: 'BAD_HUB_TOKEN',
    fix: 'Copy the token again from your settings on the Hub (Access Tokens).',
  });
}

type Exchange = Options & { idToken: { url: string; secret: string } };

function exchangedTokens(options: Exchange): Hub['token'] {
  let current: { token: string; untilMs: number } | undefined;
  return async () => {
    const nowMs = options.now().getTime();
    if (!current || current.untilMs - reserveMs < nowMs) {
      const { access_token: token, expires_in: seconds } = await exchange(options);
      current = { token, untilMs: nowMs + seconds * 1_000 };
    }
    return current.token;
  };
}

/** RFC 8693, as the Hub's page "Trusted Publishers" has it: the job's identity against a token for one repository. */
async function exchange(options: Exchange): Promise<{ access_token: string; expires_in: number }> {
  const { url, repo, fetch } = options;
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      subject_token: await fetchIdToken(options),
      resource: `datasets/${repo}`,
    }),
  });
  if (answer.ok) return (await answer.json()) as { access_token: string; expires_in: number };
  const { error } = (await answer.json().catch(() => ({}))) as { error?: unknown };
  throw new UserError(
    `the Hub gives no token for datasets/${repo}: ${typeof error === 'string' ? error : `it answered ${answer.status}`}`,
    {
      code: 'HUB_TRUSTS_NOT',
      fix: "In the repository's settings on the Hub, add this workflow as a trusted publisher (MAINTAINING.md), or set HF_TOKEN.",
    },
  );
}

/** What GitHub says of the job, for the Hub alone to read. */
async function fetchIdToken({ url, fetch, idToken }: Exchange): Promise<string> {
  const address = new URL(idToken.url);
  address.searchParams.set('audience', url);
  const answer = await fetch(address.href, { headers: { authorization: `Bearer ${idToken.secret}` } });
  if (answer.ok) return ((await answer.json()) as { value: string }).value;
  throw new UserError(`GitHub gives this job no identity: it answered ${answer.status}`, {
    code: 'NO_JOB_IDENTITY',
    fix: 'Give the job "id-token: write", or set HF_TOKEN.',
    blame: 'world',
  });
}
