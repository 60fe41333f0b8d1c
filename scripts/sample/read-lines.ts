import { createReadStream } from 'node:fs';
import { type Line, splitLines } from './split-lines.ts';

/** The lines of a file; a file that cannot be opened gives the system's own error, for the caller to word. */
export function readFileLines(
  path: string,
  bounds: Parameters<typeof splitLines>[1] = {},
): AsyncGenerator<Line> {
  return splitLines(readChunks(path), bounds);
}

// Opened with the first line asked for: an error of a stream that nobody reads yet would end the process.
async function* readChunks(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path);
}
