import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readReader } from '../check/bias/read-reader.ts';
import { readThresholds } from '../check/bias/read-thresholds.ts';
import type { Reader } from '../check/bias/sample-facts.ts';
import type { Thresholds } from '../check/bias/thresholds.ts';
import type { Axes } from '../sample/axis.ts';
import { readAxes } from '../sample/read-axes.ts';
import { compileSchema, type Validator } from '../sample/schema-validator.ts';

/** What the dataset asks: its axes and its schemas. */
export type Rules = {
  axes: Axes;
  validateAxis: Validator;
  validateSample: Validator;
  validateRun: Validator;
  validatePrompt: Validator;
  validateTombstone: Validator;
  /** What the bias check reads texts with, and judges by. */
  reader: Reader;
  thresholds: Thresholds;
};

/** Where the dataset is, and what it asks. */
export type Project = Rules & {
  validateAttributes: Validator;
  validateConfig: Validator;
  /** The dataset's root: the nearest folder upwards with schemas/axes, else the working folder. */
  root: string;
  /** The folder of the schemas that apply: the dataset's own, else this package's. */
  schemas: string;
};

/** This package's own folder: its schemas serve where the dataset brings none. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

/** A schema of this package, for what is made by the tool and not by the dataset. */
export async function readPackageSchema(name: string): Promise<Validator> {
  const path = join(packageRoot, 'schemas', `${name}.schema.json`);
  return compileSchema(JSON.parse(await readFile(path, 'utf8')) as object);
}

export async function openProject(cwd: string): Promise<Project> {
  const root = findRoot(cwd);
  const schemas = join(root && existsSync(join(root, 'schemas/axes')) ? root : packageRoot, 'schemas');
  const [validateAxis, validateSample, validateRun, validatePrompt, validateTombstone] = await Promise.all([
    readSchema('axis'),
    readSchema('sample'),
    readSchema('run'),
    readSchema('prompt'),
    readSchema('tombstone'),
  ]);
  const axes = await readAxes(join(schemas, 'axes'), validateAxis);
  const [validateAttributes, validateConfig] = await Promise.all([
    readSchema('attributes'),
    readSchema('config'),
  ]);
  const attributes = join(schemas, 'attributes.json');
  const [reader, thresholds] = await Promise.all([
    readReader({
      axes,
      path: existsSync(attributes) ? attributes : join(packageRoot, 'schemas', 'attributes.json'),
      validate: validateAttributes,
    }),
    readThresholds(join(root, 'evenhand.json'), validateConfig),
  ]);
  const validators = { validateAxis, validateSample, validateRun, validatePrompt, validateTombstone };
  return { root, schemas, axes, ...validators, validateAttributes, validateConfig, reader, thresholds };

  async function readSchema(name: string): Promise<Validator> {
    const own = join(schemas, `${name}.schema.json`);
    // A dataset of another maker may bring fewer schemas than we have.
    const path = existsSync(own) ? own : join(packageRoot, 'schemas', `${name}.schema.json`);
    return compileSchema(JSON.parse(await readFile(path, 'utf8')) as object);
  }
}

function findRoot(cwd: string): string {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'schemas/axes'))) return folder;
    if (folder === dirname(folder)) return cwd;
  }
}
