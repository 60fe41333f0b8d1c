import { areaOf } from '../check/change/area.ts';
import { UserError } from '../errors.ts';
import { sha256Hex } from '../sample/hash.ts';
import type { Git } from './apply-git.ts';
import { readObjectsFolder, readWhereFetched } from './archive/read-archive.ts';
import { isSubmodule, readBlobs, readTree } from './read-objects.ts';
import type { Repository } from './read-repository.ts';

/** A file of the base. A symbolic link (mode 120000) holds its target; a submodule (160000) holds nothing. */
export type BaseFile = { path: string; mode: string; bytes: Uint8Array };

/** A repository, bare or not, and the commit to read. */
export type CommitSource = Pick<Repository, 'git' | 'top'> & { base: Pick<Repository['base'], 'commit'> };

type Options = { repository: CommitSource; env: Record<string, string | undefined>; folder?: string };

/**
 * Streams all files under a folder of the base commit, from Git objects: no work tree, no filter, no link is followed.
 * Shards of the archive come with their content where Git LFS has fetched it, else as the pointers that they are.
 */
export async function* readBaseFiles({
  repository,
  env,
  folder = 'data/',
}: Options): AsyncGenerator<BaseFile> {
  const { git, top, base } = repository;
  const entries = await readTree(git, base.commit, [folder]);
  const blobs = readBlobs({
    top,
    env,
    ids: entries.filter((entry) => !isSubmodule(entry)).map(({ id }) => id),
  });
  const objects = entries.some(({ path }) => areaOf(path) === 'archive')
    ? await readObjectsFolder(repository)
    : undefined;
  try {
    for (const entry of entries) {
      const { path, mode } = entry;
      const blob = isSubmodule(entry) ? undefined : (await blobs.next()).value;
      const bytes = blob?.bytes ?? new Uint8Array();
      yield { path, mode, bytes: objects ? await readWhereFetched(objects, path, bytes) : bytes };
    }
  } finally {
    await blobs.return(undefined);
  }
}

type SpecQuestion = Omit<Options, 'folder' | 'repository'> & {
  repository: Pick<Repository, 'git' | 'top' | 'base' | 'isShallow'>;
  path: string;
  /** The first hex digits of the SHA-256 of the spec's bytes. */
  sha256Prefix: string;
};

/**
 * Whether the base holds, or ever held, this very version of a prompt spec.
 * @throws UserError where a shallow clone's history is too short to tell.
 */
export async function wasSpecEverOnBase(question: SpecQuestion): Promise<boolean> {
  if ((await readSpecEverOnBase(question)) !== undefined) return true;
  const { repository, path } = question;
  if (!repository.isShallow) return false;
  throw new UserError(
    `${path}: this version is not at the tip of ${repository.base.name}, and this clone lacks older history`,
    {
      code: 'SHALLOW_CLONE',
      fix: 'Fetch the history: git fetch --unshallow',
    },
  );
}

/** A version of a prompt spec that the base holds or once held; undefined where this clone's history has none. */
export async function readSpecEverOnBase({
  repository,
  env,
  path,
  sha256Prefix,
}: SpecQuestion): Promise<Uint8Array | undefined> {
  const { git, top, base } = repository;
  const tip = (await readTree(git, base.commit, [path])).filter((entry) => entry.path === path);
  const find = (ids: string[]) => findBlob({ top, env, ids }, sha256Prefix);
  return (await find(tip.map(({ id }) => id))) ?? find(await readVersions(git, base.commit, path));
}

/** The blob ids that a path had in a commit's history, on every side of every merge; plumbing alone, which no setting changes. */
async function readVersions(git: Git, commit: string, path: string): Promise<string[]> {
  const commits = await git(['--literal-pathspecs', 'rev-list', '--full-history', commit, '--', path]);
  if (commits === '') return [];
  const changes = await git(
    [
      '--literal-pathspecs',
      'diff-tree',
      '--stdin',
      '-m',
      '-r',
      '--root',
      '--raw',
      '--no-abbrev',
      '--no-renames',
      '--',
      path,
    ],
    { input: `${commits}\n` },
  );
  const ids = [...changes.matchAll(/^:\d+ \d+ [0-9a-f]+ ([0-9a-f]+) /gm)].map(([, id = '']) => id);
  return [...new Set(ids)].filter((id) => !/^0+$/.test(id));
}

type Blobs = Parameters<typeof readBlobs>[0];

async function findBlob(blobs: Blobs, sha256Prefix: string): Promise<Uint8Array | undefined> {
  for await (const { bytes } of readBlobs(blobs)) if (sha256Hex(bytes).startsWith(sha256Prefix)) return bytes;
  return undefined;
}
