import type { Github } from '../github/fetch-github.ts';
import { statusOf } from '../github/github-failure.ts';
import type { Found, GithubCommit, GithubRepository, PullRequest } from './publication.ts';
import { fullName } from './publication.ts';

/** A repository that has more forks than this many hundred is asked for ours by forking: GitHub answers with the one there is. */
const maxForkPages = 5;

export type FoundQuestion = {
  github: Github;
  /** The repository that the pull request goes to. */
  upstream: { owner: string; name: string };
  branch: string;
  base: string;
  /** Push to a fork even where the account may push to the repository itself. */
  viaFork: boolean;
};

/** What GitHub has of a contribution already: the fork, the branch, the pull request. Reads only. */
export async function fetchFound({
  github,
  upstream: name,
  branch,
  base,
  viaFork,
}: FoundQuestion): Promise<Found> {
  const { data: user } = await github.rest.users.getAuthenticated();
  const upstream = await fetchRepository(github, name);
  const { login } = user;
  // Nobody can fork what is their own.
  const needsFork = !upstream.mayPush || (viaFork && login !== upstream.owner);
  const target = needsFork ? await findFork({ github, upstream, login }) : upstream;
  const head = `${needsFork ? login : upstream.owner}:${branch}`;
  const pullRequest = await findPullRequest({ github, upstream, head, base });
  const tip = target && (await fetchTip(github, target, branch));
  return { login, upstream, target, tip, pullRequest };
}

type Name = { owner: string; name: string };

async function fetchRepository(github: Github, { owner, name }: Name): Promise<GithubRepository> {
  const { data } = await github.rest.repos.get({ owner, repo: name });
  return toRepository(data);
}

type ApiRepository = Awaited<ReturnType<Github['rest']['repos']['get']>>['data'];
type ApiFork = Pick<ApiRepository, 'name' | 'owner' | 'clone_url' | 'default_branch' | 'archived'> &
  Partial<Pick<ApiRepository, 'permissions' | 'source'>>;

export function toRepository(repository: ApiFork): GithubRepository {
  const { name, owner, clone_url, default_branch, archived, permissions, source } = repository;
  return {
    owner: owner.login,
    name,
    cloneUrl: clone_url,
    defaultBranch: default_branch,
    isArchived: archived === true,
    mayPush: permissions?.push === true,
    source: source?.full_name,
  };
}

type ForkQuestion = { github: Github; upstream: GithubRepository; login: string };

/** The account's fork, whatever its name is; a repository that only has the same name is none. */
async function findFork({ github, upstream, login }: ForkQuestion): Promise<GithubRepository | undefined> {
  const root = (upstream.source ?? fullName(upstream)).toLowerCase();
  const namesake = await unless404(fetchRepository(github, { owner: login, name: upstream.name }));
  if (namesake?.source?.toLowerCase() === root) return namesake;
  const { owner, name } = upstream;
  for (let page = 1; page <= maxForkPages; page += 1) {
    const { data } = await github.rest.repos.listForks({ owner, repo: name, per_page: 100, page });
    const ours = data.find((fork) => fork.owner.login.toLowerCase() === login.toLowerCase());
    if (ours) return fetchRepository(github, { owner: ours.owner.login, name: ours.name });
    if (data.length < 100) break;
  }
  return undefined;
}

export async function fetchTip(
  github: Github,
  { owner, name }: Name,
  branch: string,
): Promise<GithubCommit | undefined> {
  const place = { owner, repo: name };
  const ref = await unless404(github.rest.git.getRef({ ...place, ref: `heads/${branch}` }));
  if (!ref) return undefined;
  const id = ref.data.object.sha;
  const { data } = await github.rest.git.getCommit({ ...place, commit_sha: id });
  const { name: authorName, email } = data.author;
  return {
    id,
    tree: data.tree.sha,
    parent: data.parents[0]?.sha,
    author: { name: authorName, email },
  };
}

type PullQuestion = { github: Github; upstream: GithubRepository; head: string; base: string };

/** The open pull request of a branch, else the latest one that is not open any more. */
export async function findPullRequest({
  github,
  upstream: { owner, name },
  head,
  base,
}: PullQuestion): Promise<PullRequest | undefined> {
  const { data } = await github.rest.pulls.list({ owner, repo: name, head, base, state: 'all' });
  const pull = data.find(({ state }) => state === 'open') ?? data[0];
  if (!pull) return undefined;
  const { number, html_url, body, state, merged_at } = pull;
  const closed = merged_at ? 'merged' : 'closed';
  return { number, url: html_url, body: body ?? '', state: state === 'open' ? 'open' : closed };
}

/** 409 is GitHub's answer about a repository whose Git data have not arrived yet. */
async function unless404<Answer>(asked: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await asked;
  } catch (error) {
    if ([404, 409].includes(statusOf(error) ?? 0)) return undefined;
    throw error;
  }
}
