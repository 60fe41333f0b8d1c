import { createHash } from 'node:crypto';
import { parseState, type SavedState } from '../../check/bias/format-state.ts';
import { type OpenIndex, readIndex } from '../../check/index/read-index.ts';
import { UserError } from '../../errors.ts';
import type { Axes } from '../../sample/axis.ts';
import type { Manifest } from './manifest.ts';
import { assetName } from './publication.ts';

/** What a release holds that spares a check from reading the dataset. */
export type ReleaseAids = { index: OpenIndex; saved: SavedState };

type Options = {
  /** As a commit of the default branch has it: what is fetched must have the SHA-256 that it names. */
  manifest: Pick<Manifest, 'version' | 'files'>;
  /** The repository's page: `https://github.com/owner/name`. */
  page: string;
  axes: Axes;
  fetch: typeof globalThis.fetch;
  /** Where parts of the index that are fetched whole are kept. */
  cacheFolder: string;
};

/** Ranges of a file before it is fetched whole: to get at one, GitHub redirects twice. */
const maxRequests = 100;

/** For one file: reading the whole base takes no longer. */
const maxWaitMs = 60_000;

/**
 * Opens the near-duplicate index and the bias state among a release's files on GitHub. Of the index only what is asked
 * for is read; each part of it has a checksum, in the end that of the manifest.
 * @throws UserError where they are not there, are not what the manifest names, or were made with other axes.
 */
export async function fetchAids({ manifest, page, axes, fetch, cacheFolder }: Options): Promise<ReleaseAids> {
  const addressOf = (path: string) =>
    `${page}/releases/download/v${manifest.version}/${encodeURIComponent(assetName(path))}`;
  const hashOf = (path: string): string => {
    const file = manifest.files.find((one) => one.path === path);
    if (file) return file.sha256;
    throw withoutAids(`${manifest.version} has no ${path}`);
  };
  const statePath = 'bias-state.json';
  const indexPath = 'index/index.json';
  const text = await fetchText(addressOf(statePath), hashOf(statePath), fetch);
  const saved = parseState(statePath, text, axes);
  const index = await readIndex(addressOf(indexPath), {
    fetch,
    cacheFolder,
    maxRequests,
    sha256: hashOf(indexPath),
  });
  return { index, saved };
}

async function fetchText(address: string, sha256: string, fetch: Options['fetch']): Promise<string> {
  const gaveUp = (cause: Error) => {
    throw withoutAids(`${address} gives no answer: ${cause.message}`, cause);
  };
  const answer = await fetch(address, { signal: AbortSignal.timeout(maxWaitMs) }).catch(gaveUp);
  if (!answer.ok) throw withoutAids(`${address} answers ${answer.status}`);
  // The connection may break in the middle, too.
  const bytes = new Uint8Array(await answer.arrayBuffer().catch(gaveUp));
  if (createHash('sha256').update(bytes).digest('hex') === sha256) return new TextDecoder().decode(bytes);
  throw withoutAids(`${address} is not what the release's manifest names`);
}

function withoutAids(why: string, cause?: unknown): UserError {
  return new UserError(`the last release cannot be used: ${why}`, {
    code: 'RELEASE_UNREACHABLE',
    fix: 'Check without it, which reads the whole dataset.',
    blame: 'world',
    cause,
  });
}
