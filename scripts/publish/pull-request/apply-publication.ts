import { setTimeout } from 'node:timers/promises';
import { UserError } from '../../errors.ts';
import type { Git } from '../apply-git.ts';
import { pushShards } from '../archive/push-shards.ts';
import type { Github } from '../github/fetch-github.ts';
import { statusOf } from '../github/github-failure.ts';
import { fetchTip, findPullRequest, toRepository } from './fetch-found.ts';
import {
  type Found,
  fullName,
  type GithubRepository,
  type PullRequest,
  type Step,
  type Wanted,
} from './publication.ts';
import { pushBranch } from './push-branch.ts';

/** GitHub's own word: a fork that takes longer than five minutes is a matter for its support. */
const maxForkWaitS = 300;
const pauseS = 2;
const maxPushes = 3;

type Site = {
  github: Github;
  git: Git;
  token: string;
  wanted: Wanted;
  found: Found;
  /** The SHA-256 of objects of Git LFS that the branch points to. */
  objects?: readonly string[];
  onProgress: (words: string) => void;
  signal: AbortSignal;
  /** How long one second of a wait lasts; shorter in tests. */
  secondMs?: number;
};

/** The pull request as it stands now, and the repository, `owner/name`, that its branch is in. */
export type Published = { url: string; number: number; repository: string };

/**
 * Does what is left to do. Each step leaves behind what the next run of the same command finds and goes on from;
 * between two steps an interruption is heeded.
 */
export async function applyPublication(steps: readonly Step[], site: Site): Promise<Published> {
  const { found } = site;
  let target = found.target;
  let published: Pick<PullRequest, 'url' | 'number'> | undefined = found.pullRequest;
  for (const step of steps) {
    refuseInterrupted(site.signal);
    if (step.kind === 'fork') target = await createFork(site);
    if (step.kind === 'push') await push(requireTarget(target), site);
    if (step.kind === 'open') published = await openPullRequest(requireTarget(target), site);
    if (step.kind === 'update') await updatePullRequest(step, site);
  }
  if (!published) throw new Error('the plan ended without a pull request');
  const { url, number } = published;
  return { url, number, repository: fullName(target ?? found.upstream) };
}

function requireTarget(target: GithubRepository | undefined): GithubRepository {
  if (target) return target;
  throw new Error('the plan pushes before there is a repository to push to');
}

function refuseInterrupted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new UserError('interrupted; what was done so far stays', {
    code: 'INTERRUPTED',
    fix: 'Run the same command again: it looks up what is there and goes on.',
    blame: 'interrupt',
  });
}

/** Asked twice, GitHub gives the fork that there is. */
async function createFork({ github, found: { upstream }, onProgress }: Site): Promise<GithubRepository> {
  onProgress(`Forking ${fullName(upstream)}`);
  const { data } = await github.rest.repos.createFork({
    owner: upstream.owner,
    repo: upstream.name,
    default_branch_only: true,
  });
  const fork = toRepository(data);
  onProgress(`The fork is ${fullName(fork)}`);
  return fork;
}

/** A push whose connection broke may have arrived: the branch is looked up before another try. */
async function push(target: GithubRepository, site: Site): Promise<void> {
  const { github, git, token, wanted, onProgress, signal, secondMs = 1_000 } = site;
  const { branch, commit } = wanted;
  if (fullName(target) !== fullName(site.found.upstream)) await waitForFork(target, site);
  await uploadObjects(target, site);
  const isOwn = target.owner === site.found.login;
  onProgress(`Pushing ${branch} to ${fullName(target)}`);
  for (let tries = 1; ; tries += 1) {
    try {
      return await pushBranch({ git, url: target.cloneUrl, token, commit, branch, isOwn });
    } catch (error) {
      refuseInterrupted(signal);
      const mayHaveArrived = error instanceof UserError && error.code === 'GITHUB_UNREACHABLE';
      if (!mayHaveArrived || tries === maxPushes) throw error;
      onProgress('The connection broke; looking what has arrived');
      if ((await fetchTip(github, target, branch))?.id === commit) return;
      await setTimeout(tries * secondMs, undefined, { signal }).catch(() => {});
    }
  }
}

/** Before the branch: a pointer that is pushed alone would point to nothing until then. */
async function uploadObjects({ cloneUrl: url }: GithubRepository, site: Site): Promise<void> {
  const { git, token, objects = [], onProgress } = site;
  if (objects.length === 0) return;
  onProgress(`Uploading ${objects.length === 1 ? 'a shard' : `${objects.length} shards`} of the archive`);
  await pushShards({ git, url, token, sha256s: objects });
}

/** A new fork's repository is there at once, its Git data only some time later. */
async function waitForFork(fork: GithubRepository, site: Site): Promise<void> {
  const { github, onProgress, signal, secondMs = 1_000 } = site;
  for (let waitedS = 0; waitedS <= maxForkWaitS; waitedS += pauseS) {
    if (await fetchTip(github, fork, fork.defaultBranch)) return;
    refuseInterrupted(signal);
    onProgress(`Waiting for GitHub to fill the fork ${fullName(fork)} (${waitedS} s)`);
    await setTimeout(pauseS * secondMs, undefined, { signal }).catch(() => {});
  }
  throw new UserError(
    `GitHub has not filled the fork ${fullName(fork)} within ${maxForkWaitS / 60} minutes`,
    {
      code: 'FORK_SLOW',
      fix: 'Run the same command again later: it goes on from here.',
      blame: 'world',
    },
  );
}

async function openPullRequest(target: GithubRepository, site: Site) {
  const { github, wanted, found, onProgress } = site;
  const { branch, base, title, body } = wanted;
  const { upstream } = found;
  const head = `${target.owner}:${branch}`;
  onProgress(`Opening the pull request on ${fullName(upstream)}`);
  try {
    const place = { owner: upstream.owner, repo: upstream.name };
    const { data } = await github.rest.pulls.create({ ...place, title, body, head, base });
    return { url: data.html_url, number: data.number };
  } catch (error) {
    // An answer that got lost: the request arrived, and was sent again.
    const there =
      statusOf(error) === 422 ? await findPullRequest({ github, upstream, head, base }) : undefined;
    if (there?.state === 'open') return there;
    throw error;
  }
}

type Update = Extract<Step, { kind: 'update' }>;

async function updatePullRequest(
  { number, body }: Update,
  { github, found, onProgress }: Site,
): Promise<void> {
  const { owner, name } = found.upstream;
  onProgress(`Updating the report in pull request #${number}`);
  await github.rest.pulls.update({ owner, repo: name, pull_number: number, body });
}
