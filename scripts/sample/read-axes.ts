import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Axes } from './axis.ts';
import { loadAxis } from './load-axis.ts';
import type { Validator } from './schema-validator.ts';

/**
 * Reads every axis of a folder.
 * @throws UserError naming the file and the place in it.
 */
export async function readAxes(folder: string, validate: Validator): Promise<Axes> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const axes = await Promise.all(
    files.map(async (name) => loadAxis(join(folder, name), await readFile(join(folder, name)), validate)),
  );
  return new Map(axes.map((axis) => [axis.axis, axis]));
}
