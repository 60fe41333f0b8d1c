import { type Account, type HubState, Refusal, type Token } from './state.ts';

/** `Bearer <token>` or `token <token>` from API clients, `Basic <name:token>` from Git. */
export function authenticate({ accounts }: HubState, header: string | undefined): Account | undefined {
  if (!header) return undefined;
  const [scheme = '', credentials = ''] = header.split(' ');
  const value =
    scheme.toLowerCase() === 'basic'
      ? Buffer.from(credentials, 'base64')
          .toString('utf8')
          .replace(/^[^:]*:/, '')
      : credentials;
  const account = accounts.find(({ token }) => token.value === value);
  if (!account || account.token.isExpired) throw new Refusal(401, 'Bad credentials');
  return account;
}

export function requireAccount(account: Account | undefined): Account {
  if (account) return account;
  throw new Refusal(401, 'Requires authentication');
}

/** An organisation with single sign-on hides from tokens that did not go through it. */
export function refuseWithoutSso(account: Account | undefined, owner: string): void {
  if (!account?.token.ssoOwners.includes(owner)) return;
  throw new Refusal(
    403,
    'Resource protected by organization SAML enforcement. You must grant your Personal Access token access to this organization.',
    {
      headers: {
        'x-github-sso': `required; url=https://github.com/orgs/${owner}/sso?authorization_request=A1`,
      },
    },
  );
}

/** A classic token without the scope sees nothing there; a fine-grained one is told so. */
export function requireGrant(account: Account, permission: string): void {
  if (isGranted(account.token, permission)) return;
  if (account.token.permissions) throw new Refusal(403, 'Resource not accessible by personal access token');
  throw new Refusal(404, 'Not Found', { headers: { 'x-accepted-oauth-scopes': 'public_repo, repo' } });
}

export function isGranted({ scopes, permissions }: Token, permission: string): boolean {
  if (permissions) return permissions[permission] === 'write';
  return scopes.includes('repo') || scopes.includes('public_repo');
}
