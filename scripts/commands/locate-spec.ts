import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { UserError } from '../errors.ts';
import { suggest } from '../sample/nearest-name.ts';
import type { Project } from './project.ts';

/**
 * The file or folder meant by `gender`, `gender/site-visit`, `prompts/gender/site-visit.yaml` or a path.
 * @throws UserError naming the nearest axis or spec.
 */
export async function locateSpec(path: string, { root }: Project, cwd: string): Promise<string> {
  const library = join(root, 'prompts');
  const places = [
    resolve(cwd, path),
    join(library, path),
    join(library, `${path}.yaml`),
    resolve(cwd, `${path}.yaml`),
  ];
  const found = places.find((place) => existsSync(place));
  if (found) return found;
  const meant = path.replace(/^(?:\.\/)?prompts\//, '').replace(/\.ya?ml$/, '');
  throw new UserError(`"${path}" is no axis, spec, file or folder`, {
    code: 'NO_SPECS',
    fix: `Name an axis (gender) or a spec (gender/site-visit); "npx evenhand prompts" lists all.${suggest(meant, await namesIn(library))}`,
  });
}

/** The names of the library: `gender`, `gender/site-visit`. */
async function namesIn(library: string): Promise<string[]> {
  if (!existsSync(library)) return [];
  const paths = await readdir(library, { recursive: true });
  return paths.map((path) =>
    path
      .split(sep)
      .join('/')
      .replace(/\.ya?ml$/, ''),
  );
}
