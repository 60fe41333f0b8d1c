import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { parseSpec } from '../../prompt/parse-spec.ts';
import type { PromptSpec } from '../../prompt/spec.ts';
import { formatSpecProblem } from '../../prompt/spec-problem.ts';
import { readSpecEverOnBase } from '../../publish/read-base-files.ts';
import { planRun } from '../../run/run-plan.ts';
import { parseDataPath } from '../../sample/data-path.ts';
import { sha256Hex } from '../../sample/hash.ts';
import type { RunFile } from '../../sample/run-file.ts';
import { openDataset, readRepositoryOf, readRunFile } from '../dataset.ts';
import { attributesOf } from '../planned-attributes.ts';
import type { KnownRun, Place } from './known-run.ts';

/**
 * A template run that the dataset holds and this machine does not, planned again from its run file; undefined where
 * the dataset holds no such run. The id is a hash of what decides a run, so the plan proves itself.
 * @throws UserError where a model wrote it, a version of a spec is not to be had, or the run file does not tell all of the plan.
 */
export async function decideMerged(run: string, place: Place): Promise<Omit<KnownRun, 'folder'> | undefined> {
  const { project, world } = place;
  const record = await findRunFile(run, place);
  if (!record) return undefined;
  const { date, dataset: commit, provider, seed, tool, parameters, cells } = record;
  if (provider !== 'template' || seed === undefined || tool === undefined || date === undefined) {
    throw new UserError(`${run} was not written by templates, so it cannot be made again from its run file`, {
      code: 'NOT_REPRODUCIBLE',
      fix: 'Samples that people or models wrote are made once; a template run is made again from its run file.',
    });
  }
  const specs = await readSpecsAsOf(record, place);
  const plan = planRun({
    date,
    ...(commit ? { dataset: commit } : {}),
    provider,
    count: Number(parameters?.['count']),
    ...(parameters?.['likeness'] ? { likeness: Number(parameters['likeness']) } : {}),
    seed,
    tool,
    specs,
    ...(cells ? { cells, attributes: attributesOf(cells, project) } : {}),
  });
  if (plan.run !== run) {
    throw new UserError(`the run file of ${run} does not tell all of its plan`, {
      code: 'NOT_REPRODUCIBLE',
      fix: 'Name the folder of the run, which holds its plan.json.',
    });
  }
  return { plan, specs, dataset: await openDataset(project, world, commit) };
}

async function findRunFile(run: string, { project, world }: Place): Promise<Partial<RunFile> | undefined> {
  for await (const file of (await openDataset(project, world)).files()) {
    const place = parseDataPath(file.path);
    if (place?.kind === 'run' && place.run === run) return readRunFile(file);
  }
  return undefined;
}

/** The specs of a run file as they were: its hashes find those in Git that have been changed or given up since. */
async function readSpecsAsOf(
  { run, specs: named = [] }: Partial<RunFile>,
  place: Place,
): Promise<PromptSpec[]> {
  const repository = await readRepositoryOf(place.project.root, place.world.env);
  const specs: PromptSpec[] = [];
  for (const name of named) {
    const [path = '', sha256Prefix = ''] = name.split('@');
    const bytes =
      (await readCurrent(path, sha256Prefix, place)) ??
      (repository && (await readSpecEverOnBase({ repository, env: place.world.env, path, sha256Prefix })));
    if (!bytes) throw specChanged(path, run);
    specs.push(requireSpec(path, new TextDecoder().decode(bytes), place));
  }
  return specs;
}

async function readCurrent(
  path: string,
  sha256Prefix: string,
  { project }: Place,
): Promise<Uint8Array | undefined> {
  const bytes = await readFile(join(project.root, path)).catch(() => undefined);
  return bytes && sha256Hex(bytes).startsWith(sha256Prefix) ? bytes : undefined;
}

function requireSpec(path: string, source: string, { project }: Place): PromptSpec {
  const { axes, validatePrompt: validate } = project;
  const parsed = parseSpec(path, source, { axes, validate });
  if (parsed.ok) return parsed.spec;
  throw new UserError(parsed.problems.map((problem) => formatSpecProblem({ path, ...problem })).join('\n'), {
    code: 'BAD_SPEC',
    fix: 'The spec was good when the run was made: check out a commit of that time, and make the run again there.',
  });
}

function specChanged(path: string, run: string | undefined): UserError {
  return new UserError(
    `${path} is no longer what the run ${run} was planned with, and Git does not have that version`,
    {
      code: 'SPEC_CHANGED',
      fix: 'Fetch the whole history (git fetch --unshallow), and run the same command again.',
    },
  );
}
