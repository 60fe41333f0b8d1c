import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { UserError } from '../../errors.ts';
import { problemsError } from '../../sample/json/problems-error.ts';
import { requireJson } from '../../sample/json/require-json.ts';
import { compareText } from '../../sample/order.ts';
import type { Validator } from '../../sample/schema-validator.ts';
import { type Manifest, manifestName } from '../release/manifest.ts';
import type { MirroredFile } from './hub-state.ts';
import type { Release } from './next-step.ts';

/** Lists every file but itself; the manifest does not name it. */
const sumsName = 'SHA256SUMS';

type Options = {
  folder: string;
  validateRelease: Validator;
  onHashed?: (path: string) => void;
};

/**
 * Reads a release that `release build` wrote, and holds every file to the manifest.
 * @throws UserError where the folder is no release, or a file is missing, added or changed since.
 */
export async function readReleaseFolder({ folder, validateRelease, onHashed }: Options): Promise<Release> {
  const bytes = await readManifest(folder);
  const manifest = requireManifest(join(folder, manifestName), bytes, validateRelease);
  const files: MirroredFile[] = [];
  for (const path of await listFiles(folder)) {
    files.push(await hashFile(folder, path));
    onHashed?.(path);
  }
  refuseChanged(folder, files, manifest);
  const { version, commit } = manifest;
  return { version, source: commit, manifest: createHash('sha256').update(bytes).digest('hex'), files };
}

async function readManifest(folder: string): Promise<Uint8Array> {
  return readFile(join(folder, manifestName)).catch((cause: unknown) => {
    throw new UserError(`${folder} is no release: it has no ${manifestName}`, {
      code: 'NOT_A_RELEASE',
      fix: 'Name a folder that "evenhand release build --out <folder>" wrote, or a version that this clone has.',
      cause,
    });
  });
}

function requireManifest(path: string, bytes: Uint8Array, validate: Validator): Manifest {
  const advice = { code: 'BAD_MANIFEST', fix: 'Build the release again.' };
  const manifest = requireJson(path, bytes, advice);
  const problems = validate(manifest);
  if (problems.length > 0) throw problemsError(path, bytes, problems, advice);
  return manifest as Manifest;
}

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll(sep, '/'))
    .sort(compareText);
}

/** SHA-256 of the content, and its id as a Git object: SHA-1 over "blob <bytes>\0" and the content. */
async function hashFile(folder: string, path: string): Promise<MirroredFile> {
  const full = join(folder, path);
  const { size } = await stat(full);
  const sha256 = createHash('sha256');
  const blob = createHash('sha1').update(`blob ${size}\0`);
  for await (const chunk of createReadStream(full) as AsyncIterable<Buffer>) {
    sha256.update(chunk);
    blob.update(chunk);
  }
  return { path, bytes: size, sha256: sha256.digest('hex'), blob: blob.digest('hex') };
}

function refuseChanged(folder: string, files: readonly MirroredFile[], manifest: Manifest): void {
  const there = new Map(files.map((file) => [file.path, file]));
  const named = new Set([manifestName, sumsName, ...manifest.files.map(({ path }) => path)]);
  const problems = [
    ...manifest.files
      .filter(({ path }) => there.has(path))
      .filter(({ path, sha256 }) => there.get(path)?.sha256 !== sha256)
      .map(({ path }) => `${path} was changed`),
    ...[...named].filter((path) => !there.has(path)).map((path) => `${path} is missing`),
    ...files.filter(({ path }) => !named.has(path)).map(({ path }) => `${path} was added`),
  ];
  if (problems.length === 0) return;
  throw new UserError(`${folder} is not as its manifest has it: ${problems.join(', ')}`, {
    code: 'RELEASE_CHANGED',
    fix: 'Build the release again; what goes out is what the manifest names, and nothing else.',
    blame: 'answer',
  });
}
