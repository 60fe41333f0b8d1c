import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { tombstonesPath } from '../check/change/area.ts';
import type { SourceFile } from '../check/source-file.ts';
import { UserError } from '../errors.ts';
import type { World } from '../world.ts';
import type { Project } from './project.ts';

type Root = Pick<Project, 'root'>;

/**
 * The paths that a command was given, else the dataset's data: a dataset that holds nothing yet has no folder for it.
 * @throws UserError where no path was given, and no dataset is here.
 */
export function namedOrData(paths: readonly string[], { root }: Root, { cwd }: Pick<World, 'cwd'>): string[] {
  if (paths.length > 0) return paths.map((path) => resolve(cwd, path));
  const data = join(root, 'data');
  if (existsSync(data)) return [data];
  if (existsSync(join(root, 'schemas/axes'))) return [];
  throw new UserError(`there is no dataset in ${root}`, {
    code: 'NO_DATA',
    fix: 'Run it inside a clone of the dataset, or name a folder of .jsonl files.',
  });
}

/** @throws UserError where none of the files can hold a sample: what is made of them would be empty. */
export function requireSampleFiles(
  files: readonly SourceFile[],
  named: readonly string[],
  { root }: Root,
): void {
  if (files.some(({ path }) => path.endsWith('.jsonl') && path !== tombstonesPath)) return;
  const places = named.length > 0 ? named.join(', ') : join(root, 'data');
  throw new UserError(`there are no samples in ${places}: expected .jsonl files with one sample a line`, {
    code: 'NO_DATA',
    fix: 'Merge a contribution first (npx evenhand generate makes one), or name a folder that holds .jsonl files.',
  });
}
