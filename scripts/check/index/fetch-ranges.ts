import { UserError } from '../../errors.ts';
import { coalesce, cutOut, type Range, type RangeReader, type ReadingCost } from './ranges.ts';

/** Bytes that arrive in about the time of one request. */
const maxGap = 65_536;
const concurrency = 8;
const tries = 3;

/** A file of no more bytes is not worth a place in the cache. */
const worthRanges = 4_000_000;
/** Of a file of which more than this share would be read, the whole is worth keeping. */
const maxShare = 0.5;

/** Thrown where a file would take more requests, or more of it, than ranges are made for: it is to be fetched whole. */
export class TooManyRanges extends Error {}

type Options = {
  fetch: typeof fetch;
  cost: ReadingCost;
  maxRequests: number;
  /** The length of the file, where it may be fetched whole instead. */
  bytes?: number;
};

/** Reads ranges of a file on a server that answers range requests (RFC 9110, section 14). */
export function fetchRangesOf(url: string, options: Options): RangeReader {
  const { fetch, cost, maxRequests, bytes = Number.POSITIVE_INFINITY } = options;
  return {
    async read(ranges) {
      const merged = coalesce(ranges, maxGap);
      const wanted = merged.reduce((sum, { start, end }) => sum + end - start, 0);
      const isMost = bytes > worthRanges && wanted > bytes * maxShare;
      if (merged.length > maxRequests || isMost) throw new TooManyRanges(url);
      const parts: Uint8Array[] = new Array(merged.length);
      let next = 0;
      const work = async () => {
        for (let index = next++; index < merged.length; index = next++)
          parts[index] = await fetchRange(url, merged[index] as Range, fetch, cost);
      };
      await Promise.all(Array.from({ length: concurrency }, work));
      return cutOut(ranges, merged, parts);
    },
    close: async () => undefined,
  };
}

async function fetchRange(
  url: string,
  { start, end }: Range,
  fetch: Options['fetch'],
  cost: ReadingCost,
): Promise<Uint8Array> {
  const headers = { range: `bytes=${start}-${end - 1}` };
  const { status, bytes } = await fetchAgain(url, { headers }, fetch);
  cost.requests += 1;
  cost.bytes += bytes.length;
  // A server may ignore the range and send the whole file.
  return status === 206 ? bytes : bytes.subarray(start, end);
}

/** The whole of a file, or undefined where there is none. */
export async function fetchFile(
  url: string,
  fetch: Options['fetch'],
  cost: ReadingCost,
): Promise<Uint8Array | undefined> {
  const { status, bytes } = await fetchAgain(url, {}, fetch);
  if (status === 404) return undefined;
  cost.requests += 1;
  cost.bytes += bytes.length;
  return bytes;
}

type Answer = { status: number; bytes: Uint8Array };

/** A connection may break before the answer, or in the middle of it. */
async function fetchAgain(url: string, init: RequestInit, fetch: Options['fetch']): Promise<Answer> {
  let cause: unknown;
  for (let attempt = 0; attempt < tries; attempt++) {
    try {
      const answer = await fetch(url, init);
      const { ok, status } = answer;
      if (ok || status === 404) return { status, bytes: new Uint8Array(await answer.arrayBuffer()) };
      cause = new Error(`the server answered ${status}`);
      if (status < 500 && status !== 429) break;
    } catch (error) {
      cause = error;
    }
  }
  throw new UserError(`cannot read ${url}: ${cause instanceof Error ? cause.message : String(cause)}`, {
    code: 'INDEX_UNREACHABLE',
    fix: 'Try again later, or check against a copy of the index or of the dataset on disk.',
    blame: 'world',
    cause,
  });
}
