import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { UserError } from '../errors.ts';
import { writeFailed } from '../run/write-failure.ts';

/** No benchmark's file is near it. */
const maxBytes = 256 * 1024 * 1024;

type Options = {
  /** The sum that the file must have; undefined where none is known yet. */
  expected: string | undefined;
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
};

/**
 * Downloads a file; it stands at `path` whole and with the right sum, or not at all. Returns its SHA-256.
 * @throws UserError where the server does not give it, or gives another than expected.
 */
export async function fetchFile(url: string, path: string, options: Options): Promise<string> {
  const { expected } = options;
  const part = `${path}.part`;
  try {
    const sum = await download(url, part, options);
    if (expected !== undefined && sum !== expected) throw otherSum(url, { sum, expected });
    await rename(part, path).catch(writeFailed(path));
    return sum;
  } finally {
    await rm(part, { force: true });
  }
}

async function download(url: string, part: string, { fetch, signal }: Options): Promise<string> {
  const response = await fetch(url, { signal }).catch((cause: unknown) => {
    throw unreachable(url, signal.aborted ? 'interrupted' : describe(cause), cause);
  });
  if (!response.ok || !response.body) throw unreachable(url, `HTTP ${response.status}`);
  const hash = createHash('sha256');
  const file = await open(part, 'w').catch(writeFailed(part));
  let bytes = 0;
  try {
    for await (const chunk of response.body) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw unreachable(url, `more than ${maxBytes} bytes`);
      hash.update(chunk);
      await file.write(chunk);
    }
  } catch (cause) {
    throw cause instanceof UserError ? cause : unreachable(url, describe(cause), cause);
  } finally {
    await file.close();
  }
  return hash.digest('hex');
}

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? `${cause.message}: ${cause.cause.message}` : cause.message;
}

function unreachable(url: string, why: string, cause?: unknown): UserError {
  return new UserError(`cannot download ${url}: ${why}`, {
    code: 'DOWNLOAD_FAILED',
    fix: 'Try again later, name another address with --from, or fetch the file yourself and use --data.',
    blame: 'world',
    cause,
  });
}

function otherSum(url: string, { sum, expected }: { sum: string; expected: string }): UserError {
  return new UserError(`${url} is not the file that was expected: SHA-256 ${sum} instead of ${expected}`, {
    code: 'OTHER_CHECKSUM',
    fix: 'Nothing was saved. Find out what changed before you use it; figures over another file cannot be compared.',
    blame: 'world',
  });
}
