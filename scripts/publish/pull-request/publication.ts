import type { Author } from '../author.ts';

/** A repository on GitHub, as far as a pull request needs to know it. */
export type GithubRepository = {
  owner: string;
  name: string;
  cloneUrl: string;
  defaultBranch: string;
  isArchived: boolean;
  /** What the token's account may do there. */
  mayPush: boolean;
  /** The root of its network of forks, `owner/name`; absent where it is no fork. */
  source: string | undefined;
};

export type PullRequest = {
  number: number;
  url: string;
  state: 'open' | 'closed' | 'merged';
  body: string;
};

/** A commit as GitHub has it. */
export type GithubCommit = { id: string; tree: string; parent: string | undefined; author: Author };

/** What is to be on GitHub in the end. */
export type Wanted = {
  branch: string;
  /** The branch to merge into. */
  base: string;
  commit: string;
  author: Author;
  title: string;
  body: string;
};

/** What is on GitHub already. */
export type Found = {
  login: string;
  upstream: GithubRepository;
  /** Where the branch goes: the upstream repository, or the account's fork; undefined where there is none yet. */
  target: GithubRepository | undefined;
  /** The branch's tip in `target`. */
  tip: GithubCommit | undefined;
  pullRequest: PullRequest | undefined;
};

/** What is left to do, in this order. */
export type Step =
  | { kind: 'fork' }
  | { kind: 'push' }
  | { kind: 'open' }
  | { kind: 'update'; number: number; body: string };

export function fullName({ owner, name }: Pick<GithubRepository, 'owner' | 'name'>): string {
  return `${owner}/${name}`;
}
