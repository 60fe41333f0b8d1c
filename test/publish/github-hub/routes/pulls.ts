import { requireAccount, requireGrant } from '../authenticate.ts';
import { commitOf, gitIn } from '../git-store.ts';
import {
  findRepository,
  type HubRepository,
  type HubRequest,
  mayPush,
  type Pull,
  Refusal,
  type Reply,
  type Route,
} from '../state.ts';
import { paginate } from './paginate.ts';
import { lookAtRepository, rootOf, toRepository } from './repositories.ts';

/** Characters of a pull request's, issue's or comment's body. */
export const maxBodyLength = 65_536;
const maxTitleLength = 256;

export const pullRoutes: Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/pulls', handle: listPulls },
  { method: 'POST', path: '/repos/{owner}/{repo}/pulls', handle: createPull },
  { method: 'GET', path: '/repos/{owner}/{repo}/pulls/{pull_number}', handle: getPull },
  { method: 'PATCH', path: '/repos/{owner}/{repo}/pulls/{pull_number}', handle: updatePull },
];

async function listPulls(request: HubRequest): Promise<Reply> {
  const repository = await lookAtRepository(request);
  const { query } = request;
  const state = query.get('state') ?? 'open';
  const found = repository.pulls.filter(
    (pull) =>
      (state === 'all' || pull.state === state) &&
      [null, labelOf(pull)].includes(query.get('head')) &&
      [null, pull.base.ref].includes(query.get('base')),
  );
  const bodies = await Promise.all(found.reverse().map((pull) => toPull(pull, repository, request)));
  return paginate(bodies, request);
}

async function getPull(request: HubRequest): Promise<Reply> {
  const repository = await lookAtRepository(request);
  return { status: 200, body: await toPull(findPull(repository, request), repository, request) };
}

async function createPull(request: HubRequest): Promise<Reply> {
  const account = requireAccount(request.account);
  const repository = await lookAtRepository(request);
  requireGrant(account, 'pull_requests');
  if (repository.isArchived) throw new Refusal(403, 'Repository was archived so is read-only.');
  const { title = '', head = '', base = '', body = '' } = request.body as Record<string, string>;
  refuseLongText(title, body);
  const source = findHead(repository, head, request);
  await refuseUnmergeable({ repository, source, base });
  const twin = repository.pulls.find(
    (pull) => pull.state === 'open' && labelOf(pull) === labelOf({ head: source }) && pull.base.ref === base,
  );
  if (twin) throw invalid({ message: `A pull request already exists for ${labelOf(twin)}.` });
  const pull: Pull = {
    number: repository.nextNumber++,
    title,
    body,
    state: 'open',
    merged: false,
    user: account.login,
    head: source,
    base: { ref: base },
    maintainerCanModify: request.body['maintainer_can_modify'] === true,
    draft: request.body['draft'] === true,
  };
  repository.pulls.push(pull);
  return { status: 201, body: await toPull(pull, repository, request) };
}

async function updatePull(request: HubRequest): Promise<Reply> {
  const account = requireAccount(request.account);
  const repository = await lookAtRepository(request);
  requireGrant(account, 'pull_requests');
  const pull = findPull(repository, request);
  if (pull.user !== account.login && !mayPush(repository, account)) throw new Refusal(403, 'Forbidden');
  const { title = pull.title, body = pull.body, state = pull.state } = request.body as Partial<Pull>;
  refuseLongText(title, body);
  Object.assign(pull, { title, body, state });
  return { status: 200, body: await toPull(pull, repository, request) };
}

function findPull({ pulls }: HubRepository, { params }: HubRequest): Pull {
  const pull = pulls.find(({ number }) => String(number) === params['pull_number']);
  if (pull) return pull;
  throw new Refusal(404, 'Not Found');
}

/** `branch`, or `owner:branch` of a repository in the same network. */
function findHead(repository: HubRepository, head: string, { hub }: HubRequest): Pull['head'] {
  const [owner = '', ref = ''] = head.includes(':') ? head.split(':') : [repository.owner, head];
  const source =
    owner === repository.owner
      ? findRepository(hub, owner, repository.name)
      : hub.repositories.find((one) => one.owner === owner && rootOf(one) === rootOf(repository));
  if (source) return { repository: source, ref };
  throw invalid({ resource: 'PullRequest', field: 'head', code: 'invalid' });
}

type Merge = { repository: HubRepository; source: Pull['head']; base: string };

async function refuseUnmergeable({ repository, source, base }: Merge): Promise<void> {
  const target = await commitOf(repository, `refs/heads/${base}`);
  if (!target) throw invalid({ resource: 'PullRequest', field: 'base', code: 'invalid' });
  const tip = await commitOf(source.repository, `refs/heads/${source.ref}`);
  if (!tip) throw invalid({ resource: 'PullRequest', field: 'head', code: 'invalid' });
  const isContained = await gitIn(repository, 'merge-base', '--is-ancestor', tip, target).then(
    () => true,
    () => false,
  );
  if (isContained) throw invalid({ message: `No commits between ${base} and ${source.ref}` });
}

function refuseLongText(title: string, body: string): void {
  if (title.length > maxTitleLength)
    throw invalid({ message: `title is too long (maximum is ${maxTitleLength} characters)` });
  if (body.length > maxBodyLength)
    throw invalid({ message: `body is too long (maximum is ${maxBodyLength} characters)` });
}

function invalid(error: Record<string, string>): Refusal {
  return new Refusal(422, 'Validation Failed', {
    errors: [{ resource: 'PullRequest', code: 'custom', ...error }],
  });
}

function labelOf({ head }: Pick<Pull, 'head'>): string {
  return `${head.repository.owner}:${head.ref}`;
}

async function toPull(pull: Pull, repository: HubRepository, request: HubRequest): Promise<object> {
  const { number, title, body, state, merged, user, head, base, draft } = pull;
  const { owner, name } = repository;
  return {
    id: 1_000_000 + number,
    number,
    title,
    body,
    state,
    draft,
    merged,
    merged_at: merged ? '2026-11-25T00:00:00Z' : null,
    html_url: `${request.hub.url}/${owner}/${name}/pull/${number}`,
    user: { login: user },
    maintainer_can_modify: pull.maintainerCanModify,
    head: {
      label: labelOf(pull),
      ref: head.ref,
      sha: await commitOf(head.repository, `refs/heads/${head.ref}`),
      repo: toRepository(head.repository, request),
    },
    base: {
      label: `${owner}:${base.ref}`,
      ref: base.ref,
      sha: await commitOf(repository, `refs/heads/${base.ref}`),
      repo: toRepository(repository, request),
    },
  };
}
