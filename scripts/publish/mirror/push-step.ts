import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CommitOperation, type CommitProgressEvent, commitIter, createRepo } from '@huggingface/hub';
import { UserError } from '../../errors.ts';
import { refuseFailure } from './fetch-hub-state.ts';
import { apiOf, type Hub, repoOf } from './hub.ts';
import { type Release, type Step, tagOf } from './next-step.ts';

/** Makes the repository; the Hub gives it a first commit, with a `.gitattributes`. */
export async function pushRepository(hub: Hub): Promise<void> {
  await createRepo({
    repo: repoOf(hub),
    hubUrl: hub.url,
    fetch: hub.fetch,
    accessToken: await requireToken(hub),
  });
}

type CommitOptions = {
  hub: Hub;
  release: Release;
  folder: string;
  step: Extract<Step, { do: 'commit' }>;
  onProgress: (event: CommitProgressEvent) => void;
};

/** One commit of all that differs, on the parent that was looked at and on no other. Returns its id. */
export async function pushCommit({ hub, release, folder, step, onProgress }: CommitOptions): Promise<string> {
  const { missing, changed, extra } = step.drift;
  const operations: CommitOperation[] = [
    ...[...missing, ...changed].map((path) => ({
      operation: 'addOrUpdate' as const,
      path,
      content: pathToFileURL(join(folder, path)),
    })),
    ...extra.map((path) => ({ operation: 'delete' as const, path })),
  ];
  const commit = commitIter({
    repo: repoOf(hub),
    hubUrl: hub.url,
    fetch: hub.fetch,
    accessToken: await requireToken(hub),
    abortSignal: hub.signal,
    // The Hub's older way of storing large files; the newer one cannot be tried anywhere but on the Hub itself.
    useXet: false,
    parentCommit: step.parent,
    title: `Release ${release.version}`,
    description: `Built from commit ${release.source}. SHA-256 of its manifest: ${release.manifest}`,
    operations,
  });
  for (;;) {
    const { done, value } = await commit.next();
    if (done) return value?.commit.oid ?? '';
    onProgress(value);
  }
}

/** `POST /api/datasets/<repo>/tag/<revision>`, which the client has no function for. */
export async function pushTag(hub: Hub, version: string, commit: string): Promise<void> {
  const url = `${apiOf(hub)}/tag/${encodeURIComponent(commit)}`;
  const answer = await hub.fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${await requireToken(hub)}`, 'content-type': 'application/json' },
    body: JSON.stringify({ tag: tagOf(version) }),
  });
  await refuseFailure(url, answer);
  await answer.body?.cancel();
}

async function requireToken({ token }: Hub): Promise<string> {
  const value = await token();
  if (value !== undefined) return value;
  throw new UserError('writing to the Hub takes a token', {
    code: 'NO_HUB_TOKEN',
    fix: 'Set HF_TOKEN (in the environment or .env) to a token with write access to the repository, or run in a workflow that the repository trusts (MAINTAINING.md).',
  });
}
