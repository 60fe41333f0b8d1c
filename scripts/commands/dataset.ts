import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { readFolder } from '../check/read-folder.ts';
import type { SourceFile } from '../check/source-file.ts';
import { UserError } from '../errors.ts';
import { type CommitSource, readBaseFiles } from '../publish/read-base-files.ts';
import { type Repository, readRepository } from '../publish/read-repository.ts';
import { parseDataPath } from '../sample/data-path.ts';
import { requireStrictJson } from '../sample/json/require-json.ts';
import type { RunFile } from '../sample/run-file.ts';
import type { World } from '../world.ts';
import type { Project } from './project.ts';

/** The dataset as it stands at a commit, or, outside Git, in the folder. */
export type Dataset = { commit: string | undefined; files(): AsyncIterable<SourceFile> };

/**
 * Opens the dataset at the commit given, else at the branch that contributions are made on top of, so that a
 * run can be made again later. Where that is not to be had, the folder serves.
 */
export async function openDataset({ root }: Project, { env }: World, commit?: string): Promise<Dataset> {
  const repository = await readRepositoryOf(root, env, commit);
  if (repository)
    return { commit: repository.base.commit, files: () => again(() => baseFiles(repository, env)) };
  return { commit: undefined, files: () => again(() => folderFiles(join(root, 'data'), root)) };
}

/** What can be walked more than once, from a function that begins a walk. */
export function again<Item>(walk: () => AsyncIterator<Item>): AsyncIterable<Item> {
  return { [Symbol.asyncIterator]: walk };
}

const withoutHistory = [
  'GIT_MISSING',
  'NOT_A_REPOSITORY',
  'NO_WORK_TREE',
  'NO_COMMITS',
  'NO_BASE',
  'REPOSITORY_NOT_YOURS',
];

/** The repository that a dataset's folder is the top of; undefined where it is of none. */
export async function readRepositoryOf(
  root: string,
  env: World['env'],
  commit?: string,
): Promise<Repository | undefined> {
  try {
    const repository = await readRepository({ folder: root, env, ...(commit ? { base: commit } : {}) });
    return resolve(repository.top) === (await realpath(root)) ? repository : undefined;
  } catch (error) {
    if (commit === undefined && error instanceof UserError && withoutHistory.includes(error.code))
      return undefined;
    throw error;
  }
}

/** The data files of the repository's base; links and submodules hold no samples. */
export async function* baseFiles(repository: CommitSource, env: World['env']): AsyncGenerator<SourceFile> {
  for await (const { path, mode, bytes } of readBaseFiles({ repository, env })) {
    if (mode === '100644') yield { path, chunks: () => once(bytes) };
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** The dataset as it stands in a folder. */
export async function* folderFiles(folder: string, root: string): AsyncGenerator<SourceFile> {
  if (existsSync(folder)) yield* await readFolder([folder], root);
}

/** A run draws from a seed above all that the dataset's runs of the same provider have used. */
export async function unusedSeed(dataset: Dataset, provider: string): Promise<number> {
  let highest = 0;
  for await (const file of dataset.files()) {
    if (parseDataPath(file.path)?.kind !== 'run') continue;
    const run = await readRunFile(file);
    if (run.provider === provider) highest = Math.max(highest, run.seed ?? 0);
  }
  return highest + 1;
}

/** Whether the dataset holds a run's contribution. */
export async function holdsRun(dataset: Dataset, run: string): Promise<boolean> {
  for await (const { path } of dataset.files()) if (parseDataPath(path)?.run === run) return true;
  return false;
}

export async function readRunFile({ path, chunks }: SourceFile): Promise<Partial<RunFile>> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks()) parts.push(chunk);
  return requireStrictJson(path, Buffer.concat(parts), {
    code: 'BAD_RUN_FILE',
    fix: 'Run "evenhand check" to see all that is wrong with the dataset, and mend it.',
  }) as Partial<RunFile>;
}
