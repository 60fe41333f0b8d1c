import { refuseWithoutSso } from '../authenticate.ts';
import { copyBranches } from '../git-store.ts';
import {
  type Account,
  findRepository,
  type HubRepository,
  type HubRequest,
  permissionOf,
  Refusal,
  type Reply,
  type Route,
} from '../state.ts';

export const repositoryRoutes: Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}', handle: getRepository },
];

async function getRepository(request: HubRequest): Promise<Reply> {
  const repository = await lookAtRepository(request);
  return { status: 200, body: toRepository(repository, request) };
}

/** The repository that a path names; each look brings an unfinished fork nearer to its Git data. */
export async function lookAtRepository({ hub, account, params }: HubRequest): Promise<HubRepository> {
  const { owner = '', repo = '' } = params;
  refuseWithoutSso(account, owner);
  const repository = findRepository(hub, owner, repo);
  if (!repository) throw new Refusal(404, 'Not Found');
  if (repository.looksUntilReady > 0) {
    repository.looksUntilReady -= 1;
    if (repository.looksUntilReady === 0 && repository.parent) {
      await copyBranches(repository.folder, repository.parent.folder);
    }
  }
  return repository;
}

type Viewer = { hub: { url: string }; account: Account | undefined };

export function toRepository(repository: HubRepository, { hub, account }: Viewer): object {
  const { id, owner, name, parent, defaultBranch, isArchived, allowsForking } = repository;
  const permission = permissionOf(repository, account);
  return {
    id,
    name,
    full_name: `${owner}/${name}`,
    owner: { login: owner },
    private: false,
    fork: parent !== undefined,
    archived: isArchived,
    disabled: false,
    allow_forking: allowsForking,
    default_branch: defaultBranch,
    clone_url: `${hub.url}/${owner}/${name}.git`,
    html_url: `${hub.url}/${owner}/${name}`,
    ...(account
      ? { permissions: { admin: permission === 'admin', push: permission !== 'read', pull: true } }
      : {}),
    ...(parent
      ? {
          parent: toRepository(parent, { hub, account }),
          source: toRepository(rootOf(parent), { hub, account }),
        }
      : {}),
  };
}

export function rootOf(repository: HubRepository): HubRepository {
  return repository.parent ? rootOf(repository.parent) : repository;
}
