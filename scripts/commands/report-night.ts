import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { BiasReport } from '../check/bias/bias-report.ts';
import { areaOf } from '../check/change/area.ts';
import { checkFiles } from '../check/check-files.ts';
import { startChecks } from '../check/checks.ts';
import { UserError } from '../errors.ts';
import { fetchMissing } from '../publish/archive/fetch-missing.ts';
import { openGithub } from '../publish/github/fetch-github.ts';
import { type GithubSite, siteOf } from '../publish/github/github-site.ts';
import { formatNight } from '../publish/night/format-night.ts';
import { pushIssue } from '../publish/night/push-issue.ts';
import { type CommitSource, readBaseFiles } from '../publish/read-base-files.ts';
import { readRepository } from '../publish/read-repository.ts';
import type { Report } from '../report/report.ts';
import { type LfsPointer, parsePointer } from '../sample/lfs-pointer.ts';
import type { World } from '../world.ts';
import { readCheckContext } from './check-context.ts';
import type { AddCommand } from './command.ts';
import { again, baseFiles } from './dataset.ts';
import { openProject, type Project } from './project.ts';
import { readReleased } from './released.ts';
import { startBias } from './start-bias.ts';

type Options = { check: string; mirror?: string };

export const addReportNight: AddCommand = (program, world, exit) => {
  program
    .command('report-night', { hidden: true })
    .description('in nightly.yml: what no pull request brings to light, as one issue that is kept up to date')
    .requiredOption('--check <file>', 'what "check --json" printed of the whole dataset')
    .option('--mirror <file>', 'what "mirror --check --json" printed')
    .action(async (options: Options) => exit(await reportNight(options, world)));
};

/** Exit 0 once the issue says what was found. */
async function reportNight(options: Options, world: World): Promise<number> {
  const { env, cwd, signal, stdout } = world;
  const project = await openProject(cwd);
  const repository = await readRepository({ folder: project.root, env, base: 'HEAD' });
  const site = siteOf(env);
  const place = repositoryOf(env);
  const pointers = await readPointers(repository, env);
  const issue = formatNight({
    commit: repository.base.commit,
    check: await readJson<Report>(options.check, world),
    drift: await driftSinceRelease(project, repository, env),
    archive: {
      files: pointers.length,
      missing: await fetchMissing({ url: addressOf(site, place), pointers, fetch: globalThis.fetch, signal }),
    },
    mirror: options.mirror ? await readJson<{ ok: boolean }>(options.mirror, world) : undefined,
  });
  const github = openGithub({ site, token: env['GH_TOKEN'] || env['GITHUB_TOKEN'], signal });
  const author = env['EVENHAND_BOT'] || 'github-actions[bot]';
  const outcome = await pushIssue(github, { ...place, author }, issue);
  stdout.write(`${issue.ok ? 'All is well' : 'Something is wrong'}; issue: ${outcome}\n`);
  return 0;
}

/** @throws UserError where no workflow says which repository this is. */
function repositoryOf(env: World['env']): { owner: string; repo: string } {
  const [owner, repo, ...rest] = (env['GITHUB_REPOSITORY'] ?? '').split('/');
  if (owner && repo && rest.length === 0) return { owner, repo };
  throw new UserError('GITHUB_REPOSITORY does not name a repository', {
    code: 'NO_REPOSITORY',
    fix: 'Run this in .github/workflows/nightly.yml, or set it to owner/name.',
  });
}

function addressOf({ webOrigin }: GithubSite, { owner, repo }: { owner: string; repo: string }): string {
  return `${webOrigin}/${owner}/${repo}.git`;
}

async function readJson<Content>(path: string, { cwd }: World): Promise<Content> {
  try {
    return JSON.parse(await readFile(resolve(cwd, path), 'utf8')) as Content;
  } catch (cause) {
    throw new UserError(`${path} cannot be read as JSON`, {
      code: 'NO_REPORT',
      fix: 'Give the file that the command printed with --json; if it is empty, the command failed: see its own words.',
      cause,
    });
  }
}

/** Every pointer of the archive. */
async function readPointers(repository: CommitSource, env: World['env']): Promise<LfsPointer[]> {
  const pointers: LfsPointer[] = [];
  for await (const { path, bytes } of readBaseFiles({ repository, env, folder: 'data/archive/' })) {
    const pointer = areaOf(path) === 'archive' ? parsePointer(bytes) : undefined;
    if (pointer) pointers.push(pointer);
  }
  return pointers;
}

/** All that came since the last release, judged as if it were one contribution: small steps add up. */
async function driftSinceRelease(
  project: Project,
  repository: CommitSource,
  env: World['env'],
): Promise<BiasReport | undefined> {
  const isReleased = await readReleased(repository, env);
  if (!isReleased) return undefined;
  const pick = (wanted: boolean) =>
    again(async function* () {
      for await (const file of baseFiles(repository, env)) if (isReleased(file.path) === wanted) yield file;
    });
  const bias = startBias(project, 'merge');
  const { files } = await checkFiles({
    subjects: pick(false),
    references: pick(true),
    checks: await startChecks({ ...(await readCheckContext(project)), bias: bias.context }, ['bias']),
    validateSample: project.validateSample,
    validateRun: project.validateRun,
    onSample: () => {},
  });
  return files === 0 ? undefined : bias.report();
}
