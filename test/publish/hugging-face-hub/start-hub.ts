import type { IncomingMessage, ServerResponse } from 'node:http';
import { cut, listen } from '../../provider/servers/listen.ts';
import { accountOf, exchangeToken, giveIdToken, newToken, whoAmI } from './accounts.ts';
import { type Answer, failure, type Request, readRequest, send, sendHalf } from './exchange.ts';
import type { Fault, FaultOf } from './faults.ts';
import type { HubData, Limits } from './hub-data.ts';
import { addCommit } from './repository.ts';
import {
  addTag,
  createRepository,
  noRepository,
  type RepoRoute,
  resolveFile,
  showPaths,
  showRefs,
  showRevision,
  showTree,
} from './repository-routes.ts';
import { answerAsStorage } from './storage.ts';
import { commit, lfsBatch, preupload } from './upload-routes.ts';

/** Routes within a repository: method, what the path looks like, what answers. */
const routes: readonly [method: RegExp, path: RegExp, route: RepoRoute][] = [
  [/GET/, /^\/api\/datasets\/(?<repo>[^/]+\/[^/]+)\/refs$/, showRefs],
  [/GET/, /^\/api\/datasets\/(?<repo>[^/]+\/[^/]+)\/revision\/(?<revision>.+)$/, showRevision],
  [/GET/, /^\/api\/datasets\/(?<repo>[^/]+\/[^/]+)\/tree\/(?<revision>[^/]+)\/?(?<path>.*)$/, showTree],
  [/POST/, /^\/api\/datasets\/(?<repo>[^/]+\/[^/]+)\/paths-info\/(?<revision>[^/]+)$/, showPaths],
  [/POST/, /^\/api\/datasets\/(?<repo>[^/]+\/[^/]+)\/tag\/(?<revision>.+)$/, addTag],
  [/POST/, /^\/api\/datasets\/(?<repo>[^/]+\/[^/]+)\/preupload\/(?<revision>.+)$/, preupload],
  [/POST/, /^\/api\/datasets\/(?<repo>[^/]+\/[^/]+)\/commit\/(?<revision>.+)$/, commit],
  [/POST/, /^\/datasets\/(?<repo>[^/]+\/[^/]+)\.git\/info\/lfs\/objects\/batch$/, lfsBatch],
  [/GET|HEAD/, /^\/datasets\/(?<repo>[^/]+\/[^/]+)\/resolve\/(?<revision>[^/]+)\/(?<path>.+)$/, resolveFile],
  [/GET/, /^\/api\/datasets\/(?<repo>[^/]+\/[^/]+)$/, showRevision],
];

type Responder = (hub: TestHub, request: Request) => Answer;

export type LoggedRequest = { method: string; path: string; status: number };

/** A Hugging Face Hub on this machine, as far as datasets and their uploads go. */
export type TestHub = HubData & {
  /** A token that may write everywhere. */
  token: string;
  /** What was asked so far. */
  log: LoggedRequest[];
  /** What goes wrong from now on. */
  faultOf: FaultOf;
  close: () => Promise<void>;
};

const documentedLimits: Limits = { lfsAbove: 10_000_000, partBytes: 16_000_000, pageEntries: 1_000 };

export async function startHub(limits: Partial<Limits> = {}): Promise<TestHub> {
  const token = newToken();
  const hub: TestHub = {
    url: '',
    storageUrl: '',
    repositories: new Map(),
    tokens: new Map([[token, { name: 'maintainer', role: 'write' }]]),
    publishers: [],
    job: { secret: newToken(), repository: 'example/evenhand', workflow: 'mirror' },
    tokenSeconds: 3_600,
    parts: new Map(),
    limits: { ...documentedLimits, ...limits },
    token,
    log: [],
    faultOf: () => undefined,
    close: async () => undefined,
  };
  const late: (() => void)[] = [];
  let number = 0;
  const server = await listen((incoming, response) => void handle(incoming, response, route));
  const storage = await listen((incoming, response) => void handle(incoming, response, answerAsStorage));
  const close = async () => void (await Promise.all([server.close(), storage.close()]));
  return Object.assign(hub, { url: server.url, storageUrl: storage.url, close });

  async function handle(incoming: IncomingMessage, response: ServerResponse, to: Responder): Promise<void> {
    const request = await readRequest(incoming).catch(() => undefined);
    if (!request) return;
    for (const apply of late.splice(0)) apply();
    number += 1;
    const fault = hub.faultOf(request, number);
    const undone = fault && undoneFaults[fault];
    if (undone) return undone(response, number);
    if (fault === 'late') {
      late.push(() => void answer(request, to));
      return send(response, failure(504, 'Gateway Timeout'));
    }
    if (fault === 'overtaken') commitAside(hub, number);
    const given = answer(request, to);
    if (fault === 'cut-after') return cut(response);
    if (fault === 'half') return sendHalf(response, given);
    send(response, fault === 'lost' ? failure(503, 'Service Unavailable') : given, request.method === 'HEAD');
  }

  function answer(request: Request, to: Responder): Answer {
    const given = to(hub, request);
    hub.log.push({ method: request.method, path: request.path, status: given.status });
    return given;
  }
}

/** What happens where a request is not heard at all. */
const undoneFaults: Partial<Record<Fault, (response: ServerResponse, number: number) => void>> = {
  'cut-before': cut,
  unavailable: (response) => send(response, failure(503, 'Service Unavailable')),
  expired: (response) => send(response, failure(403, 'Request has expired')),
  busy: (response, number) => send(response, busy(number)),
};

function route(hub: TestHub, request: Request): Answer {
  const { method, path } = request;
  if (path === '/api/whoami-v2') return whoAmI(hub, request);
  if (path === '/api/repos/create' && method === 'POST') return createRepository(hub, request);
  if (path === '/oauth/token' && method === 'POST') return exchangeToken(hub, request);
  if (path === '/github/id-token') return giveIdToken(hub, request);
  if (accountOf(hub, request) === 'unknown')
    return failure(401, 'Invalid credentials in Authorization header');
  for (const [methods, pattern, handler] of routes) {
    const place = methods.test(method) ? pattern.exec(path)?.groups : undefined;
    if (!place) continue;
    const { repo = '', revision = 'main', path: file = '' } = place;
    const repository = hub.repositories.get(repo);
    return repository
      ? handler(hub, repository, request, { repo, revision, path: file })
      : noRepository(hub, request);
  }
  return failure(404, `Nothing is at ${method} ${path}`);
}

/** In both of the Hub's ways. */
function busy(number: number): Answer {
  const headers: Record<string, string> =
    number % 2 === 0
      ? { 'retry-after': '2' }
      : { ratelimit: '"api";r=0;t=55', 'ratelimit-policy': '"fixed window";"api";q=500;w=300' };
  return { ...failure(429, 'Too Many Requests'), headers };
}

/** Somebody else edits a file, or adds one that belongs to no release. */
function commitAside({ repositories }: HubData, number: number): void {
  for (const repository of repositories.values())
    addCommit(repository, 'Somebody else', [
      { path: `notes-${number}.md`, content: Buffer.from(`${number}\n`) },
    ]);
}
