import { closeSync, openSync, readSync } from 'node:fs';
import { coalesce, cutOut, type RangeReader, type ReadingCost } from './ranges.ts';

/** Bytes that are read on in about the time of another call. */
const maxGap = 512;

/** Reads ranges of a file on disk; at once, because thousands of small reads cost less than as many promises. */
export async function readRangesOf(path: string, cost: ReadingCost): Promise<RangeReader> {
  const file = openSync(path, 'r');
  return {
    async read(ranges) {
      const merged = coalesce(ranges, maxGap);
      const parts: Uint8Array[] = [];
      for (const { start, end } of merged) {
        const part = new Uint8Array(end - start);
        const bytesRead = readSync(file, part, 0, part.length, start);
        parts.push(part.subarray(0, bytesRead));
        cost.requests += 1;
        cost.bytes += bytesRead;
      }
      return cutOut(ranges, merged, parts);
    },
    close: async () => closeSync(file),
  };
}
