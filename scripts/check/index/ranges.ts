/** Bytes of a file: from `start` up to, not including, `end`. */
export type Range = { start: number; end: number };

/** Reads parts of one file, wherever it lies. */
export type RangeReader = {
  /** The bytes of each range, in the order asked. */
  read(ranges: readonly Range[]): Promise<Uint8Array[]>;
  close(): Promise<void>;
};

/** Reads parts of bytes that are at hand. */
export function rangesOfBytes(bytes: Uint8Array): RangeReader {
  return {
    read: async (ranges) => ranges.map(({ start, end }) => bytes.subarray(start, end)),
    close: async () => undefined,
  };
}

/** What reading has cost. */
export type ReadingCost = { requests: number; bytes: number };

/** Ranges in order, those closer than `maxGap` made one: a request costs more than the bytes between them. */
export function coalesce(ranges: readonly Range[], maxGap: number): Range[] {
  const sorted = [...ranges].sort((a, b) => a.start - b.start);
  const merged: Range[] = [];
  for (const { start, end } of sorted) {
    const last = merged.at(-1);
    if (last && start - last.end <= maxGap) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
}

/** The bytes of each range asked, out of the coalesced ones that were read. `merged` is sorted. */
export function cutOut(
  ranges: readonly Range[],
  merged: readonly Range[],
  parts: readonly Uint8Array[],
): Uint8Array[] {
  return ranges.map(({ start, end }) => {
    const index = lastStartingAtOrBefore(merged, start);
    const from = start - (merged[index]?.start ?? 0);
    return (parts[index] ?? new Uint8Array()).subarray(from, from + end - start);
  });
}

function lastStartingAtOrBefore(ranges: readonly Range[], start: number): number {
  let low = 0;
  let high = ranges.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((ranges[middle]?.start ?? 0) <= start) low = middle;
    else high = middle - 1;
  }
  return low;
}
