import { lineFeed } from './bytes.ts';
import { noFinalNewline, parseStrict } from './parse-line.ts';
import type { Parsed } from './problem.ts';

/**
 * Reads a whole JSON file (a run file), in as many lines as it likes, as the dataset takes it
 * (docs/json-profile.md). Its size is the caller's to bound.
 */
export function parseFile(bytes: Uint8Array): Parsed {
  const parsed = parseStrict(bytes);
  if (!parsed.ok || bytes.at(-1) === lineFeed) return parsed;
  return { ok: false, problem: { ...noFinalNewline, offset: bytes.length } };
}
