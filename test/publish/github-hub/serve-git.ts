import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { isGranted, refuseWithoutSso } from './authenticate.ts';
import {
  type Account,
  findRepository,
  type HubRepository,
  type HubState,
  mayPush,
  Refusal,
} from './state.ts';

const gitPath =
  /^\/(?<owner>[^/]+)\/(?<name>[^/]+?)(?:\.git)?\/(?<rest>info\/refs|git-upload-pack|git-receive-pack)$/;

export function isGitPath(path: string): boolean {
  return gitPath.test(path);
}

export type GitRequest = {
  hub: HubState;
  account: Account | undefined;
  method: string;
  url: URL;
  headers: Record<string, string | string[] | undefined>;
  bytes: Buffer;
};

export type GitReply = { status: number; headers: Record<string, string>; bytes: Buffer };

/** Git's own smart HTTP, by `git http-backend`, once the account may do what it asks. */
export async function serveGit(request: GitRequest): Promise<GitReply> {
  const { hub, account, url } = request;
  const { owner = '', name = '', rest = '' } = gitPath.exec(url.pathname)?.groups ?? {};
  const repository = findRepository(hub, owner, name);
  if (!repository || repository.looksUntilReady > 0) throw new Refusal(404, 'Repository not found.');
  const service = url.searchParams.get('service') ?? rest;
  if (service === 'git-receive-pack') refusePush(repository, account);
  return runBackend(request, repository, rest);
}

/** @throws Refusal where the account may not push there. */
export function refusePush(repository: HubRepository, account: Account | undefined): void {
  const { owner, name, isArchived } = repository;
  if (!account) {
    throw new Refusal(401, 'Authentication required', {
      headers: { 'www-authenticate': 'Basic realm="GitHub"' },
    });
  }
  refuseWithoutSso(account, owner);
  if (!mayPush(repository, account) || !isGranted(account.token, 'contents')) {
    throw new Refusal(403, `Permission to ${owner}/${name}.git denied to ${account.login}.`);
  }
  if (isArchived) throw new Refusal(403, 'This repository was archived so it is read-only.');
}

/** Common Gateway Interface (RFC 3875): the request in variables and standard input, headers and body come out. */
async function runBackend(request: GitRequest, repository: HubRepository, rest: string): Promise<GitReply> {
  const { account, method, url, headers, bytes } = request;
  const child = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_PROJECT_ROOT: dirname(repository.folder),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: `${repository.folder.slice(dirname(repository.folder).length)}/${rest}`,
      QUERY_STRING: url.search.slice(1),
      REQUEST_METHOD: method,
      CONTENT_TYPE: String(headers['content-type'] ?? ''),
      CONTENT_LENGTH: String(bytes.length),
      HTTP_CONTENT_ENCODING: String(headers['content-encoding'] ?? ''),
      GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
      HUB_SCOPES: account?.token.scopes.join(' ') ?? '',
      ...(account ? { REMOTE_USER: account.login } : {}),
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => {});
  child.stdin.end(bytes);
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  return parseCgi(Buffer.concat(chunks));
}

function parseCgi(output: Buffer): GitReply {
  const end = output.indexOf('\r\n\r\n');
  const lines = output.toString('latin1', 0, end).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const { status = '200', ...others } = headers;
  return { status: Number.parseInt(status, 10), headers: others, bytes: output.subarray(end + 4) };
}
