import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { readBaseFiles } from '../../publish/read-base-files.ts';
import { readRepository } from '../../publish/read-repository.ts';
import { formatJson, type Manifest, manifestName } from '../../publish/release/manifest.ts';
import { parseVersion } from '../../publish/release/plan-version.ts';
import { readPrevious, type Site } from '../../publish/release/read-source.ts';
import type { World } from '../../world.ts';
import { buildRelease } from '../release/build-release.ts';

export type ReleaseSource = { folder: string; remove: () => Promise<void> };

/**
 * The folder of a release: the one that is named, or one built anew from the commit that Git's manifest names, of the
 * highest version where none is named. So what is mirrored from Git has just passed the checks.
 */
export async function openReleaseSource(named: string | undefined, world: World): Promise<ReleaseSource> {
  if (named !== undefined && !parseVersion(named))
    return { folder: resolve(world.cwd, named), remove: async () => undefined };
  const { cwd, env } = world;
  const site = { repository: await readRepository({ folder: cwd, env, base: 'HEAD' }), env };
  const committed = await readManifestAt(site, named ?? (await highestVersion(site)));
  const parent = await mkdtemp(join(tmpdir(), 'evenhand-mirror-'));
  const remove = () => rm(parent, { recursive: true, force: true });
  try {
    const folder = join(parent, committed.version);
    const built = await buildRelease({ commit: committed.commit, out: folder }, world);
    refuseOther(committed, built);
    return { folder, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function highestVersion(site: Site): Promise<string> {
  const last = await readPrevious(site);
  if (last) return last.version;
  throw new UserError('this commit holds no release', {
    code: 'NO_RELEASE',
    fix: 'Make one first, or name the folder that "evenhand release build --out <folder>" wrote.',
  });
}

async function readManifestAt(site: Site, version: string): Promise<Manifest> {
  const path = `releases/${version}/${manifestName}`;
  for await (const { bytes } of readBaseFiles({ ...site, folder: path }))
    return JSON.parse(new TextDecoder().decode(bytes)) as Manifest;
  throw new UserError(`this commit has no ${path}`, {
    code: 'UNKNOWN_RELEASE',
    fix: 'Name a version that stands in releases/, or fetch and switch to the branch that holds it.',
  });
}

/** @throws UserError where a release built again is another one, naming the files. */
export function refuseOther(committed: Manifest, built: Manifest): void {
  if (formatJson(committed) === formatJson(built)) return;
  const sums = new Map(built.files.map(({ path, sha256 }) => [path, sha256]));
  const other = committed.files.filter(({ path, sha256 }) => sums.get(path) !== sha256);
  const where = other.length > 0 ? other.map(({ path }) => path).join(', ') : 'in what it says of itself';
  throw new UserError(`${committed.version} built again from Git is not what its manifest names: ${where}`, {
    code: 'RELEASE_DIFFERS',
    fix: `Build it with the tool and the Node that made it (${committed.tool}), or mirror the folder of that release.`,
    blame: 'answer',
  });
}
