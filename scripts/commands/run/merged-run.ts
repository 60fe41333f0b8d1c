import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { readSpecs } from '../../prompt/read-specs.ts';
import { planRun } from '../../run/run-plan.ts';
import { parseDataPath } from '../../sample/data-path.ts';
import type { RunFile } from '../../sample/run-file.ts';
import { openDataset, readRunFile } from '../dataset.ts';
import { attributesOf } from '../planned-attributes.ts';
import type { KnownRun, Place } from './known-run.ts';

/**
 * A template run that the dataset holds and this machine does not, planned again from its run file; undefined where
 * the dataset holds no such run. The id is a hash of what decides a run, so the plan proves itself.
 * @throws UserError where a model wrote it, a spec has changed since, or the run file does not tell all of the plan.
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

/** The specs of a run file, whose hashes must begin as it says. */
async function readSpecsAsOf({ run, specs: named = [] }: Partial<RunFile>, { project }: Place) {
  const { axes, root, validatePrompt: validate } = project;
  const hashes = new Map(named.map((name) => name.split('@') as [path: string, hash: string]));
  const specs = await readSpecs(
    [...hashes.keys()].map((path) => join(root, path)),
    { root, axes, validate },
  );
  const changed = specs.find(({ path, sha256 }) => !sha256.startsWith(hashes.get(path) ?? '-'));
  if (!changed) return specs;
  throw new UserError(`${changed.path} is no longer what the run ${run} was planned with`, {
    code: 'SPEC_CHANGED',
    fix: `Check out the commit that added data/…/${run}.run.json, and make the run again there.`,
  });
}
