import { type CommitSource, readBaseFiles } from '../publish/read-base-files.ts';
import { requireJson } from '../sample/json/require-json.ts';
import { loadAxis } from '../sample/load-axis.ts';
import { compileSchema, type Validator } from '../sample/schema-validator.ts';
import type { World } from '../world.ts';
import { openProject, packageRoot, type Rules } from './project.ts';

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
  return {
    axes: axes.length > 0 ? new Map(axes.map((axis) => [axis.axis, axis])) : fallback.axes,
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
