import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { retry } from '@octokit/plugin-retry';
import { Octokit } from '@octokit/rest';
import { storeFiles, writeTree } from '../../../scripts/publish/apply-commit.ts';
import { openGit } from '../../../scripts/publish/apply-git.ts';
import type { Github } from '../../../scripts/publish/github/fetch-github.ts';
import { explainGithubFailure } from '../../../scripts/publish/github/github-failure.ts';
import { type Publication, planPublication } from '../../../scripts/publish/release/publication.ts';
import { pushPublication } from '../../../scripts/publish/release/push-publication.ts';
import { type GithubHub, startGithubHub } from '../github-hub/start-hub.ts';
import type { HubRepository, Token } from '../github-hub/state.ts';
import { makeRepository, type TemporaryRepository } from '../temporary-repository.ts';

/** A release that stands in a folder, and a GitHub that has its source commit. */
export type Stage = {
  hub: GithubHub;
  /** As GitHub has it. */
  remote: HubRepository;
  local: TemporaryRepository;
  publication: Publication;
  /** Name → content. */
  files: ReadonlyMap<string, string>;
  publish(signal?: AbortSignal): Promise<{ url: string; commit: string; pull: string }>;
};

export const releaseFiles = new Map([
  ['README.md', '# Evenhand 0.1.0\n'],
  ['manifest.json', '{}\n'],
  ['text/train-00000.parquet', `PAR1${'x'.repeat(100_000)}PAR1`],
]);

export async function setStage(token: Partial<Token> = {}): Promise<Stage> {
  const hub = await startGithubHub();
  const local = makeRepository();
  const remote = await hub.repository('acme', 'evenhand', { from: local.top });
  const { value } = hub.account('maia', token).token;
  remote.collaborators.set('maia', 'write');
  const folder = mkdtempSync(join(tmpdir(), 'evenhand-publish-'));
  for (const [path, content] of releaseFiles) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const committed = new Map([['releases/0.1.0/manifest.json', '{}\n']]);
  const publication = await planOf(local, committed);
  return {
    hub,
    remote,
    local,
    publication,
    files: new Map([...releaseFiles].map(([path, content]) => [path.replace('/', '--'), content])),
    publish: (signal = new AbortController().signal) =>
      pushPublication({
        github: impatientClient(hub, value, signal),
        place: { owner: 'acme', repo: 'evenhand' },
        publication,
        folder,
        committed,
        signal,
        onStep: () => {},
        onTrouble: () => {},
        secondMs: 0,
      }),
  };
}

async function planOf({ top, env, git }: TemporaryRepository, committed: ReadonlyMap<string, string>) {
  const source = git('rev-parse', 'main').trim();
  const run = await openGit({ folder: top, env });
  const changes = await storeFiles(
    run,
    [...committed].map(([path, content]) => ({ path, content })),
  );
  return planPublication({
    version: '0.1.0',
    source,
    tree: await writeTree(run, source, changes),
    manifest: 'a'.repeat(64),
    changelog: '# 0.1.0\n\nThe first release.\n',
    files: [...releaseFiles].map(([path, content]) => ({
      path,
      bytes: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    })),
  });
}

/** GitHub's own client with its repeats, but without the pauses between writes that would make each test take half a minute. */
function impatientClient(hub: GithubHub, auth: string, signal: AbortSignal): Github {
  const octokit = new (Octokit.plugin(retry))({
    baseUrl: hub.url,
    auth,
    request: { signal },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    retry: { retryAfterBaseValue: 1 },
  });
  octokit.hook.error('request', (error) => {
    throw explainGithubFailure(error as Parameters<typeof explainGithubFailure>[0]);
  });
  return octokit as Github;
}
