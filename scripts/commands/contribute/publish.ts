import { UserError } from '../../errors.ts';
import { readEnv } from '../../provider/read-env.ts';
import type { Outcome } from '../../publish/apply-contribution.ts';
import type { Contribution } from '../../publish/contribution.ts';
import { openGithub } from '../../publish/github/fetch-github.ts';
import { siteOf } from '../../publish/github/github-site.ts';
import { readToken } from '../../publish/github/read-token.ts';
import { applyPublication, type Published } from '../../publish/pull-request/apply-publication.ts';
import { fetchSteps } from '../../publish/pull-request/fetch-steps.ts';
import { formatSteps } from '../../publish/pull-request/format-steps.ts';
import { type Found, fullName, type Wanted } from '../../publish/pull-request/publication.ts';
import { parseRemoteUrl } from '../../publish/remote-url.ts';
import { visible } from '../../report/inert.ts';
import { requireConsent } from '../consent.ts';
import type { Site } from './site.ts';

/** Which way the user wants it. */
export type Publishing = {
  prepare?: boolean | undefined;
  yes?: boolean | undefined;
  viaFork?: boolean | undefined;
};

/** A contribution that stands on its branch here. */
export type Prepared = {
  contribution: Contribution;
  outcome: Outcome;
  body: string;
  /** The SHA-256 of objects of Git LFS that go before it. */
  objects: string[];
};

/** What became of it on GitHub, or why it went no further than this machine. */
export type PublishOutcome =
  | ({ kind: 'published'; steps: string[] } & Published)
  | { kind: 'kept'; because: string | undefined };

/** Pushes the branch and opens the pull request, where there is a GitHub, a token and consent. */
export async function publish(prepared: Prepared, options: Publishing, site: Site): Promise<PublishOutcome> {
  const { contribution, outcome } = prepared;
  if (options.prepare || outcome.kind === 'merged') return { kind: 'kept', because: undefined };
  const env = await readEnv(site.project.root, site.world.env);
  const githubSite = siteOf(env);
  const { upstream: remote, git, base } = site.repository;
  const upstream = remote && parseRemoteUrl(remote.url);
  if (!upstream) return { kind: 'kept', because: undefined };
  if (upstream.origin !== githubSite.webOrigin) {
    const because = `${upstream.origin} is not the GitHub that a token is sent to (${githubSite.webOrigin}; GITHUB_API_URL names another)`;
    return { kind: 'kept', because };
  }
  const login = await readToken(env, githubSite.host);
  if (!login) {
    const because =
      'no token for GitHub: log in with "gh auth login", or set GH_TOKEN, and it is done from here';
    return { kind: 'kept', because };
  }
  const { signal, stderr } = site.world;
  const onProgress = (words: string) => stderr.write(`${visible(words)}\n`);
  const github = openGithub({ site: githubSite, token: login.token, signal, onWait: onProgress });
  const wanted = toWanted(prepared, base.name);
  const paths = contribution.files.map(({ path }) => path);
  const question = { github, upstream, viaFork: options.viaFork === true };
  const { found, steps } = await fetchSteps({ ...question, git, wanted, paths });
  if (remote.name !== 'upstream') refuseForkItself(found, githubSite.webOrigin);
  refuseBulkThroughFork(prepared, found, question.viaFork);
  const words = formatSteps(steps, wanted, found);
  if (steps.length > 0) await askFirst(words, found, options, site);
  const { token } = login;
  const published = await applyPublication(steps, {
    github,
    git,
    token,
    wanted,
    found,
    onProgress,
    signal,
    objects: prepared.objects,
  });
  return { kind: 'published', steps: words, ...published };
}

/**
 * A clone of somebody's own fork: a pull request there would reach nobody, and what it is checked against may be old.
 * Who keeps a fork as a dataset of its own says so by the remote's name.
 */
function refuseForkItself({ upstream }: Found, webOrigin: string): void {
  const { source } = upstream;
  if (source === undefined) return;
  throw new UserError(`${fullName(upstream)} is a fork: a pull request there would not reach ${source}`, {
    code: 'FORK_CLONE',
    fix: `git remote add upstream ${webOrigin}/${source}.git && git fetch upstream, and run the same command again. If the fork is a dataset of its own, give the name upstream to its own address.`,
  });
}

/** What a fork uploads would be billed to the repository, which therefore takes none from there. */
function refuseBulkThroughFork({ objects }: Prepared, { upstream, login }: Found, viaFork: boolean): void {
  if (objects.length === 0 || (upstream.mayPush && !viaFork)) return;
  const refused = `the archive of ${fullName(upstream)} takes no uploads from forks`;
  throw new UserError(upstream.mayPush ? refused : `${login} may not push, and ${refused}`, {
    code: 'BULK_NEEDS_PUSH',
    fix: upstream.mayPush
      ? 'Leave out --fork: you may push to the repository itself.'
      : 'Contribute it without --bulk, in runs of at most 300 files; or ask a maintainer to do it.',
  });
}

function toWanted({ contribution, outcome, body }: Prepared, base: string): Wanted {
  const [title = ''] = contribution.message.split('\n');
  const { branch, author } = contribution;
  return { branch, base, commit: outcome.commit, author, title, body };
}

/** @throws UserError where nobody can be asked, or the answer is no. */
async function askFirst(
  steps: string[],
  { login }: Found,
  { yes }: Publishing,
  { world }: Site,
): Promise<void> {
  const plan = steps.map((step) => `  ${visible(step)}\n`).join('');
  world.stderr.write(`As ${login} on GitHub, this will\n${plan}`);
  await requireConsent(
    {
      yes,
      later: 'The branch is ready: run the same command again, or push it yourself.',
      unasked: 'Add --yes, or stop before the network with --prepare.',
    },
    world,
  );
}
