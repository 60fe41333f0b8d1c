import { lineFeed } from './json/bytes.ts';
import { maxLineBytes as defaultMaxLineBytes } from './json/profile.ts';

export type Line = {
  /** Counts from 1. */
  line: number;
  /** The line's first byte in the file, from 0. */
  offset: number;
  /** Without the line feed; the caller's to keep. Of a line that is too long, one byte more than the bound. */
  bytes: Uint8Array;
  /** Whether a line feed ends the line. */
  terminated: boolean;
  /** The line is longer than the bound: nothing behind it is read. */
  tooLong?: true;
};

type Bounds = { maxLineBytes?: number };

/** Splits a file into lines in bounded memory, as `splitBatches` does. */
export async function* splitLines(source: AsyncIterable<Uint8Array>, bounds?: Bounds): AsyncGenerator<Line> {
  for await (const lines of splitBatches(source, bounds)) yield* lines;
}

/**
 * Splits a file into lines in bounded memory, and yields those that end in one chunk together: waiting for each alone
 * takes as long as reading it. The first line beyond `maxLineBytes` is yielded cut, and ends the reading: the source is
 * closed, so that a gigabyte without a line feed costs one line's worth.
 */
export async function* splitBatches(
  source: AsyncIterable<Uint8Array>,
  { maxLineBytes = defaultMaxLineBytes }: Bounds = {},
): AsyncGenerator<Line[]> {
  let line = 1;
  let offset = 0;
  let rest: Uint8Array = new Uint8Array();
  for await (const chunk of source) {
    // A copy: the source may fill its buffer again, while the lines yielded are views into this one.
    const bytes = join(rest, chunk);
    const lines: Line[] = [];
    let start = 0;
    for (let end = bytes.indexOf(lineFeed, rest.length); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      if (end - start > maxLineBytes) break;
      lines.push({ line, offset, bytes: bytes.subarray(start, end), terminated: true });
      line += 1;
      offset += end + 1 - start;
      start = end + 1;
    }
    rest = bytes.subarray(start);
    const isTooLong = rest.length > maxLineBytes;
    if (isTooLong)
      lines.push({
        line,
        offset,
        bytes: rest.subarray(0, maxLineBytes + 1),
        terminated: false,
        tooLong: true,
      });
    if (lines.length > 0) yield lines;
    if (isTooLong) return;
  }
  if (rest.length > 0) yield [{ line, offset, bytes: rest, terminated: false }];
}

/** The lines of a file that is in memory whole; long lines too. */
export function linesOf(bytes: Uint8Array): Line[] {
  const lines: Line[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const feed = bytes.indexOf(lineFeed, offset);
    const end = feed < 0 ? bytes.length : feed;
    lines.push({
      line: lines.length + 1,
      offset,
      bytes: bytes.subarray(offset, end),
      terminated: feed >= 0,
    });
    offset = end + 1;
  }
  return lines;
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array {
  const joined = new Uint8Array(one.length + other.length);
  joined.set(one);
  joined.set(other, one.length);
  return joined;
}
