import { open } from 'node:fs/promises';
import { coalesce, cutOut, type RangeReader, type ReadingCost } from './ranges.ts';

/** A page of the disk: reading on is cheaper than reading anew. */
const maxGap = 4096;

/** Reads ranges of a file on disk. */
export async function readRangesOf(path: string, cost: ReadingCost): Promise<RangeReader> {
  const file = await open(path, 'r');
  return {
    async read(ranges) {
      const merged = coalesce(ranges, maxGap);
      const parts: Uint8Array[] = [];
      for (const { start, end } of merged) {
        const part = new Uint8Array(end - start);
        const { bytesRead } = await file.read(part, 0, part.length, start);
        parts.push(part.subarray(0, bytesRead));
        cost.requests += 1;
        cost.bytes += bytesRead;
      }
      return cutOut(ranges, merged, parts);
    },
    close: () => file.close(),
  };
}
