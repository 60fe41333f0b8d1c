import { parseAttributes } from '../check/bias/attributes.ts';
import { parseThresholds } from '../check/bias/parse-thresholds.ts';
import { createReader } from '../check/bias/sample-facts.ts';
import { defaultThresholds, type Thresholds } from '../check/bias/thresholds.ts';
import { type CommitSource, readBaseFiles } from '../publish/read-base-files.ts';
import { requireJson } from '../sample/json/require-json.ts';
import { buildLexicon } from '../sample/lexicon.ts';
import { loadAxis } from '../sample/load-axis.ts';
import { compileSchema, type Validator } from '../sample/schema-validator.ts';
import type { World } from '../world.ts';
import { openProject, type Project, packageRoot, type Rules } from './project.ts';

/**
 * The axes and schemas of a commit: a pull request is judged by the base's, never by its own. Where the commit brings
 * none, this package's serve.
 */
export async function readBaseRules(repository: CommitSource, env: World['env']): Promise<Rules> {
  const files = new Map<string, Uint8Array>();
  for await (const { path, bytes } of readBaseFiles({ repository, env, folder: 'schemas/' }))
    files.set(path, bytes);
  const fallback = await openProject(packageRoot);
  const compile = (name: string, otherwise: Validator): Validator => {
    const path = `schemas/${name}.schema.json`;
    const bytes = files.get(path);
    return bytes ? compileSchema(requireJson(path, bytes, advice) as object) : otherwise;
  };
  const validateAxis = compile('axis', fallback.validateAxis);
  const axes = [...files]
    .filter(([path]) => /^schemas\/axes\/[^/]+\.json$/.test(path))
    .map(([path, bytes]) => loadAxis(path, bytes, validateAxis));
  const known = axes.length > 0 ? new Map(axes.map((axis) => [axis.axis, axis])) : fallback.axes;
  return {
    axes: known,
    ...(await readBiasRules(repository, env, { axes: known, files, fallback, compile })),
    validateAxis,
    validateSample: compile('sample', fallback.validateSample),
    validateRun: compile('run', fallback.validateRun),
    validatePrompt: compile('prompt', fallback.validatePrompt),
    validateTombstone: compile('tombstone', fallback.validateTombstone),
  };
}

const advice = {
  code: 'BAD_SCHEMA',
  fix: "Correct the schema on the base; the pull request's own is not read.",
};

type BiasParts = {
  axes: Rules['axes'];
  files: ReadonlyMap<string, Uint8Array>;
  fallback: Project;
  compile(name: string, otherwise: Validator): Validator;
};

/** The base's own lexicons, attribute categories and thresholds; a pull request's are never read. */
async function readBiasRules(
  repository: CommitSource,
  env: World['env'],
  { axes, files, fallback, compile }: BiasParts,
): Promise<Pick<Rules, 'reader' | 'thresholds'>> {
  const attributes = files.get('schemas/attributes.json');
  const reader = createReader({
    axes,
    lexicon: buildLexicon(axes),
    ratings: fallback.reader.ratings,
    attributes: attributes
      ? parseAttributes(
          'schemas/attributes.json',
          attributes,
          compile('attributes', fallback.validateAttributes),
        )
      : fallback.reader.attributes,
  });
  return {
    reader,
    thresholds: await readBaseThresholds(repository, env, compile('config', fallback.validateConfig)),
  };
}

async function readBaseThresholds(
  repository: CommitSource,
  env: World['env'],
  validate: Validator,
): Promise<Thresholds> {
  for await (const { bytes } of readBaseFiles({ repository, env, folder: configPath }))
    return parseThresholds(configPath, bytes, validate);
  return defaultThresholds;
}

/** What the dataset's owner decides. */
const configPath = 'evenhand.json';
