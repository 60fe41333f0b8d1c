import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authenticate } from './authenticate.ts';
import { type Fault, type Faults, type NumberedRequest, noFaults } from './faults.ts';
import { makeBare } from './git-store.ts';
import { routes } from './routes/routes.ts';
import { isDownloadPath, serveDownload } from './serve-downloads.ts';
import { isGitPath, serveGit } from './serve-git.ts';
import { isLfsPath, serveLfs } from './serve-lfs.ts';
import {
  type Account,
  type HubRepository,
  type HubRequest,
  type HubState,
  Refusal,
  type Reply,
  type Route,
  type Token,
} from './state.ts';
import { validateRequest } from './validate-request.ts';

export type HubOptions = {
  /** How many requests look at a new fork before its Git data have arrived. */
  forkLooks?: number;
};

export type GithubHub = {
  /** Of the API (GITHUB_API_URL) and of the repositories: `<url>/<owner>/<name>.git`. */
  url: string;
  /** Every request so far, with what was answered. */
  requests: (NumberedRequest & { status: number })[];
  /** What does not agree with GitHub's published description of its API. */
  violations: string[];
  /** Makes an account with a token that may do all a contributor needs, unless told otherwise. */
  account(login: string, more?: Partial<Token> & { type?: Account['type'] }): Account;
  /** Makes a repository, with the branches of the one at `from`. */
  repository(
    owner: string,
    name: string,
    more?: Partial<HubRepository> & { from?: string },
  ): Promise<HubRepository>;
  repositories: HubRepository[];
  /** From the next request on. */
  setFaults(faults: Faults): void;
  /** Called once a request's work is done, before its answer is sent. */
  onHandled(listener: (request: NumberedRequest) => void): void;
  close(): Promise<void>;
};

/**
 * GitHub on the loopback interface, as far as our tools talk to it: its REST API over real bare Git repositories,
 * which Git itself serves on the same address.
 */
export async function startGithubHub({ forkLooks = 2 }: HubOptions = {}): Promise<GithubHub> {
  const folder = await mkdtemp(join(tmpdir(), 'evenhand-hub-'));
  const state: HubState = { url: '', folder, accounts: [], repositories: [], forkLooks, nextId: 1 };
  const requests: GithubHub['requests'] = [];
  const violations: string[] = [];
  let faults = noFaults;
  let listener: (request: NumberedRequest) => void = () => {};

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', state.url);
    const numbered = { index: requests.length + 1, method: request.method ?? '', path: url.pathname };
    const record = { ...numbered, status: 0 };
    requests.push(record);
    const bytes = await readAll(request);
    const fault = faults(numbered);
    if (fault && fault.kind !== 'lost') return answerFault(response, fault, record);
    const answer = await answerTo({ state, request, url, bytes, violations });
    listener(numbered);
    record.status = answer.status;
    if (fault) response.destroy();
    else send(response, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url: state.url,
    requests,
    violations,
    repositories: state.repositories,
    account: (login, more) => addAccount(state, login, more),
    repository: (owner, name, more) => addRepository(state, owner, name, more),
    setFaults: (next) => {
      faults = next;
    },
    onHandled: (next) => {
      listener = next;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function addAccount(state: HubState, login: string, more: Parameters<GithubHub['account']>[1] = {}): Account {
  const { type = 'User', ...token } = more;
  const id = state.nextId++;
  // Not of a form that a scanner would take for a real token.
  const value = `token-of-${login}-${id}`;
  const account: Account = {
    id,
    login,
    type,
    token: { value, scopes: ['public_repo'], isExpired: false, ssoOwners: [], ...token },
  };
  state.accounts.push(account);
  return account;
}

async function addRepository(
  state: HubState,
  owner: string,
  name: string,
  { from, ...more }: Parameters<GithubHub['repository']>[2] = {},
): Promise<HubRepository> {
  const repository: HubRepository = {
    id: state.nextId++,
    owner,
    name,
    folder: join(state.folder, owner, `${name}.git`),
    defaultBranch: 'main',
    isArchived: false,
    allowsForking: true,
    collaborators: new Map(),
    looksUntilReady: 0,
    pulls: [],
    releases: [],
    nextNumber: 1,
    lfsObjects: new Map(),
    ...more,
  };
  await makeBare(repository.folder, from);
  state.repositories.push(repository);
  return repository;
}

type Answer = { status: number; headers: Record<string, string>; bytes: Buffer };

type Incoming = { state: HubState; request: IncomingMessage; url: URL; bytes: Buffer; violations: string[] };

async function answerTo(incoming: Incoming): Promise<Answer> {
  const { state, request, url, bytes } = incoming;
  const { headers } = request;
  let account: Account | undefined;
  try {
    account = authenticate(state, headers.authorization);
    if (isGitPath(url.pathname)) {
      return await serveGit({ hub: state, account, method: request.method ?? '', url, headers, bytes });
    }
    if (isLfsPath(url.pathname)) {
      return toFileAnswer(
        serveLfs({ hub: state, account, method: request.method ?? '', url, bytes }),
        account,
        url,
      );
    }
    if (isDownloadPath(url.pathname))
      return toFileAnswer(serveDownload({ hub: state, url, range: headers.range }), account, url);
    return toAnswer(await callRoute(incoming, account), account, url);
  } catch (error) {
    if (error instanceof Refusal) {
      const isGit = isGitPath(url.pathname);
      return isGit ? toPlainAnswer(error) : toAnswer(error.reply, account, url);
    }
    return toAnswer({ status: 500, body: { message: `the hub failed: ${String(error)}` } }, undefined, url);
  }
}

async function callRoute({ state, request, url, bytes, violations }: Incoming, account: Account | undefined) {
  // A GitHub Enterprise server has its API in a folder.
  const path = url.pathname.replace(/^\/api\/v3(?=\/)/, '');
  for (const route of routes) {
    const params = route.method === request.method ? matchPath(route, path) : undefined;
    if (!params) continue;
    const body = parseBody(bytes, request.headers['content-type']);
    const wrong = validateRequest(route, { query: url.searchParams, body });
    violations.push(...wrong);
    if (wrong.length > 0) throw new Refusal(422, `Invalid request: ${wrong.join('; ')}`);
    const call: HubRequest = { hub: state, account, params, query: url.searchParams, body, bytes };
    return route.handle(call);
  }
  violations.push(`no route for ${request.method} ${path}`);
  throw new Refusal(404, 'Not Found');
}

/** Parameters whose values may hold slashes. */
const multiSegment = new Set(['ref', 'branch', 'basehead', 'path']);

function matchPath({ path: pattern }: Route, path: string): Record<string, string> | undefined {
  const source = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    multiSegment.has(name) ? `(?<${name}>.+)` : `(?<${name}>[^/]+)`,
  );
  const groups = new RegExp(`^${source}$`).exec(path)?.groups;
  if (!groups) return new RegExp(`^${source}$`).test(path) ? {} : undefined;
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]));
}

