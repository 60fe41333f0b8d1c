import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { readEnv } from '../../provider/read-env.ts';
import { applyBranch } from '../../publish/apply-branch.ts';
import { storeFiles, writeTree } from '../../publish/apply-commit.ts';
import { pushCommand } from '../../publish/compare-url.ts';
import { openGithub } from '../../publish/github/fetch-github.ts';
import { siteOf } from '../../publish/github/github-site.ts';
import { readToken } from '../../publish/github/read-token.ts';
import { readReleaseFolder } from '../../publish/mirror/read-release-folder.ts';
import { type Repository, requireIdentity } from '../../publish/read-repository.ts';
import type { Place } from '../../publish/release/fetch-publication-state.ts';
import { formatJson, type Manifest, manifestName } from '../../publish/release/manifest.ts';
import { type Publication, planPublication } from '../../publish/release/publication.ts';
import { pushPublication } from '../../publish/release/push-publication.ts';
import { refuseDirtyTree } from '../../publish/release/read-refusals.ts';
import { manifestOf } from '../../publish/release/write-release.ts';
import { parseRemoteUrl } from '../../publish/remote-url.ts';
import { sayCount } from '../../report/wording.ts';
import type { World } from '../../world.ts';
import { requireConsent } from '../consent.ts';
import { readPackageSchema } from '../project.ts';
import { sayStep } from './build-release.ts';
import { makePlan, openSite } from './make-plan.ts';
import { sayDoing, sayPlan } from './publish-words.ts';

export type PublishOptions = {
  repo?: string;
  prepare?: boolean;
  dryRun?: boolean;
  yes?: boolean;
  json?: boolean;
};

/** A built release that has been held against its manifest and against its commit. */
type Ready = {
  folder: string;
  publication: Publication;
  /** Files of the release commit: path in the repository → content. */
  committed: ReadonlyMap<string, string>;
  repository: Repository;
};

/** A published release cannot be taken back, so it is not done unasked. */
const advice = {
  later: 'Run the same command again when the plan is right.',
  unasked: 'Read the plan (--dry-run prints it alone), then add --yes.',
};

/** `release publish`: the release commit, its branch and pull request, and the GitHub release with every file. */
export async function publish(named: string, options: PublishOptions, world: World): Promise<number> {
  const env = await readEnv(world.cwd, world.env);
  const site = siteOf(env);
  const found = await readToken(env, site.host);
  const opened = await openFolder(resolve(world.cwd, named), world);
  // The checks take minutes: who cannot publish afterwards is told before.
  if (!options.prepare && !options.dryRun && !found) throw withoutToken();
  if (options.prepare) return commitLocally(await prepare(opened, world), options, world);
  const place = placeOf(options.repo ?? env['GITHUB_REPOSITORY'], opened);
  const ready = await prepare(opened, world);
  const { publication } = ready;
  if (!options.json) world.stdout.write(sayPlan(publication, place));
  if (options.dryRun) {
    if (options.json) world.stdout.write(formatJson({ ok: true, ...place, ...publication }));
    return 0;
  }
  await requireConsent({ yes: options.yes, ...advice }, world);
  const { signal } = world;
  const say = (words: string) => world.stderr.write(`${words}\n`);
  const done = await pushPublication({
    ...ready,
    github: openGithub({ site, token: found?.token, onWait: say, signal }),
    place,
    signal,
    onTrouble: (words) => say(`${words}; looking again …`),
    onStep: (step) => say(sayDoing(step, publication)),
  }).catch((error: unknown) => {
    throw signal.aborted ? interrupted() : error;
  });
  const { url, commit, pull } = done;
  world.stdout.write(
    options.json
      ? formatJson({
          ok: true,
          version: publication.version,
          url,
          commit,
          pull,
          assets: publication.assets.length,
        })
      : `${publication.tag} is published: ${url}\n  ${sayCount(publication.assets.length, 'file')}, each with the SHA-256 of the manifest; the tag is at ${commit.slice(0, 12)}.\n${pull ? `Merge the release commit: ${pull}\n` : ''}`,
  );
  return 0;
}

