import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type GithubHub, startGithubHub } from '../publish/github-hub/start-hub.ts';
import type { Account, HubRepository } from '../publish/github-hub/state.ts';
import { readYaml, runSteps, type StepsOutcome, type Workflow } from '../support/run-steps.ts';
import { projectRoot } from '../support/samples.ts';
import { git, gitEnv } from '../support/workshop.ts';

/** A dataset on the hub, a contributor's fork of it, and a runner with the default branch checked out. */
export type Site = {
  hub: GithubHub;
  upstream: HubRepository;
  fork: HubRepository;
  bot: Account;
  /** The contributor's clone. */
  clone: string;
  runner: string;
};

/** @param clone a clone whose main is the dataset */
export async function newSite(clone: string): Promise<Site> {
  const hub = await startGithubHub();
  const upstream = await hub.repository('evenhand', 'evenhand', { from: clone });
  const fork = await hub.repository('ada', 'evenhand', { from: clone, parent: upstream });
  hub.account('ada');
  const bot = hub.account('github-actions[bot]', {
    type: 'Bot',
    permissions: { contents: 'read', checks: 'write', pull_requests: 'write' },
  });
  const runner = join(mkdtempSync(join(tmpdir(), 'evenhand-runner-')), 'work');
  git(clone, 'clone', '--quiet', upstream.folder, runner);
  for (const path of ['scripts', 'package.json'])
    cpSync(join(projectRoot, path), join(runner, path), { recursive: true });
  symlinkSync(join(projectRoot, 'node_modules'), join(runner, 'node_modules'));
  return { hub, upstream, fork, bot, clone, runner };
}

export type OpenPull = { number: number; headSha: string; baseSha: string; branch: string };

/** Opens a pull request from the fork, or brings one up to date. GitHub keeps its head in the upstream as well. */
export function openPull(
  { upstream, fork, clone }: Site,
  local: string,
  { branch = local, title = 'Add samples' } = {},
): OpenPull {
  const known = upstream.pulls.find(({ head }) => head.ref === branch);
  const number = known?.number ?? upstream.nextNumber++;
  for (const [folder, ref] of [
    [fork.folder, `refs/heads/${branch}`],
    [upstream.folder, `refs/pull/${number}/head`],
  ] as const)
    git(folder, 'fetch', '--quiet', clone, `+${local}:${ref}`);
  if (!known)
    upstream.pulls.push({
      number,
      title,
      body: '',
      state: 'open',
      merged: false,
      user: 'ada',
      head: { repository: fork, ref: branch },
      base: { ref: 'main' },
      maintainerCanModify: true,
      draft: false,
    });
  const sha = (ref: string) => git(clone, 'rev-parse', ref).trim();
  return { number, branch, headSha: sha(local), baseSha: git(upstream.folder, 'rev-parse', 'main').trim() };
}

/** What GitHub sends to a workflow on `pull_request`, as far as anybody here could look at it. */
function pullRequestEvent({ upstream, fork }: Site, { number, headSha, baseSha, branch }: OpenPull) {
  const { title } = upstream.pulls.find((pull) => pull.number === number) ?? { title: '' };
  return {
    action: 'opened',
    number,
    pull_request: {
      number,
      title,
      head: { ref: branch, sha: headSha, repo: { full_name: `${fork.owner}/${fork.name}`, fork: true } },
      base: { ref: 'main', sha: baseSha, repo: { full_name: `${upstream.owner}/${upstream.name}` } },
      user: { login: 'ada' },
    },
    repository: repositoryOf(upstream),
  };
}

type RunEvent = { event: string; branch: string; headSha: string; from: HubRepository };

/** What GitHub sends on `workflow_run`; for forks the list of pull requests is empty. */
function workflowRunEvent({ upstream }: Site, { event, branch, headSha, from }: RunEvent) {
  return {
    action: 'completed',
    workflow_run: {
      id: 7_000_000_001,
      name: 'validate',
      head_branch: branch,
      head_sha: headSha,
      path: '.github/workflows/validate.yml',
      event,
      status: 'completed',
      conclusion: 'success',
      pull_requests: [],
      artifacts_url: 'http://127.0.0.1:1/must-not-be-asked-for',
      head_repository: { ...repositoryOf(from), fork: from.parent !== undefined },
    },
    repository: repositoryOf(upstream),
  };
}

function repositoryOf({ id, owner, name, defaultBranch }: HubRepository) {
  return { id, name, full_name: `${owner}/${name}`, owner: { login: owner }, default_branch: defaultBranch };
}

const installed = ['The checker'];

/** Runs the steps of validate.yml as GitHub would for this event. */
export async function validate(site: Site, event: object): Promise<StepsOutcome & { summary: string }> {
  const job = readYaml<Workflow>('.github/workflows/validate.yml').jobs['validate'];
  const summary = join(site.runner, '..', 'summary.md');
  writeFileSync(summary, '');
  const outcome = await runSteps(job ?? { steps: [] }, {
    cwd: site.runner,
    env: {
      ...gitEnv,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_REPOSITORY: `${site.upstream.owner}/${site.upstream.name}`,
      GITHUB_API_URL: site.hub.url,
      GITHUB_ACTIONS: 'true',
      CI: 'true',
    },
    contexts: { github: { event } },
    done: installed,
  });
  return { ...outcome, summary: readFileSync(summary, 'utf8') };
}

export function validatePull(site: Site, pull: OpenPull) {
  return validate(site, pullRequestEvent(site, pull));
}

/** Runs the steps of report.yml once a run of validate.yml has ended, whatever became of that. */
export async function report(
  site: Site,
  run: Partial<RunEvent> & Pick<RunEvent, 'branch' | 'headSha'>,
): Promise<StepsOutcome> {
  const job = readYaml<Workflow>('.github/workflows/report.yml').jobs['report'];
  const event = workflowRunEvent(site, { event: 'pull_request', from: site.fork, ...run });
  const path = join(site.runner, '..', 'event.json');
  writeFileSync(path, JSON.stringify(event));
  return runSteps(job ?? { steps: [] }, {
    cwd: site.runner,
    env: {
      ...gitEnv,
      GITHUB_EVENT_PATH: path,
      GITHUB_API_URL: site.hub.url,
      GITHUB_ACTIONS: 'true',
      RUNNER_TEMP: join(site.runner, '..'),
      CI: 'true',
    },
    contexts: { github: { event, token: site.bot.token.value }, steps: {} },
    done: installed,
  });
}
