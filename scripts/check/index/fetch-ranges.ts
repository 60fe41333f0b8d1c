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
  const answer = await fetchAgain(url, { headers: { range: `bytes=${start}-${end - 1}` } }, fetch);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  cost.requests += 1;
  cost.bytes += bytes.length;
  // A server may ignore the range and send the whole file.
  return answer.status === 206 ? bytes : bytes.subarray(start, end);
}

/** The whole of a file, or undefined where there is none. */
export async function fetchFile(
  url: string,
  fetch: Options['fetch'],
  cost: ReadingCost,
): Promise<Uint8Array | undefined> {
  const answer = await fetchAgain(url, {}, fetch);
  if (answer.status === 404) return undefined;
  const bytes = new Uint8Array(await answer.arrayBuffer());
  cost.requests += 1;
  cost.bytes += bytes.length;
  return bytes;
}

async function fetchAgain(url: string, init: RequestInit, fetch: Options['fetch']): Promise<Response> {
  let cause: unknown;
  for (let attempt = 0; attempt < tries; attempt++) {
    try {
      const answer = await fetch(url, init);
      if (answer.ok || answer.status === 404) return answer;
      cause = new Error(`the server answered ${answer.status}`);
      if (answer.status < 500 && answer.status !== 429) break;
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
