import { sha256Hex } from '../sample/hash.ts';
import type { Line } from '../sample/split-lines.ts';

/** 64 of SHA-256's bits: no damage to a ledger or journal goes unseen but with a chance of 2^-64. */
const sumDigits = 16;

const head = '{"sum":"';
const sumStart = head.length;
const bodyStart = sumStart + sumDigits + '",'.length;

const decoder = new TextDecoder('utf-8', { fatal: true });

/** One record as one JSON line that begins with the checksum of all that follows: `{"sum":"<16 hex>",…}`. */
export function formatRecord(record: object): string {
  const rest = JSON.stringify(record).slice(1);
  return `${head}${sumOf(rest)}",${rest}\n`;
}

/** The record of a line without its line feed; undefined where any byte is not as it was written. */
export function parseRecord(line: Uint8Array): object | undefined {
  const text = decode(line);
  if (text === undefined) return undefined;
  const rest = text.slice(bodyStart);
  if (text.slice(0, bodyStart) !== `${head}${sumOf(rest)}",`) return undefined;
  return JSON.parse(`{${rest}`) as object;
}

/**
 * What one line of a record file is. `torn`: the write that a crash cut short, which was never acknowledged;
 * the file is to be cut back to `offset`. `damaged`: bytes were changed after they were written.
 */
export type RecordStep =
  | { kind: 'record'; record: object; line: number; offset: number; length: number }
  | { kind: 'torn'; offset: number }
  | { kind: 'damaged'; line: number };

/** Judges one line of a record file. Only a last line can be torn. */
export function judgeLine({ line, offset, bytes, terminated }: Line): RecordStep {
  if (!terminated) {
    // A whole record and one byte more: that byte was the line feed.
    const feedLost = parseRecord(bytes.subarray(0, -1)) !== undefined;
    return feedLost ? { kind: 'damaged', line } : { kind: 'torn', offset };
  }
  const record = parseRecord(bytes);
  return record ? { kind: 'record', record, line, offset, length: bytes.length } : { kind: 'damaged', line };
}

/** Judges the lines of bytes that begin at a line's start; `line` and `offset` say where in the file that is. */
export function* judgeBytes(
  bytes: Uint8Array,
  { line, offset }: { line: number; offset: number },
): Generator<RecordStep> {
  let number = line;
  let start = 0;
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
    yield judgeLine({
      line: number,
      offset: offset + start,
      bytes: bytes.subarray(start, end),
      terminated: true,
    });
    number += 1;
    start = end + 1;
  }
  const rest = bytes.subarray(start);
  if (rest.length > 0)
    yield judgeLine({ line: number, offset: offset + start, bytes: rest, terminated: false });
}

const lineFeed = 0x0a;

function sumOf(text: string): string {
  return sha256Hex(text).slice(0, sumDigits);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
