import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wasSpecEverOnBase } from '../../publish/read-base-files.ts';
import type { RunRecord } from '../../sample/run-file.ts';
import type { Site } from './site.ts';

/** The specs, as `path@hash`, that the base's history does not hold. */
export async function missingSpecs({ specs }: RunRecord, { repository, world }: Site): Promise<string[]> {
  const missing: string[] = [];
  for (const spec of specs) {
    const [path = '', sha256Prefix = ''] = spec.split('@');
    if (!(await wasSpecEverOnBase({ repository, env: world.env, path, sha256Prefix }))) missing.push(path);
  }
  return missing;
}

export function readSpecFiles(
  paths: string[],
  { project }: Site,
): Promise<{ path: string; content: string }[]> {
  return Promise.all(
    paths.map(async (path) => ({ path, content: await readFile(join(project.root, path), 'utf8') })),
  );
}
