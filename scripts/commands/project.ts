import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Axes } from '../sample/axis.ts';
import { readAxes } from '../sample/read-axes.ts';
import { compileSchema, type Validator } from '../sample/schema-validator.ts';

/** The rules a command works by: where the dataset is, its axes, its schemas. */
export type Project = {
  /** The dataset's root: the nearest folder upwards with schemas/axes, else the working folder. */
  root: string;
  axes: Axes;
  validateSample: Validator;
  validateRun: Validator;
  validatePrompt: Validator;
};

/** This package's own folder: its schemas serve where the dataset brings none. */
const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

export async function openProject(cwd: string): Promise<Project> {
  const root = findRoot(cwd);
  const schemas = join(root && existsSync(join(root, 'schemas/axes')) ? root : packageRoot, 'schemas');
  const [axes, validateSample, validateRun, validatePrompt] = await Promise.all([
    readSchema('axis.schema.json').then((validate) => readAxes(join(schemas, 'axes'), validate)),
    readSchema('sample.schema.json'),
    readSchema('run.schema.json'),
    readSchema('prompt.schema.json'),
  ]);
  return { root, axes, validateSample, validateRun, validatePrompt };

  async function readSchema(name: string): Promise<Validator> {
    return compileSchema(JSON.parse(await readFile(join(schemas, name), 'utf8')) as object);
  }
}

function findRoot(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'schemas/axes'))) return folder;
    if (folder === dirname(folder)) return cwd;
  }
}
