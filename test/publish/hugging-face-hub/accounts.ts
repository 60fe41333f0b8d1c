import { createHmac, randomBytes } from 'node:crypto';
import { type Answer, failure, type Request } from './exchange.ts';
import type { HubData } from './hub-data.ts';

export type Account = { name: string; role: 'read' | 'write'; only?: string };

/** A repository that trusts a workflow: no secret, but a token of GitHub's that names it. */
export type Publisher = { repo: string; repository: string; workflow: string };

/** Who signs what GitHub says of a job. */
const issuerKey = randomBytes(16);

export function newToken(): string {
  return `hf_${randomBytes(12).toString('hex')}`;
}

export function accountOf(data: HubData, { headers }: Request): Account | 'nobody' | 'unknown' {
  const [, token] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
  if (token === undefined) return 'nobody';
  return data.tokens.get(token) ?? 'unknown';
}

/** Undefined where the request may write to the repository. */
export function refuseWriting(data: HubData, request: Request, repo: string): Answer | undefined {
  const account = accountOf(data, request);
  if (typeof account === 'string') return failure(401, 'Invalid username or password.');
  if (account.role === 'write' && (account.only ?? repo) === repo) return undefined;
  return failure(403, "You don't have the rights to write to this repository");
}

export function whoAmI(data: HubData, request: Request): Answer {
  const account = accountOf(data, request);
  if (typeof account === 'string') return failure(401, 'Invalid username or password.');
  const { name, role } = account;
  return {
    status: 200,
    body: {
      type: 'user',
      id: name,
      name,
      fullname: name,
      orgs: [],
      auth: { type: 'access_token', accessToken: { displayName: 'test', role } },
    },
  };
}

/** What GitHub's runner gives a job with `id-token: write`. */
export function giveIdToken(data: HubData, { query, headers }: Request): Answer {
  if (headers.authorization !== `Bearer ${data.job.secret}`) return failure(401, 'Bad credentials');
  const { repository, workflow } = data.job;
  const payload = encode({ aud: query.get('audience'), repository, workflow });
  return {
    status: 200,
    body: { count: 1, value: `${encode({ alg: 'HS256' })}.${payload}.${signatureOf(payload)}` },
  };
}

/** RFC 8693, with the checks and the errors of the Hub's documentation ("Trusted Publishers", API reference). */
export function exchangeToken(data: HubData, { body }: Request): Answer {
  const {
    grant_type,
    subject_token_type,
    subject_token = '',
    resource = '',
  } = JSON.parse(String(body)) as Record<string, string>;
  const wellFormed =
    grant_type === 'urn:ietf:params:oauth:grant-type:token-exchange' &&
    subject_token_type === 'urn:ietf:params:oauth:token-type:id_token' &&
    /^datasets\/[^/]+\/[^/]+$/.test(resource);
  if (!wellFormed) return { status: 400, body: { error: 'invalid_request' } };
  const [, payload = '', signature] = subject_token.split('.');
  const claims = signature === signatureOf(payload) ? decode(payload) : {};
  const repo = resource.slice('datasets/'.length);
  const trusted = data.publishers.some(
    (publisher) =>
      claims['aud'] === data.url &&
      publisher.repo === repo &&
      publisher.repository === claims['repository'] &&
      publisher.workflow === claims['workflow'],
  );
  if (!trusted)
    return { status: 400, body: { error: 'invalid_grant', error_description: 'No publisher matches.' } };
  const token = newToken();
  data.tokens.set(token, { name: 'oidc', role: 'write', only: repo });
  return {
    status: 200,
    body: {
      access_token: token,
      token_type: 'bearer',
      expires_in: data.tokenSeconds,
      issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    },
  };
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(text: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>;
}

function signatureOf(payload: string): string {
  return createHmac('sha256', issuerKey).update(payload).digest('base64url');
}
