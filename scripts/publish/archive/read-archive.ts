import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { areaOf } from '../../check/change/area.ts';
import { UserError } from '../../errors.ts';
import { isLfsPointer } from '../../sample/json/parse-line.ts';
import { parsePointer } from '../../sample/lfs-pointer.ts';
import type { Git } from '../apply-git.ts';

type Repository = { git: Git; top: string };

/** Where Git LFS keeps the objects of a repository, which all its work trees share. */
export async function readObjectsFolder({ git, top }: Repository): Promise<string> {
  const common = resolve(top, await git(['rev-parse', '--git-common-dir']));
  const storage = await git(['config', '--get', '--default', 'lfs', 'lfs.storage']);
  return join(resolve(common, storage), 'objects');
}

/**
 * The content of a file of a commit: of a shard of the archive the object behind the pointer, of any other its own
 * bytes. Git LFS itself is not needed where the object has been fetched.
 * @throws UserError where the object is not in this clone, or is not what the pointer says.
 */
export async function readThrough(objects: string, path: string, bytes: Uint8Array): Promise<Uint8Array> {
  const content = await readWhereFetched(objects, path, bytes);
  if (areaOf(path) === 'archive' && isLfsPointer(content)) throw notHere(path);
  return content;
}

/** The same, but a pointer whose object is not in this clone stays what it is. @throws UserError where it is damaged. */
export async function readWhereFetched(
  objects: string,
  path: string,
  bytes: Uint8Array,
): Promise<Uint8Array> {
  const pointer = areaOf(path) === 'archive' ? parsePointer(bytes) : undefined;
  if (!pointer) return bytes;
  const { sha256 } = pointer;
  const content = await readFile(join(objects, sha256.slice(0, 2), sha256.slice(2, 4), sha256)).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
  if (!content) return bytes;
  if (createHash('sha256').update(content).digest('hex') === sha256) return content;
  throw new UserError(`${path}: the object ${sha256} is damaged in this clone`, {
    code: 'ARCHIVE_DAMAGED',
    fix: 'Run "git lfs fsck", which moves it aside, then fetch it again: git lfs fetch --include="data/archive" --exclude=""',
    blame: 'world',
  });
}

function notHere(path: string): UserError {
  return new UserError(`${path} is a Git LFS pointer, and its content is not in this clone`, {
    code: 'ARCHIVE_NOT_HERE',
    fix: 'Fetch the archive (git-lfs is needed for that alone): git lfs fetch --include="data/archive" --exclude=""; to read another commit than HEAD, add: origin <commit>',
  });
}