function parseBody(bytes: Buffer, type = 'application/json'): Record<string, unknown> {
  return bytes.length > 0 && type.includes('json') ? JSON.parse(bytes.toString('utf8')) : {};
}

function toAnswer({ status, body, headers = {} }: Reply, account: Account | undefined, url: URL): Answer {
  const { 'x-next-query': next, ...others } = headers;
  return {
    status,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-ratelimit-limit': '5000',
      'x-ratelimit-remaining': '4999',
      'x-ratelimit-reset': '1800000000',
      ...(account && !account.token.permissions ? { 'x-oauth-scopes': account.token.scopes.join(', ') } : {}),
      ...(next ? { link: `<${url.origin}${url.pathname}?${next}>; rel="next"` } : {}),
      ...others,
    },
    bytes: body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
  };
}

function toFileAnswer(
  { bytes, ...reply }: Reply & { bytes?: Buffer },
  account: Account | undefined,
  url: URL,
): Answer {
  const answer = toAnswer(reply, account, url);
  return bytes ? { ...answer, bytes } : answer;
}

/** Git shows what a server says in plain text. */
function toPlainAnswer({ message, reply }: Refusal): Answer {
  return {
    status: reply.status,
    headers: { 'content-type': 'text/plain', ...reply.headers },
    bytes: Buffer.from(`${message}\n`),
  };
}

function answerFault(response: ServerResponse, fault: Fault, record: { status: number }): void {
  if (fault.kind === 'dropped' || fault.kind === 'lost') {
    response.destroy();
    return;
  }
  const answer = toAnswer(faultReply(fault), undefined, new URL('http://hub'));
  record.status = answer.status;
  send(response, answer);
}

function faultReply(fault: Exclude<Fault, { kind: 'dropped' | 'lost' }>): Reply {
  if (fault.kind === 'status') {
    return { status: fault.status, body: { message: fault.message ?? 'Server Error' } };
  }
  if (fault.kind === 'secondary-limit') {
    return {
      status: 403,
      body: {
        message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
      },
      headers: { 'retry-after': String(fault.retryAfterS) },
    };
  }
  return {
    status: 403,
    body: { message: 'API rate limit exceeded for user ID 1.' },
    headers: {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(Math.floor(Date.now() / 1000) + fault.resetInS),
    },
  };
}

function send(response: ServerResponse, { status, headers, bytes }: Answer): void {
  response.writeHead(status, headers);
  response.end(bytes);
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
