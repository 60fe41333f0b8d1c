import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { UserError } from '../../errors.ts';
import { compareText } from '../../sample/order.ts';
import { readBaseFiles } from '../read-base-files.ts';
import { formatCard } from './format-card.ts';
import { formatChangelog } from './format-changelog.ts';
import { formatCroissant } from './format-croissant.ts';
import { formatJson, type Manifest, manifestName, type ReleaseFile } from './manifest.ts';
import { countOrigins } from './origin-counts.ts';
import { blobsOf, documents, readOrigins, readSampleFiles, type Site } from './read-source.ts';
import type { ReleasePlan } from './release-plan.ts';
import { type HashedFile, readHash, writeHashedFile } from './write-hashed-file.ts';
import { writeRows } from './write-rows.ts';

type Options = {
  plan: ReleasePlan;
  site: Site;
  /** Where the release goes: a folder that is empty or not there. */
  out: string;
  tool: string;
  /** Adds files that others make (the near-duplicate index) to the folder. */
  addAssets: (folder: string) => Promise<void>;
};

/** Builds a release beside its place and moves it there whole: a build that fails leaves nothing. */
export async function writeRelease(options: Options): Promise<Manifest> {
  const { out } = options;
  await refuseFullFolder(out);
  await mkdir(dirname(out), { recursive: true });
  const folder = await mkdtemp(join(dirname(out), `.${basename(out)}-`));
  try {
    const manifest = await writeInto(folder, options);
    await rm(out, { recursive: true, force: true });
    // A temporary folder is for its maker alone.
    await chmod(folder, 0o755);
    await rename(folder, out);
    return manifest;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function writeInto(folder: string, { plan, site, tool, addAssets }: Options): Promise<Manifest> {
  const origins = await readOrigins(site);
  const rows = await writeRows({ folder, files: blobsOf(site, await readSampleFiles(site)), origins, tool });
  const files = rows.files.sort((a, b) => compareText(a.path, b.path));
  await addAssets(folder);
  await copyDocuments(folder, site);
  const facts = { ...plan, ...plan.source, files, origins: countOrigins(rows.runs, origins) };
  writeHashedFile(join(folder, 'CHANGELOG.md'), formatChangelog(plan));
  writeHashedFile(join(folder, 'README.md'), formatCard(facts));
  writeHashedFile(join(folder, 'croissant.json'), formatCroissant(facts));
  const manifest = manifestOf(plan, tool, await listFiles(folder, files));
  const own = writeHashedFile(join(folder, manifestName), formatJson(manifest));
  writeHashedFile(
    join(folder, 'SHA256SUMS'),
    formatSums([...manifest.files, { path: manifestName, ...own }]),
  );
  return manifest;
}

async function copyDocuments(folder: string, site: Site): Promise<void> {
  for (const name of documents) {
    for await (const { path, bytes } of readBaseFiles({ ...site, folder: name }))
      if (path === name) writeHashedFile(join(folder, name), bytes);
  }
}

/** What the manifest of a plan and its files says. */
export function manifestOf(plan: ReleasePlan, tool: string, files: ReleaseFile[]): Manifest {
  const { version, previous, source, report, checks } = plan;
  const { samples, families, kinds, langs, axes, ok, counts } = report;
  return {
    schema: 1,
    version,
    previous: previous ?? null,
    ...source,
    tool,
    samples,
    families,
    kinds,
    langs,
    axes: Object.fromEntries(axes.map(({ axis, samples: count }) => [axis, count])),
    checks: { ok, names: checks, ...counts },
    files,
  };
}

/** Everything in the folder; what is known of a file already is kept. */
async function listFiles(folder: string, known: readonly ReleaseFile[]): Promise<ReleaseFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) =>
      join(parentPath, name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort(compareText);
  const byPath = new Map(known.map((file) => [file.path, file]));
  return Promise.all(
    paths.map(async (path) => byPath.get(path) ?? { path, ...(await readHash(join(folder, path))) }),
  );
}

/** What `sha256sum --check` reads. */
function formatSums(files: readonly (Pick<ReleaseFile, 'path'> & HashedFile)[]): string {
  return files.map(({ path, sha256 }) => `${sha256}  ${path}\n`).join('');
}

async function refuseFullFolder(out: string): Promise<void> {
  const found = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (found.length === 0) return;
  throw new UserError(`${out} is not empty`, {
    code: 'OUT_NOT_EMPTY',
    fix: 'Name a folder that does not exist yet, or empty this one.',
  });
}
