import { UserError } from '../errors.ts';
import { type Git, openGit } from './apply-git.ts';
import type { Author } from './author.ts';

export type Head = { kind: 'branch'; name: string } | { kind: 'detached' };

/** The branch that contributions are made on top of. */
export type Base = {
  /** As the forge knows it: `main`. */
  name: string;
  /** As Git was asked for it: `refs/remotes/origin/main`. */
  ref: string;
  commit: string;
};

export type Repository = {
  /** The work tree's top folder, with forward slashes. */
  top: string;
  git: Git;
  isShallow: boolean;
  head: Head;
  /** Absent where neither the environment nor the settings name the user. */
  identity: Author | undefined;
  base: Base;
  /** Where the user's branches are pushed: `origin`, or the only remote there is. */
  remote: Remote | undefined;
  /** Where the pull request goes: the remote `upstream` of a fork's clone, else the same one. */
  upstream: Remote | undefined;
};

export type Remote = { name: string; url: string };

type Options = {
  folder: string;
  env: Record<string, string | undefined>;
  /** A ref or commit to build on, where the remote's default branch is not it. */
  base?: string;
};

/**
 * What a contribution needs to know about the repository around `folder`. Reads only: a dirty index, a detached
 * HEAD, a merge or rebase under way are all fine, since nothing is ever checked out.
 * @throws UserError where there is no repository with a work tree, or nothing to build on.
 */
export async function readRepository({ folder, env, base }: Options): Promise<Repository> {
  const here = await openGit({ folder, env });
  const top = await here(['rev-parse', '--show-toplevel']);
  const git = await openGit({ folder: top, env });
  const remote = await readRemote(git);
  const upstream = (await readUpstream(git)) ?? remote;
  return {
    top,
    git,
    isShallow: (await git(['rev-parse', '--is-shallow-repository'])) === 'true',
    head: await readHead(git),
    identity: await readIdentity(git),
    base: base === undefined ? await findBase(git, upstream?.name) : await readChosenBase(git, base),
    remote,
    upstream,
  };
}

/** The user's name and address. @throws UserError where Git does not know them. */
export function requireIdentity({ identity }: Repository): Author {
  if (identity) return identity;
  throw new UserError('Git does not know your name and e-mail address, which the sign-off needs', {
    code: 'NO_IDENTITY',
    fix: 'Run: git config user.name "Your Name" && git config user.email you@example.org',
  });
}

async function readHead(git: Git): Promise<Head> {
  const name = await git(['symbolic-ref', '--quiet', '--short', 'HEAD']);
  return name === '' ? { kind: 'detached' } : { kind: 'branch', name };
}

/** Git would otherwise make up an address from the names of the user and the machine. */
async function readIdentity(git: Git): Promise<Author | undefined> {
  const ident = await git(['-c', 'user.useConfigOnly=true', 'var', 'GIT_AUTHOR_IDENT']).catch(() => '');
  const groups = /^(?<name>.*) <(?<email>[^<>]*)> \d+ [+-]\d{4}$/.exec(ident)?.groups;
  return groups ? { name: groups['name'] ?? '', email: groups['email'] ?? '' } : undefined;
}

async function readRemote(git: Git): Promise<Remote | undefined> {
  const names = await readRemoteNames(git);
  const name = names.includes('origin') ? 'origin' : names.length === 1 ? names[0] : undefined;
  return name === undefined ? undefined : readRemoteNamed(git, name);
}

/** The name that GitHub's own clients give to the repository a fork was made of. */
async function readUpstream(git: Git): Promise<Remote | undefined> {
  return (await readRemoteNames(git)).includes('upstream') ? readRemoteNamed(git, 'upstream') : undefined;
}

async function readRemoteNames(git: Git): Promise<string[]> {
  return (await git(['remote'])).split('\n').filter(Boolean);
}

async function readRemoteNamed(git: Git, name: string): Promise<Remote> {
  return { name, url: await git(['remote', 'get-url', name]) };
}

/** The remote's default branch, else its or the local main or master. */
async function findBase(git: Git, remote: string | undefined): Promise<Base> {
  const folders = [...(remote === undefined ? [] : [`refs/remotes/${remote}/`]), 'refs/heads/'];
  const declared = remote ? await git(['symbolic-ref', '--quiet', `refs/remotes/${remote}/HEAD`]) : '';
  const refs = folders.flatMap((folder) => [`${folder}main`, `${folder}master`]);
  for (const ref of [declared, ...refs].filter(Boolean)) {
    const commit = await readCommit(git, ref);
    if (commit !== '') return { ref, commit, name: shortName(ref) };
  }
  if ((await git(['rev-list', '--max-count=1', '--all'])) === '') {
    throw new UserError('the repository holds no commit yet', {
      code: 'NO_COMMITS',
      fix: 'Fetch the dataset (git pull), or make a first commit, then run the command again.',
    });
  }
  throw new UserError(`no base branch: none of ${refs.join(', ')} exists`, {
    code: 'NO_BASE',
    fix: 'Fetch the remote (git fetch), or name the branch to build on: --base <branch>',
  });
}

async function readChosenBase(git: Git, base: string): Promise<Base> {
  const commit = await readCommit(git, base);
  if (commit === '') {
    throw new UserError(`--base ${base}: there is no such branch or commit here`, {
      code: 'UNKNOWN_BASE',
      fix: 'Name a branch that "git branch --all" lists, or fetch first: git fetch',
    });
  }
  const ref = (await git(['rev-parse', '--symbolic-full-name', '--end-of-options', base])).replace(
    /^--end-of-options\n?/,
    '',
  );
  return { ref: ref || base, commit, name: shortName(ref || base) };
}

function readCommit(git: Git, ref: string): Promise<string> {
  return git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
}

/** `refs/remotes/origin/main` and `refs/heads/main` → `main`. */
function shortName(ref: string): string {
  return ref.replace(/^refs\/(?:heads|remotes\/[^/]+)\//, '');
}
