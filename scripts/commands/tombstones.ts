import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tombstonesPath } from '../check/change/area.ts';
import { type CommitSource, readBaseFiles } from '../publish/read-base-files.ts';
import { parseTombstones } from '../sample/parse-tombstones.ts';
import { linesOf } from '../sample/split-lines.ts';
import type { World } from '../world.ts';
import type { Project, Rules } from './project.ts';

/** The ids of samples that a folder's dataset has removed for good. */
export async function readTombstones({ root, validateTombstone }: Project): Promise<Set<string>> {
  const path = join(root, tombstonesPath);
  return idsOf(existsSync(path) ? await readFile(path) : new Uint8Array(), validateTombstone);
}

/** The same of a commit. */
export async function readTombstonesAt(
  repository: CommitSource,
  env: World['env'],
  { validateTombstone }: Rules,
): Promise<Set<string>> {
  const files = readBaseFiles({ repository, env, folder: tombstonesPath });
  for await (const { bytes } of files) return idsOf(bytes, validateTombstone);
  return new Set();
}

function idsOf(bytes: Uint8Array, validate: Rules['validateTombstone']): Set<string> {
  return new Set(parseTombstones(linesOf(bytes), validate).tombstones.map(({ id }) => id));
}
