import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { areaOf } from '../check/change/area.ts';
import type { ChangeKind } from '../check/change/change.ts';
import { fileFinding } from '../check/file-finding.ts';
import type { Finding } from '../check/finding.ts';
import { UserError } from '../errors.ts';
import { type Github, openGithub } from '../publish/github/fetch-github.ts';
import { siteOf } from '../publish/github/github-site.ts';
import { type CheckRun, toCheckRun, toRefusal } from '../publish/pull-request/check-run.ts';
import { type FetchedObjects, fetchArchive, fetchObjects } from '../publish/pull-request/fetch-objects.ts';
import { fetchMayWrite, fetchPullRequest } from '../publish/pull-request/fetch-pull-request.ts';
import { baseOfQueue } from '../publish/pull-request/find-pull-request.ts';
import { type FinishedRun, parseFinishedRun } from '../publish/pull-request/finished-run.ts';
import { pushCheckRun } from '../publish/pull-request/push-check-run.ts';
import { pushComment } from '../publish/pull-request/push-comment.ts';
import { formatComment, formatRefusal } from '../report/format-comment.ts';
import { visible } from '../report/inert.ts';
import type { World } from '../world.ts';
import { checkChange } from './check/check-change.ts';
import type { AddCommand } from './command.ts';

export const addReportPullRequest: AddCommand = (program, world, exit) => {
  program
    .command('report-pull-request', { hidden: true })
    .description(
      'in report.yml: judge the pull request that a run of validate.yml was for, and say so on GitHub',
    )
    .action(async () => exit(await reportPullRequest(world)));
};

/**
 * Nothing that the pull request made is believed: not its workflow's outcome, logs or artifacts. Its commit is fetched,
 * judged anew by the code that runs here, and the verdict posted. Exit 0 once it stands on GitHub, whatever it is.
 */
async function reportPullRequest(world: World): Promise<number> {
  const parsed = parseFinishedRun(await readEvent(world));
  if (parsed.kind === 'unrelated') return skip(parsed.reason, world);
  const { run } = parsed;
  const site = siteOf(world.env);
  const token = world.env['GH_TOKEN'] || world.env['GITHUB_TOKEN'];
  const github = openGithub({ site, token, signal: world.signal });
  const subject = await findSubject(github, run);
  if (subject.kind === 'none') return skip(subject.reason, world);
  const store = await mkdtemp(join(world.env['RUNNER_TEMP'] ?? tmpdir(), 'evenhand-objects-'));
  try {
    const page = `${site.webOrigin}/${run.owner}/${run.repo}`;
    const url = `${page}.git`;
    const { env } = world;
    const { base, otherwise } = subject;
    const head = run.headSha;
    const objects = await fetchObjects({ store, clone: world.cwd, url, token, env, base, head, otherwise });
    const verdict = await judge({ github, run, subject, objects, store, url, page }, world);
    await post({ github, run, subject, verdict }, world);
    return 0;
  } finally {
    await rm(store, { recursive: true, force: true, maxRetries: 3 });
  }
}

function skip(reason: string, { stdout }: World): number {
  stdout.write(`Nothing to report: ${reason}.\n`);
  return 0;
}

/** @throws UserError where there is no event. */
async function readEvent({ env }: World): Promise<unknown> {
  const path = env['GITHUB_EVENT_PATH'];
  try {
    return JSON.parse(await readFile(path ?? '', 'utf8'));
  } catch (cause) {
    throw new UserError(`the event cannot be read from ${path || 'GITHUB_EVENT_PATH, which is not set'}`, {
      code: 'NO_EVENT',
      fix: 'Run this in .github/workflows/report.yml, where GitHub names the event.',
      cause,
    });
  }
}

/** What to judge: a pull request onto the default branch's tip, or a group of the merge queue onto what it builds on. */
type Subject =
  | { kind: 'pull'; number: number; author: string; base: string; otherwise?: undefined }
  | { kind: 'queue'; base: string; otherwise: string }
  | { kind: 'none'; reason: string };

