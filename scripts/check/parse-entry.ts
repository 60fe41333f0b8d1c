import { parseLine } from '../sample/json/parse-line.ts';
import { parseContent } from '../sample/parse-content.ts';
import type { Sample } from '../sample/sample.ts';
import type { Validator } from '../sample/schema-validator.ts';
import type { Line } from '../sample/split-lines.ts';
import type { Entry } from './check.ts';

type Origin = Pick<Entry, 'path' | 'role'>;

/** Reads one line of a data file: strict JSON, then the schema. */
export function parseEntry(
  { line, bytes, terminated }: Pick<Line, 'line' | 'bytes' | 'terminated'>,
  { path, role }: Origin,
  validate: Validator,
): Entry {
  // Every entry is made with the same keys in the same order: engines read and write such objects fastest.
  const entry: Entry = {
    path,
    line,
    bytes,
    jsonProblem: undefined,
    value: undefined,
    schemaProblems: [],
    sample: undefined,
    content: undefined,
    role,
  };
  const parsed = parseLine(bytes, { terminated });
  if (!parsed.ok) {
    entry.jsonProblem = parsed.problem;
    return entry;
  }
  entry.value = parsed.value;
  entry.schemaProblems = validate(parsed.value);
  if (entry.schemaProblems.length === 0) entry.sample = parsed.value as Sample;
  entry.content = entry.sample ?? parseContent(parsed.value);
  return entry;
}
