import { areaOf, holdsSamples, tombstonesPath } from '../../check/change/area.ts';
import { UserError } from '../../errors.ts';
import type { Axis } from '../../sample/axis.ts';
import { parseDataPath } from '../../sample/data-path.ts';
import { requireJson, requireStrictJson } from '../../sample/json/require-json.ts';
import { loadAxis } from '../../sample/load-axis.ts';
import { compareText } from '../../sample/order.ts';
import { parseTombstones } from '../../sample/parse-tombstones.ts';
import type { RunFile } from '../../sample/run-file.ts';
import type { Sample } from '../../sample/sample.ts';
import type { Validator } from '../../sample/schema-validator.ts';
import { linesOf } from '../../sample/split-lines.ts';
import type { Tombstone } from '../../sample/tombstone.ts';
import { readObjectsFolder, readThrough } from '../archive/read-archive.ts';
import { type CommitSource, readBaseFiles } from '../read-base-files.ts';
import { readBlobs, readTree, type TreeEntry } from '../read-objects.ts';
import { type CutShards, compareShards } from './compare-shards.ts';
import { type ComparedRow, compareMeaning, compareRows, type Meaning } from './difference.ts';
import type { Manifest } from './manifest.ts';
import { type Origin, originOf } from './origin.ts';
import { compareVersions, parseVersion } from './plan-version.ts';
import type { Difference } from './release-plan.ts';

/** A commit of a repository, and the environment to run Git in. */
export type Site = { repository: CommitSource; env: Record<string, string | undefined> };

type Validators = { validateAxis: Validator; validateTombstone: Validator };

/** The same repository at another commit. */
function at({ repository, env }: Site, commit: string): Site {
  return { repository: { ...repository, base: { commit } }, env };
}

/** What later steps go by of a release that a commit holds. */
export type PreviousRelease = Pick<Manifest, 'version' | 'commit' | 'files'>;

/** The highest release that the commit holds. */
export async function readPrevious(site: Site): Promise<PreviousRelease | undefined> {
  const releases: PreviousRelease[] = [];
  for await (const { path, bytes } of readBaseFiles({ ...site, folder: 'releases/' })) {
    const [, version = ''] = /^releases\/([^/]+)\/manifest\.json$/.exec(path) ?? [];
    if (parseVersion(version)) releases.push({ version, ...readManifest(path, bytes) });
  }
  return releases.sort((a, b) => compareVersions(a.version, b.version)).at(-1);
}

function readManifest(path: string, bytes: Uint8Array): Pick<Manifest, 'commit' | 'files'> {
  const advice = { code: 'BAD_MANIFEST', fix: 'Restore the manifest as its release wrote it.' };
  const { commit, files } = requireJson(path, bytes, advice) as Partial<Manifest>;
  if (typeof commit === 'string' && /^[0-9a-f]{40,64}$/.test(commit))
    return { commit, files: Array.isArray(files) ? files : [] };
  throw new UserError(`${path}: "commit" is not the id of a commit`, advice);
}

/** What every run of the commit says of its samples. */
export async function readOrigins(site: Site): Promise<Map<string, Origin>> {
  const records = [...(await readRunFiles(site)).values()];
  return new Map(records.map((record) => [record.run, originOf(record)]));
}

/** Path → run file, in Git's order. */
export async function readRunFiles(site: Site): Promise<Map<string, RunFile>> {
  const entries = (await readTree(site.repository.git, site.repository.base.commit, ['data/'])).filter(
    ({ path, mode }) => mode === '100644' && parseDataPath(path)?.kind === 'run',
  );
  const records = new Map<string, RunFile>();
  for await (const { path, bytes } of blobsOf(site, entries)) {
    const advice = {
      code: 'BAD_RUN_FILE',
      fix: 'Run "evenhand check" to see all that is wrong, and mend it.',
    };
    records.set(path, requireStrictJson(path, bytes, advice) as RunFile);
  }
  return records;
}

/** The files of samples at the commit, in Git's order. */
export async function readSampleFiles({ repository: { git, base } }: Site): Promise<TreeEntry[]> {
  const tree = await readTree(git, base.commit, ['data/']);
  return tree.filter(({ path, mode }) => mode === '100644' && holdsSamples(path));
}

/**
 * The contents of files, those of the archive as they are behind their pointers.
 * @throws UserError where the content of an archive is not in this clone.
 */
export async function* blobsOf(
  { repository, env }: Site,
  entries: readonly TreeEntry[],
): AsyncGenerator<{ path: string; bytes: Uint8Array }> {
  const objects = await readObjectsFolder(repository);
  let index = 0;
  for await (const { bytes } of readBlobs({ top: repository.top, env, ids: entries.map(({ id }) => id) })) {
    const path = entries[index]?.path ?? '';
    index += 1;
    yield { path, bytes: await readThrough(objects, path, bytes) };
  }
}

