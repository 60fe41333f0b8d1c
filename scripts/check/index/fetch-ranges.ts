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

/** How long a server may send nothing, before the answer or within it. A slow one may take as long as it likes. */
const defaultSilenceMs = 30_000;

/** How the files of a server are asked for, and where it is counted. */
export type Asking = {
  fetch: typeof fetch;
  cost: ReadingCost;
  maxSilenceMs?: number | undefined;
};

type Options = Asking & {
  maxRequests: number;
  /** The length of the file, where it may be fetched whole instead. */
  bytes?: number;
};

/** Reads ranges of a file on a server that answers range requests (RFC 9110, section 14). */
export function fetchRangesOf(url: string, options: Options): RangeReader {
  const { maxRequests, bytes = Number.POSITIVE_INFINITY } = options;
  return {
    async read(ranges) {
      const merged = coalesce(ranges, maxGap);
      const wanted = merged.reduce((sum, { start, end }) => sum + end - start, 0);
      const isMost = bytes > worthRanges && wanted > bytes * maxShare;
      if (merged.length > maxRequests || isMost) throw new TooManyRanges(url);
      const parts: Uint8Array[] = new Array(merged.length);
      let next = 0;
      const stop = (error: unknown) => {
        next = merged.length;
        throw error;
      };
      const work = async () => {
        for (let index = next++; index < merged.length; index = next++)
          parts[index] = await fetchRange(url, merged[index] as Range, options).catch(stop);
      };
      await Promise.all(Array.from({ length: concurrency }, work));
      return cutOut(ranges, merged, parts);
    },
    close: async () => undefined,
  };
}

async function fetchRange(url: string, range: Range, asking: Asking): Promise<Uint8Array> {
  const headers = { range: `bytes=${range.start}-${range.end - 1}` };
  const { status, bytes } = await fetchAgain(url, { headers, ...range }, asking);
  if (status === 404) throw unreachable(url, new Error('the server answered 404'));
  return bytes;
}

/**
 * The whole of a file, or undefined where there is none.
 * @throws UserError where it is longer than `maxBytes`: what is beyond is not received
 */
export async function fetchFile(
  url: string,
  maxBytes: number,
  asking: Asking,
): Promise<Uint8Array | undefined> {
  const { status, bytes } = await fetchAgain(url, { headers: {}, start: 0, end: maxBytes + 1 }, asking);
  if (status === 404) return undefined;
  if (bytes.length > maxBytes) throw tooLong(url, maxBytes);
  return bytes;
}

/** What is kept of a file, however it is sent. */
type Wanted = Range & { headers: Record<string, string> };

type Answer = { status: number; bytes: Uint8Array };

/** A connection may break, or fall silent, before the answer or in the middle of it. */
async function fetchAgain(url: string, wanted: Wanted, asking: Asking): Promise<Answer> {
  let cause: unknown;
  for (let attempt = 0; attempt < tries; attempt++) {
    try {
      const answer = await fetchPart(url, wanted, asking);
      const { status } = answer;
      if (status < 300 || status === 404) return answer;
      cause = new Error(`the server answered ${status}`);
      if (status < 500 && status !== 429) break;
    } catch (error) {
      cause = error;
    }
  }
  throw unreachable(url, cause);
}

async function fetchPart(url: string, { headers, start, end }: Wanted, asking: Asking): Promise<Answer> {
  const { fetch, cost, maxSilenceMs = defaultSilenceMs } = asking;
  const controller = new AbortController();
  const giveUp = () => controller.abort(new Error(`the server sent nothing for ${maxSilenceMs / 1_000} s`));
  const timer = setTimeout(giveUp, maxSilenceMs);
  try {
    const { ok, status, body } = await fetch(url, { headers, signal: controller.signal });
    if (!ok || !body) {
      await body?.cancel();
      return { status, bytes: new Uint8Array() };
    }
    const onChunk = ({ length }: Uint8Array) => {
      timer.refresh();
      cost.bytes += length;
    };
    // A server may ignore the range and send the whole file.
    const skip = status === 206 ? 0 : start;
    const bytes = await takePart(body, skip, end - start, onChunk);
    cost.requests += 1;
    return { status, bytes };
  } finally {
    clearTimeout(timer);
  }
}

/** Bytes of a stream behind the first `skip`; whatever comes after them is not received. */
async function takePart(
  stream: AsyncIterable<Uint8Array>,
  skip: number,
  length: number,
  onChunk: (chunk: Uint8Array) => void,
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let at = 0;
  for await (const chunk of stream) {
    onChunk(chunk);
    parts.push(chunk.subarray(Math.max(0, skip - at), Math.max(0, skip + length - at)));
    at += chunk.length;
    if (at >= skip + length) break;
  }
  return Buffer.concat(parts);
}

function tooLong(url: string, maxBytes: number): UserError {
  return new UserError(`the index cannot be believed: ${url} is longer than ${maxBytes} bytes`, {
    code: 'BAD_INDEX',
    fix: 'Build it again from the dataset: npx evenhand index build',
  });
}

function unreachable(url: string, cause: unknown): UserError {
  return new UserError(`cannot read ${url}: ${describe(cause)}`, {
    code: 'INDEX_UNREACHABLE',
    fix: 'Try again later, or check against a copy of the index or of the dataset on disk.',
    blame: 'world',
    cause,
  });
}

/** Node's fetch says "fetch failed", and the reason in the error's cause. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
