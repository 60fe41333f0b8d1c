import { join } from 'node:path';
import { requireAccount, requireGrant } from '../authenticate.ts';
import { makeBare } from '../git-store.ts';
import {
  findRepository,
  type HubRepository,
  type HubRequest,
  type HubState,
  Refusal,
  type Reply,
  type Route,
} from '../state.ts';
import { paginate } from './paginate.ts';
import { lookAtRepository, rootOf, toRepository } from './repositories.ts';

export const forkRoutes: Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/forks', handle: listForks },
  { method: 'POST', path: '/repos/{owner}/{repo}/forks', handle: createFork },
];

async function listForks(request: HubRequest): Promise<Reply> {
  const repository = await lookAtRepository(request);
  const forks = request.hub.repositories.filter(({ parent }) => parent === repository).reverse();
  return paginate(
    forks.map((fork) => toRepository(fork, request)),
    request,
  );
}

/** Answers at once; the Git data arrive later. An account has one fork of a network: asked again, GitHub gives that one. */
async function createFork(request: HubRequest): Promise<Reply> {
  const account = requireAccount(request.account);
  const repository = await lookAtRepository(request);
  requireGrant(account, 'administration');
  const { hub } = request;
  const known = hub.repositories.find(
    (one) => one.owner === account.login && rootOf(one) === rootOf(repository),
  );
  if (known) return { status: 202, body: toRepository(known, request) };
  if (!repository.allowsForking) throw new Refusal(403, 'The repository exists, but forking is disabled.');
  const name = freeName(hub, account.login, String(request.body['name'] ?? repository.name));
  const fork: HubRepository = {
    ...repository,
    id: hub.nextId++,
    owner: account.login,
    name,
    folder: join(hub.folder, account.login, `${name}.git`),
    parent: repository,
    isArchived: false,
    collaborators: new Map(),
    looksUntilReady: hub.forkLooks,
    pulls: [],
    nextNumber: 1,
    lfsObjects: repository.lfsObjects,
  };
  await makeBare(fork.folder, hub.forkLooks === 0 ? repository.folder : undefined);
  hub.repositories.push(fork);
  return { status: 202, body: toRepository(fork, request) };
}

/** A name that is taken gets a number, as on GitHub. */
function freeName(hub: HubState, owner: string, name: string): string {
  let free = name;
  for (let number = 1; findRepository(hub, owner, free); number += 1) free = `${name}-${number}`;
  return free;
}