/** Every plain file of the commit's data, in Git's order. */
export async function* readDataFiles(site: Site): AsyncGenerator<{ path: string; bytes: Uint8Array }> {
  const { git, base } = site.repository;
  const tree = await readTree(git, base.commit, ['data/']);
  yield* blobsOf(
    site,
    tree.filter(({ mode }) => mode === '100644'),
  );
}

/** What changed from one commit to the site's; everything is new where there is no earlier one. */
export async function readDifference(
  site: Site,
  previous: string | undefined,
  validators: Validators,
): Promise<Difference> {
  const before = previous === undefined ? undefined : at(site, previous);
  const [old, current] = await Promise.all([before ? readAll(before) : [], readAll(site)]);
  const { gone, come } = changedFiles(old, current);
  const cut = before ? await readCutShards(gone, { before, site }) : { paths: new Set(), rows: [] };
  const uncut = (entries: TreeEntry[]) => entries.filter(({ path }) => !cut.paths.has(path));
  const rows = await compareRows(
    before ? rowsOf(before, uncut(gone)) : noRows(),
    rowsOf(site, uncut(come)),
    cut.rows,
  );
  const changed = [...new Set([...gone, ...come].map(({ path }) => path))].sort(compareText);
  // What no release has held yet was not taken out of one.
  const buried = new Set((before ? await readTombstoneList(before, validators) : []).map(({ id }) => id));
  const tombstones = before ? await readTombstoneList(site, validators) : [];
  return {
    ...rows,
    breaking: before
      ? compareMeaning(await readMeaning(before, validators), await readMeaning(site, validators))
      : [],
    metadata: before ? changed.filter((path) => !holdsSamples(path) && path !== tombstonesPath) : [],
    takedowns: tombstones
      .filter(({ id }) => !buried.has(id))
      .map(({ id, date, reason }) => ({ id, date, reason })),
  };
}

/** Everything that a release is made of. */
function readAll({ repository: { git, base } }: Site): Promise<TreeEntry[]> {
  return readTree(git, base.commit, ['data/', 'schemas/', ...documents]);
}

/** Pages that go with a release where the commit has them. */
export const documents = ['LICENSE.md', 'ETHICAL_CONSIDERATIONS.md'];

function changedFiles(old: TreeEntry[], current: TreeEntry[]): { gone: TreeEntry[]; come: TreeEntry[] } {
  const keyOf = ({ path, id, mode }: TreeEntry) => `${mode} ${id} ${path}`;
  const before = new Set(old.map(keyOf));
  const after = new Set(current.map(keyOf));
  return {
    gone: old.filter((entry) => !after.has(keyOf(entry))),
    come: current.filter((entry) => !before.has(keyOf(entry))),
  };
}

/** Of the archive: shards that a takedown has cut, with those that took their place, and how many rows went. */
async function readCutShards(
  gone: readonly TreeEntry[],
  { before, site }: { before: Site; site: Site },
): Promise<CutShards> {
  const shards = gone.filter(({ path }) => areaOf(path) === 'archive');
  if (shards.length === 0) return { paths: new Set(), rows: [] };
  const names = new Set(shards.map(({ path }) => path));
  return compareShards(names, await readRunFiles(before), await readRunFiles(site));
}

async function* noRows(): AsyncGenerator<ComparedRow> {}

async function* rowsOf(site: Site, entries: TreeEntry[]): AsyncGenerator<ComparedRow> {
  const files = entries.filter(({ path, mode }) => mode === '100644' && holdsSamples(path));
  if (files.length === 0) return;
  const origins = await readOrigins(site);
  const decoder = new TextDecoder();
  for await (const { bytes } of blobsOf(site, files)) {
    for (const line of linesOf(bytes)) {
      const text = decoder.decode(line.bytes);
      const { id, axis, run } = JSON.parse(text) as Sample;
      yield { id, axis, contributor: origins.get(run)?.contributor ?? 'unknown', line: text };
    }
  }
}

async function readTombstoneList(site: Site, { validateTombstone }: Validators): Promise<Tombstone[]> {
  for await (const { bytes } of readBaseFiles({ ...site, folder: tombstonesPath }))
    return parseTombstones(linesOf(bytes), validateTombstone).tombstones;
  return [];
}

async function readMeaning(site: Site, { validateAxis }: Validators): Promise<Meaning> {
  const axes = new Map<string, Axis>();
  let sampleSchema: unknown = null;
  for await (const { path, bytes } of readBaseFiles({ ...site, folder: 'schemas/' })) {
    if (path === 'schemas/sample.schema.json') sampleSchema = requireJson(path, bytes, badSchema);
    if (!/^schemas\/axes\/[^/]+\.json$/.test(path)) continue;
    const axis = loadAxis(path, bytes, validateAxis);
    axes.set(axis.axis, axis);
  }
  return { sampleSchema, axes };
}

const badSchema = { code: 'BAD_SCHEMA', fix: 'Correct the schema in the commit to be released.' };