/** That the queue names its branches for what they are built on is seen everywhere and documented nowhere. */
async function findSubject(github: Github, run: FinishedRun): Promise<Subject> {
  const tip = `refs/heads/${run.defaultBranch}`;
  if (run.event === 'merge_group') {
    const base = baseOfQueue(run);
    return base
      ? { kind: 'queue', base, otherwise: tip }
      : { kind: 'none', reason: `${run.headBranch} is no branch of the merge queue` };
  }
  const found = await fetchPullRequest(github, run);
  if (found.kind === 'none') return found;
  return { ...found, kind: 'pull', base: tip };
}

type Judging = {
  github: Github;
  /** The repository's page. */
  page: string;
  run: FinishedRun;
  subject: Exclude<Subject, { kind: 'none' }>;
  objects: FetchedObjects;
  store: string;
  url: string;
};

type Verdict = { checkRun: CheckRun; comment: string };

async function judge(judging: Judging, world: World): Promise<Verdict> {
  const { objects, store, page } = judging;
  const judgeAuthor = async (kind: ChangeKind, files: { path: string }[]): Promise<Finding[]> => {
    const shards = files.map(({ path }) => path).filter((path) => areaOf(path) === 'archive');
    const stranger = strangers[kind === 'takedown' && shards.length > 0 ? 'bulk' : kind];
    const [first] = files;
    if (!stranger || !first) return [];
    if (!(await comesFromWriter(judging))) return [fileFinding(shards[0] ?? first.path, stranger)];
    // New samples are compared with all of the archive, what a takedown leaves with what was there.
    if (kind === 'bulk') await fetchShards([objects.head], ['data/archive'], judging, world);
    if (kind === 'takedown') await fetchShards([objects.base, objects.head], shards, judging, world);
    return [];
  };
  try {
    const report = await checkChange({ ...objects, judgeAuthor, page }, { ...world, cwd: store });
    return { checkRun: toCheckRun(report, objects), comment: formatComment(report) };
  } catch (error) {
    // What the contributor brought about is a verdict; what the world did is not.
    if (!(error instanceof UserError) || error.exitCode === 3) throw error;
    return {
      checkRun: toRefusal(`${error.message} ${error.fix}`, objects),
      comment: formatRefusal(error.message, error.fix),
    };
  }
}

/** Only for those who may write: anybody's pointers could make us fetch. What is not there then is a finding. */
async function fetchShards(
  commits: string[],
  paths: string[],
  { store, url }: Judging,
  { env, stdout }: World,
): Promise<void> {
  try {
    await fetchArchive({ store, url, env, commits, paths });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    stdout.write(`${visible(error.message)}\n`);
  }
}

/** Kinds of change that are only for those who may write to the repository, and what to say to others. */
const strangers: Partial<Record<ChangeKind, { code: string; message: string; fix: string }>> = {
  bulk: {
    code: 'E_ARCHIVE',
    message: 'a change to the archive comes from somebody who may not write to the repository',
    fix: 'Contribute plain files: "evenhand contribute"; only maintainers archive, and take down what is archived.',
  },
  release: {
    code: 'E_RELEASE',
    message: 'a release comes from somebody who may not write to the repository',
    fix: 'Ask a maintainer to release; later checks count from what a release names.',
  },
};

/** A branch of the repository itself is pushed by who may write, such as the workflow that releases. */
async function comesFromWriter({ github, run, subject }: Judging): Promise<boolean> {
  const own = `${run.owner}/${run.repo}`.toLowerCase();
  if (subject.kind === 'queue' || run.headRepository.toLowerCase() === own) return true;
  return fetchMayWrite(github, run, subject.author);
}

type Posting = Pick<Judging, 'github' | 'run' | 'subject'> & { verdict: Verdict };

async function post({ github, run, subject, verdict }: Posting, { env, stdout }: World): Promise<void> {
  const { checkRun, comment } = verdict;
  const { owner, repo } = run;
  await pushCheckRun(github, { owner, repo }, checkRun);
  stdout.write(`${run.headSha}: ${checkRun.conclusion}, ${checkRun.title}\n`);
  if (subject.kind !== 'pull') return;
  // Meanwhile somebody may have pushed: the comment speaks of the newest commit alone.
  if ((await fetchPullRequest(github, run)).kind === 'none') return;
  const author = env['EVENHAND_BOT'] || 'github-actions[bot]';
  await pushComment(github, { owner, repo, number: subject.number, author }, comment);
}
