import { UserError } from '../../errors.ts';
import { parseFile } from './parse-file.ts';
import { parseJson } from './parse-json.ts';
import { parseLine } from './parse-line.ts';
import { columnAt, type Parsed, positionAt } from './problem.ts';

/** What to tell the user where the JSON cannot be read. */
export type Advice = { code: string; fix: string };

/**
 * The value of a whole JSON file, which the maintainers of a dataset write by hand: RFC 8259 is all that it must obey.
 * @throws UserError naming file, line and column.
 */
export function requireJson(path: string, bytes: Uint8Array, advice: Advice): unknown {
  return valueIn(path, bytes, parseJson(bytes), advice);
}

/**
 * The value of a whole JSON file that was contributed (docs/json-profile.md).
 * @throws UserError naming file, line and column.
 */
export function requireStrictJson(path: string, bytes: Uint8Array, advice: Advice): unknown {
  return valueIn(path, bytes, parseFile(bytes), advice);
}

function valueIn(path: string, bytes: Uint8Array, parsed: Parsed, advice: Advice): unknown {
  if (parsed.ok) return parsed.value;
  const { line, column } = positionAt(bytes, parsed.problem.offset);
  throw refusal(`${path}:${line}:${column}`, parsed, advice);
}

/**
 * The value of one line of a JSONL file, given without its line feed.
 * @throws UserError naming file, line and column.
 */
export function requireJsonLine(path: string, line: number, bytes: Uint8Array, advice: Advice): unknown {
  const parsed = parseLine(bytes);
  if (parsed.ok) return parsed.value;
  throw refusal(`${path}:${line}:${columnAt(bytes, parsed.problem.offset)}`, parsed, advice);
}

function refusal(place: string, { problem }: Extract<Parsed, { ok: false }>, advice: Advice): UserError {
  return new UserError(`${place}: ${problem.message} (${problem.code}: ${problem.fix})`, advice);
}
