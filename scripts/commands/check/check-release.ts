import { releaseOf } from '../../check/change/area.ts';
import { judgeManifest, manifestFinding } from '../../check/change/judge-manifest.ts';
import { fileFinding } from '../../check/file-finding.ts';
import type { Finding } from '../../check/finding.ts';
import type { ReadChange } from '../../publish/read-change.ts';
import { manifestName } from '../../publish/release/manifest.ts';
import { compareVersions } from '../../publish/release/plan-version.ts';
import { readPrevious } from '../../publish/release/read-source.ts';
import type { World } from '../../world.ts';
import { readPackageSchema } from '../project.ts';
import { isPlain, readSides, sourceAt } from './change-contents.ts';

type Site = ReadChange & { env: World['env'] };

/** A manifest names every file of a release; a million of them would still be smaller. */
const maxManifestBytes = 64_000_000;

/** Whether what a pull request adds as a release is one: its files themselves are held against it where they are published. */
export async function checkRelease(site: Site): Promise<Finding[]> {
  const { change, env } = site;
  const manifests = change.files.filter(
    ({ path, after }) => path === `releases/${releaseOf(path)}/${manifestName}` && isPlain(after),
  );
  if (manifests.length === 0) return [incomplete(change.files[0]?.path ?? '')];
  const previous = await readPrevious({ repository: sourceAt(site, change.base), env });
  const validate = await readPackageSchema('release');
  const findings: Finding[] = [];
  const readable = manifests.filter(({ after }) => (after?.bytes ?? 0) <= maxManifestBytes);
  for (const file of manifests.filter((one) => !readable.includes(one)))
    findings.push(manifestFinding(file.path, 'it is too large to be read'));
  for (const file of await readSides(readable, site)) {
    const judged = judgeManifest(file, { validate, previous });
    findings.push(...judged.findings);
    const version = releaseOf(file.path) ?? '';
    if (previous && compareVersions(version, previous.version) <= 0)
      findings.push(manifestFinding(file.path, `${version} is not higher than ${previous.version}`));
    if (judged.commit && !(await isMerged(judged.commit, site)))
      findings.push(manifestFinding(file.path, 'the commit that it names is not in the history of the base'));
  }
  return findings;
}

async function isMerged(commit: string, { git, change }: Site): Promise<boolean> {
  // Git fails on a commit that it does not know.
  const common = await git(['merge-base', commit, change.base]).catch(() => '');
  return common === commit;
}

function incomplete(path: string): Finding {
  return fileFinding(path, {
    code: 'E_RELEASE',
    message: 'a release without a manifest.json',
    fix: 'Let a maintainer make it with "evenhand release publish".',
  });
}
