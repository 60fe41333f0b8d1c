import { carriageReturn, skipSpace } from './bytes.ts';
import { parseJson } from './parse-json.ts';
import { parsePlain } from './parse-plain.ts';
import type { JsonProblem, Parsed } from './problem.ts';
import { maxLineBytes, profile } from './profile.ts';

/**
 * Reads one line of a data file, given without its line feed, as the dataset takes it (docs/json-profile.md).
 * `terminated` tells whether the line feed was there.
 */
export function parseLine(bytes: Uint8Array, { terminated = true }: { terminated?: boolean } = {}): Parsed {
  if (bytes.length > maxLineBytes) return refuse(tooLong);
  const parsed = parsePlain(bytes) ?? parseStrict(bytes);
  if (parsed.ok && !terminated) return refuse({ ...noFinalNewline, offset: bytes.length });
  return parsed;
}

/** Reads a whole JSON text under the profile, in one line or in many; its size is the caller's to bound. */
export function parseStrict(bytes: Uint8Array): Parsed {
  if (isLfsPointer(bytes)) return refuse(lfsProblem);
  const parsed = parseJson(bytes, profile);
  const returnAt = bytes.indexOf(carriageReturn);
  if (returnAt >= 0 && (parsed.ok || returnAt <= parsed.problem.offset)) {
    return refuse({ ...carriageReturnProblem, offset: returnAt });
  }
  if (!parsed.ok && skipSpace(bytes, 0) === bytes.length) return refuse(blank);
  return parsed;
}

function refuse(problem: JsonProblem): Parsed {
  return { ok: false, problem };
}

/** The second is from before Git LFS had its name; it still reads it. */
const lfsPointers = ['git-lfs', 'hawser'].map((name) =>
  new TextEncoder().encode(`version https://${name}.github.com/spec/v1`),
);

/** Whether a file that begins with these bytes is a Git LFS pointer. */
export function isLfsPointer(bytes: Uint8Array): boolean {
  return lfsPointers.some((pointer) => pointer.every((byte, index) => bytes[index] === byte));
}

const tooLong: JsonProblem = {
  code: 'E_LINE_TOO_LONG',
  offset: maxLineBytes,
  message: `the line is longer than 64 KiB (${maxLineBytes} bytes)`,
  fix: 'Shorten the sample, or end its line with a line feed.',
};

const lfsProblem: JsonProblem = {
  code: 'E_LFS_POINTER',
  offset: 0,
  message: 'a Git LFS pointer stands in place of the data',
  fix: 'Commit the file itself, without LFS: "git lfs untrack" the path and add the file again.',
};

const carriageReturnProblem: Omit<JsonProblem, 'offset'> = {
  code: 'E_CRLF',
  message: 'the line holds a carriage return',
  fix: 'End lines with a line feed alone (LF, not CRLF).',
};

const blank: JsonProblem = {
  code: 'E_BLANK_LINE',
  offset: 0,
  message: 'the line is blank',
  fix: 'Remove the line.',
};

export const noFinalNewline: Omit<JsonProblem, 'offset'> = {
  code: 'E_NO_FINAL_NEWLINE',
  message: 'the last line does not end with a line feed',
  fix: 'Add a line feed to the end of the file.',
};
