import { UserError } from '../../errors.ts';
import type { LfsPointer } from '../../sample/lfs-pointer.ts';

type Options = {
  /** The repository as Git fetches it: `https://github.com/owner/name.git`. */
  url: string;
  pointers: readonly LfsPointer[];
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
};

/** What one request asks about; GitHub's limit is 1,000. */
const batchSize = 500;
const timeoutMs = 60_000;

/**
 * Of the files that pointers stand for, the SHA-256 of those that the server does not have. It is asked as a client that
 * wants to download them would ask (Git LFS, "Batch API"), and nothing is downloaded.
 * @throws UserError where the server does not answer.
 */
export async function fetchMissing({ url, pointers, ...request }: Options): Promise<string[]> {
  const missing: string[] = [];
  for (let start = 0; start < pointers.length; start += batchSize) {
    const batch = pointers.slice(start, start + batchSize);
    const held = await askFor(`${url}/info/lfs/objects/batch`, batch, request);
    missing.push(...batch.filter(({ sha256 }) => !held.has(sha256)).map(({ sha256 }) => sha256));
  }
  return missing;
}

type Answer = { objects?: { oid?: string; actions?: { download?: unknown }; error?: unknown }[] };

async function askFor(
  address: string,
  batch: readonly LfsPointer[],
  { fetch, signal }: Pick<Options, 'fetch' | 'signal'>,
): Promise<Set<string>> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { accept: 'application/vnd.git-lfs+json', 'content-type': 'application/vnd.git-lfs+json' },
    body: JSON.stringify({
      operation: 'download',
      transfers: ['basic'],
      hash_algo: 'sha256',
      objects: batch.map(({ sha256, bytes }) => ({ oid: sha256, size: bytes })),
    }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
  }).catch((cause: Error) => {
    throw unanswered(cause.message, cause);
  });
  if (!response.ok) throw unanswered(`it answers ${response.status}`);
  const { objects = [] } = (await response.json()) as Answer;
  return new Set(
    objects.flatMap(({ oid, actions, error }) => (oid && actions?.download && !error ? [oid] : [])),
  );
}

function unanswered(why: string, cause?: unknown): UserError {
  return new UserError(`the Git LFS server does not say what it holds: ${why}`, {
    code: 'LFS_UNANSWERED',
    fix: 'Run it again later; if it stays so, look at the quota of Git LFS in the settings of the repository.',
    blame: 'world',
    cause,
  });
}
