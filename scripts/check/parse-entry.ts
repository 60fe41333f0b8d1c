import { parseLine } from '../sample/json/parse-line.ts';
import { parseContent } from '../sample/parse-content.ts';
import type { Sample } from '../sample/sample.ts';
import type { Validator } from '../sample/schema-validator.ts';
import type { Entry } from './check.ts';

type Line = { path: string; line: number; bytes: Uint8Array; terminated: boolean; role: Entry['role'] };

/** Reads one line of a data file: strict JSON, then the schema. */
export function parseEntry({ path, line, bytes, terminated, role }: Line, validate: Validator): Entry {
  const base = { path, line, bytes, role, schemaProblems: [] };
  const parsed = parseLine(bytes, { terminated });
  if (!parsed.ok) return { ...base, value: undefined, jsonProblem: parsed.problem };
  const { value } = parsed;
  const schemaProblems = validate(value);
  if (schemaProblems.length === 0) {
    const sample = value as Sample;
    return { ...base, value, sample, content: sample };
  }
  const content = parseContent(value);
  return { ...base, value, schemaProblems, ...(content ? { content } : {}) };
}
