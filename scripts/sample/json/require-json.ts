import { UserError } from '../../errors.ts';
import { parseFile } from './parse-file.ts';
import { parseLine } from './parse-line.ts';
import { columnAt, type Parsed, positionAt } from './problem.ts';

/** What to tell the user where the JSON cannot be read. */
type Advice = { code: string; fix: string };

/**
 * The value of a whole JSON file.
 * @throws UserError naming file, line and column.
 */
export function requireJson(path: string, bytes: Uint8Array, advice: Advice): unknown {
  const parsed = parseFile(bytes);
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
