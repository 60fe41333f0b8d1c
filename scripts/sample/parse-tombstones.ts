import { isCanonicalJson } from './canonical-json.ts';
import { locate } from './json/locate.ts';
import { parseLine } from './json/parse-line.ts';
import { columnAt } from './json/problem.ts';
import type { Validator } from './schema-validator.ts';
import type { Tombstone } from './tombstone.ts';

export type TombstoneProblem = { line: number; column: number; message: string; fix: string };
export type PlacedTombstone = Tombstone & { line: number };
export type ParsedTombstones = { tombstones: PlacedTombstone[]; problems: TombstoneProblem[] };

type Line = { line: number; bytes: Uint8Array; terminated: boolean };

/** Reads the lines of the tombstones file, and says what is wrong with each of the others. */
export function parseTombstones(lines: Iterable<Line>, validate: Validator): ParsedTombstones {
  const tombstones: PlacedTombstone[] = [];
  const problems: TombstoneProblem[] = [];
  for (const each of lines) {
    const read = readTombstone(each, validate);
    if (read.ok) tombstones.push({ ...read.tombstone, line: each.line });
    else problems.push(...read.problems);
  }
  return { tombstones, problems };
}

type Read = { ok: true; tombstone: Tombstone } | { ok: false; problems: TombstoneProblem[] };

function readTombstone({ line, bytes, terminated }: Line, validate: Validator): Read {
  const refuse = (offset: number, message: string, fix: string) => ({
    line,
    column: columnAt(bytes, offset),
    message,
    fix,
  });
  const parsed = parseLine(bytes, { terminated });
  if (!parsed.ok) {
    const { offset, message, fix } = parsed.problem;
    return { ok: false, problems: [refuse(offset, message, fix)] };
  }
  const broken = validate(parsed.value);
  if (broken.length > 0) {
    const problems = broken.map(({ pointer, message, fix }) => refuse(locate(bytes, pointer), message, fix));
    return { ok: false, problems };
  }
  if (isCanonicalJson(new TextDecoder().decode(bytes), parsed.value))
    return { ok: true, tombstone: parsed.value as Tombstone };
  const fix = 'Write the keys in the order date, id, reason, without white space.';
  return { ok: false, problems: [refuse(0, 'the line is not canonical JSON (RFC 8785)', fix)] };
}
