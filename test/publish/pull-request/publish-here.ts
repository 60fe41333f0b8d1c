import { onTestFinished } from 'vitest';
import { applyContribution } from '../../../scripts/publish/apply-contribution.ts';
import type { Author } from '../../../scripts/publish/author.ts';
import { openGithub } from '../../../scripts/publish/github/fetch-github.ts';
import { siteOf } from '../../../scripts/publish/github/github-site.ts';
import { planContribution } from '../../../scripts/publish/plan-contribution.ts';
import { applyPublication, type Published } from '../../../scripts/publish/pull-request/apply-publication.ts';
import { markReport } from '../../../scripts/publish/pull-request/body-report.ts';
import { fetchSteps } from '../../../scripts/publish/pull-request/fetch-steps.ts';
import { formatSteps } from '../../../scripts/publish/pull-request/format-steps.ts';
import { readRepository } from '../../../scripts/publish/read-repository.ts';
import { exampleAuthor, exampleRecord, exampleSamples } from '../example-run.ts';
import { gitIn } from '../github-hub/git-store.ts';
import { type GithubHub, type HubOptions, startGithubHub } from '../github-hub/start-hub.ts';
import type { Account, HubRepository } from '../github-hub/state.ts';
import { commitAll, makeRepository, type TemporaryRepository } from '../temporary-repository.ts';

/** A contributor's clone of acme/evenhand, which the hub has, and Ann, who may only read there. */
export type Scene = { hub: GithubHub; local: TemporaryRepository; upstream: HubRepository; ann: Account };

const contributionOf = (author: Author) =>
  planContribution({ record: exampleRecord, samples: exampleSamples, author });

export const contribution = contributionOf(exampleAuthor);

export async function setScene(options: HubOptions = { forkLooks: 2 }): Promise<Scene> {
  const hub = await startGithubHub(options);
  onTestFinished(() => hub.close());
  const local = makeRepository();
  local.write('.github/workflows/ci.yml', 'on: push\n');
  commitAll(local, 'Check');
  const upstream = await hub.repository('acme', 'evenhand', { from: local.top });
  return { hub, local, upstream, ann: hub.account('ann') };
}

type More = {
  viaFork?: boolean;
  body?: string;
  onProgress?: (words: string) => void;
  signal?: AbortSignal;
  author?: Author;
};

export type Ending = { steps: string[]; published: Published };

/** What `contribute` does once the checks are passed: the branch here, then GitHub. Waits last no time. */
export async function publishHere({ hub, local, ann }: Scene, more: More = {}): Promise<Ending> {
  const { viaFork = false, body = markReport('All good.'), onProgress = () => {} } = more;
  const { author = exampleAuthor } = more;
  const signal = more.signal ?? new AbortController().signal;
  const repository = await readRepository({ folder: local.top, env: local.env });
  const { git, base } = repository;
  const signed = contributionOf(author);
  const { commit } = await applyContribution(signed, { repository, now: new Date('2026-11-25') });
  const { branch, message, files } = signed;
  const [title = ''] = message.split('\n');
  const wanted = { branch, base: base.name, commit, author, title, body };
  const site = siteOf({ GITHUB_API_URL: hub.url });
  const token = ann.token.value;
  const github = openGithub({ site, token, signal, secondMs: 1, onWait: onProgress });
  const upstream = { owner: 'acme', name: 'evenhand' };
  const paths = files.map(({ path }) => path);
  const { found, steps } = await fetchSteps({ github, upstream, viaFork, git, wanted, paths });
  const place = { github, git, token, wanted, found, onProgress, signal, secondMs: 1 };
  const published = await applyPublication(steps, place);
  return { steps: formatSteps(steps, wanted, found), published };
}

/** All that a contribution leaves on GitHub: who has forks, where its branch is and what it holds, its pull requests. */
export async function remains({ hub, upstream }: Scene): Promise<unknown> {
  const branches = [];
  for (const repository of hub.repositories) {
    const tree = await gitIn(
      repository,
      'rev-parse',
      '--verify',
      '--quiet',
      `${contribution.branch}^{tree}`,
    ).catch(() => undefined);
    if (tree) branches.push({ repository: `${repository.owner}/${repository.name}`, tree });
  }
  return {
    repositories: hub.repositories.map(({ owner, name }) => `${owner}/${name}`),
    branches,
    pulls: upstream.pulls.map(({ head, title, body, state }) => ({
      from: head.repository.owner,
      title,
      body,
      state,
    })),
  };
}
