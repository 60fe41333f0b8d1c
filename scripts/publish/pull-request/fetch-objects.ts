import { appendFile, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Git, openGit } from '../apply-git.ts';

type Options = {
  /** A folder that does not exist yet. */
  store: string;
  /** A repository here whose objects need not come over the network again; it is only read. */
  clone: string;
  /** Where the commits are: `https://github.com/owner/name`. */
  url: string;
  /** For repositories that are not public. */
  token: string | undefined;
  env: Record<string, string | undefined>;
  /** What to fetch: a commit or a ref each. */
  base: string;
  head: string;
  /** The base instead, where the head is not built on the one above. */
  otherwise?: string | undefined;
};

/** Commits that were fetched, in full. */
export type FetchedObjects = { base: string; head: string };

/**
 * Fetches two commits into a bare repository of their own. Nothing is ever checked out, no hook, filter or submodule
 * runs, and the clone that the program itself runs from is not written to.
 * @throws UserError where a commit is not there, or the network fails.
 */
export async function fetchObjects(options: Options): Promise<FetchedObjects> {
  const { store, clone, url, env, base, head, otherwise = base } = options;
  await mkdir(store, { recursive: true });
  const git = await openGit({ folder: store, env });
  await git(['init', '--quiet', '--bare', '.']);
  await borrowObjects(git, { store, clone, env });
  await writeCredentials(options);
  const flags = ['--quiet', '--no-tags', '--no-recurse-submodules', '--no-auto-gc'];
  const refs = Object.entries({ base, head, otherwise }).map(([name, ref]) => `+${ref}:${refOf(name)}`);
  await git(['fetch', ...flags, '--end-of-options', url, ...refs]);
  const commitOf = (name: string) => git(['rev-parse', '--verify', `${refOf(name)}^{commit}`]);
  const fetched = { base: await commitOf('base'), head: await commitOf('head') };
  if (otherwise === base || (await isBuiltOn(git, fetched))) return fetched;
  return { ...fetched, base: await commitOf('otherwise') };
}

function refOf(name: string): string {
  return `refs/evenhand/${name}`;
}

/** A merge queue builds one commit on the other along first parents. */
async function isBuiltOn(git: Git, { base, head }: FetchedObjects): Promise<boolean> {
  const since = await git(['rev-list', '--first-parent', head, '--not', `${base}^@`]);
  return since.split('\n').includes(base);
}

type Archive = Pick<Options, 'store' | 'url' | 'env'> & {
  commits: readonly string[];
  /** Paths under `data/archive/`, or the folder for all that the commits have. */
  paths: readonly string[];
};

/**
 * Fetches what stands behind pointers of the archive, into the store of Git LFS beside the objects.
 * @throws UserError where an object is not there, or git-lfs is not.
 */
export async function fetchArchive({ store, url, env, commits, paths }: Archive): Promise<void> {
  const git = await openGit({ folder: store, env });
  await git(['lfs', 'fetch', `--include=${paths.join(',')}`, '--exclude=', url, ...commits]);
}

/** Git finds the clone's objects through this file, and asks the server only for what they lack. */
async function borrowObjects(
  git: Git,
  { store, clone, env }: Pick<Options, 'store' | 'clone' | 'env'>,
): Promise<void> {
  const there = await openGit({ folder: clone, env });
  const objects = await there(['rev-parse', '--git-path', 'objects']);
  // What a shallow clone lacks would be taken for present.
  if ((await there(['rev-parse', '--is-shallow-repository'])) === 'true') return;
  const info = await git(['rev-parse', '--git-path', 'objects/info/alternates']);
  await appendFile(join(store, info), `${resolve(clone, objects)}\n`);
}

/** In the store's own settings, which go when the store goes: arguments can be read by every process of the machine. */
async function writeCredentials({ store, url, token }: Options): Promise<void> {
  if (!token) return;
  const login = Buffer.from(`x-access-token:${token}`).toString('base64');
  const section = `[http "${new URL(url).origin}/"]\n\textraheader = Authorization: Basic ${login}\n`;
  await appendFile(join(store, 'config'), section);
}
