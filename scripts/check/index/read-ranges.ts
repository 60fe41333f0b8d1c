import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { coalesce, cutOut, type RangeReader, type ReadingCost } from './ranges.ts';

/** Bytes that are read on in about the time of another call. */
const maxGap = 512;

/** Reads ranges of a file on disk; at once, because thousands of small reads cost less than as many promises. */
export async function readRangesOf(path: string, cost: ReadingCost): Promise<RangeReader> {
  const file = openSync(path, 'r');
  const { size } = fstatSync(file);
  return {
    async read(ranges) {
      const merged = coalesce(ranges, maxGap);
      const parts: Uint8Array[] = [];
      for (const { start, end } of merged) {
        // A range may have been chosen by whoever made the file: no more is allocated than there is.
        const part = new Uint8Array(Math.max(0, Math.min(end, size) - start));
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