type Opened = Awaited<ReturnType<typeof openFolder>>;

/** @throws UserError where a file changed or the tree is dirty. */
async function openFolder(folder: string, world: World) {
  sayStep('Comparing the files with the manifest …', world);
  const release = await readReleaseFolder({ folder, validateRelease: await readPackageSchema('release') });
  const text = await readFile(join(folder, manifestName), 'utf8');
  const manifest = JSON.parse(text) as Manifest;
  const opened = await openSite(manifest.commit, world);
  await refuseDirtyTree(opened.repository.git);
  return { folder, release, text, manifest, ...opened };
}

/** @throws UserError where a check fails, or the commit gives another release. */
async function prepare(
  { folder, release, text, manifest, site, repository, rules }: Opened,
  world: World,
): Promise<Ready> {
  const { git } = repository;
  sayStep('Checking the dataset …', world);
  const plan = await makePlan(site, rules);
  if (formatJson(manifestOf(plan, manifest.tool, manifest.files)) !== text)
    throw otherRelease(manifest, plan.version);
  const changelog = await readFile(join(folder, 'CHANGELOG.md'), 'utf8');
  const committed = new Map([
    [`releases/${manifest.version}/CHANGELOG.md`, changelog],
    [`releases/${manifest.version}/${manifestName}`, text],
  ]);
  const tree = await writeTree(git, manifest.commit, await storeFiles(git, changesOf(committed)));
  return {
    folder,
    committed,
    repository,
    publication: planPublication({ ...release, tree, changelog }),
  };
}

function changesOf(committed: Ready['committed']): { path: string; content: string }[] {
  return [...committed].map(([path, content]) => ({ path, content }));
}

/** `--prepare`: the release commit on a branch here, for who publishes elsewhere. */
async function commitLocally(
  { committed, repository, publication }: Ready,
  { json }: PublishOptions,
  world: World,
): Promise<number> {
  const files = await storeFiles(repository.git, changesOf(committed));
  const author = requireIdentity(repository);
  const message = `Release ${publication.version}\n`;
  const outcome = await applyBranch(
    { branch: publication.branch, files, author, message },
    { repository, now: world.now() },
  );
  const { branch, commit } = outcome;
  world.stdout.write(
    json
      ? formatJson({ ok: true, ...outcome })
      : `The release commit of ${publication.version} is ${commit.slice(0, 12)}, on the branch ${branch}.\n${repository.remote ? `Push it:  ${pushCommand({ remote: repository.remote.name, branch })}\n` : ''}`,
  );
  return 0;
}

function placeOf(named: string | undefined, { repository }: Opened): Place {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(named ?? '') ?? [];
  if (owner && repo) return { owner, repo };
  const remote = named === undefined && repository.upstream && parseRemoteUrl(repository.upstream.url);
  if (remote) return { owner: remote.owner, repo: remote.name };
  throw new UserError(
    named === undefined
      ? 'no remote of this clone is a GitHub repository'
      : `--repo ${named}: this is no owner/name`,
    { code: 'NO_GITHUB_REPOSITORY', fix: 'Name it: --repo <owner>/<name>' },
  );
}

function interrupted(): UserError {
  return new UserError('interrupted; what GitHub has stays there', {
    code: 'INTERRUPTED',
    fix: 'Run the same command again: it looks up what is there and goes on.',
    blame: 'interrupt',
  });
}

function withoutToken(): UserError {
  return new UserError('publishing takes a token of GitHub', {
    code: 'NO_TOKEN',
    fix: 'Log in (gh auth login), or set GH_TOKEN to a token with write access to contents and pull requests.',
  });
}

function otherRelease({ version, commit }: Manifest, planned: string): UserError {
  return new UserError(
    `the commit ${commit.slice(0, 12)} gives the release ${planned}, which is not the ${version} of this folder`,
    {
      code: 'RELEASE_DIFFERS',
      fix: 'Build the release again with this version of the tool.',
      blame: 'answer',
    },
  );
}
