import { canonicalJson } from '../../sample/canonical-json.ts';
import { parseDataPath } from '../../sample/data-path.ts';
import { parseFile } from '../../sample/json/parse-file.ts';
import { parseLine } from '../../sample/json/parse-line.ts';
import { type ParsedTombstones, parseTombstones } from '../../sample/parse-tombstones.ts';
import type { RunFile } from '../../sample/run-file.ts';
import type { Validator } from '../../sample/schema-validator.ts';
import { type Line, linesOf } from '../../sample/split-lines.ts';
import { fileFinding } from '../file-finding.ts';
import type { Finding } from '../finding.ts';
import { judgeTombstoneLines, tombstoneFinding } from '../judge-tombstones.ts';
import { tombstonesPath } from './area.ts';
import type { ChangedContent } from './change.ts';

type Takedown = { files: ChangedContent[]; validateTombstone: Validator; validateRun: Validator };

export type JudgedTakedown = {
  findings: Finding[];
  /** The ids of all tombstones. */
  known: ReadonlySet<string>;
  /** The id of each new tombstone, with its line: none of them may stand in the dataset any longer. */
  buried: Map<string, number>;
};

/**
 * A takedown deletes lines and nothing else: every line it leaves was there before, in the same order; every sample
 * it removes gets a tombstone; tombstones are only appended; run files change in what they say of their files alone. The
 * lines of files in the archive are judged one file after the other (`judgeDeletions`): together they may be large.
 */
export function judgeTakedown({ files, validateTombstone, validateRun }: Takedown): JudgedTakedown {
  const tombstones = files.find(({ path }) => path === tombstonesPath);
  const parsed = parseTombstones(linesOf(tombstones?.after ?? new Uint8Array()), validateTombstone);
  const samples = files.filter(({ path }) => parseDataPath(path)?.kind === 'samples');
  const runFiles = files.filter(({ path }) => parseDataPath(path)?.kind === 'run');
  const known = new Set(parsed.tombstones.map(({ id }) => id));
  return {
    findings: [
      ...(tombstones ? judgeTombstones(tombstones, parsed) : []),
      ...samples.flatMap((file) => judgeDeletions(file, known)),
      ...runFiles.flatMap((file) => judgeRunFileEdit(file, validateRun)),
    ],
    known,
    buried: newTombstones(tombstones, parsed),
  };
}

function judgeTombstones({ path, before, after }: ChangedContent, parsed: ParsedTombstones): Finding[] {
  if (!after) return [tombstoneFinding(path, 0, 'the tombstones are deleted')];
  const changed = firstDifference(before ?? new Uint8Array(), after);
  return [
    ...(changed === undefined
      ? []
      : [
          tombstoneFinding(path, changed, 'this line is not what the base has: tombstones are only appended'),
        ]),
    ...judgeTombstoneLines(path, parsed),
  ];
}

/** The first line in which `after` is not `before` and more; undefined where it is. */
function firstDifference(before: Uint8Array, after: Uint8Array): number | undefined {
  const there = linesOf(after);
  return linesOf(before).find((line, index) => !sameBytes(line, there[index]))?.line;
}

function sameBytes(one: Line, other: Line | undefined): boolean {
  if (!other || one.bytes.length !== other.bytes.length || one.terminated !== other.terminated) return false;
  return one.bytes.every((byte, index) => byte === other.bytes[index]);
}

function newTombstones(file: ChangedContent | undefined, { tombstones }: ParsedTombstones) {
  const old = linesOf(file?.before ?? new Uint8Array()).length;
  return new Map(tombstones.filter(({ line }) => line > old).map(({ id, line }) => [id, line]));
}

/** Of a data file, wherever its lines stand: what stays is what was there, in order; what goes has a tombstone. */
export function judgeDeletions(
  { path, before, after }: ChangedContent,
  known: ReadonlySet<string>,
): Finding[] {
  // A takedown that adds a file is refused for adding it.
  if (!before) return [];
  const kept = linesOf(after ?? new Uint8Array());
  const removed: Line[] = [];
  let next = 0;
  for (const line of linesOf(before)) {
    const stays = kept[next];
    if (stays && sameBytes(line, stays)) next += 1;
    else removed.push(line);
  }
  const added = kept.slice(next, next + 1).map(({ line }) => ({
    ...fileFinding(path, {
      code: 'E_TAKEDOWN',
      message: 'this line is not one of the base, or not in its order: a takedown only deletes lines',
      fix: 'Restore the file and delete nothing but the lines to remove.',
    }),
    line,
    column: 1,
  }));
  return added.length > 0 ? added : removed.flatMap((line) => judgeRemoved(path, line, known));
}

function judgeRemoved(path: string, { line, bytes }: Line, known: ReadonlySet<string>): Finding[] {
  const parsed = parseLine(bytes);
  const id = parsed.ok ? (parsed.value as { id?: unknown } | null)?.id : undefined;
  // A line that was no sample leaves nothing to bury.
  if (typeof id !== 'string' || known.has(id)) return [];
  return [
    fileFinding(path, {
      code: 'E_TAKEDOWN',
      message: `${id} (line ${line} in the base) is deleted, but has no tombstone`,
      fix: `Append its id, the date and the reason to ${tombstonesPath}, so that it cannot come back.`,
    }),
  ];
}

/** Where a run file is deleted, its data files must be too: the check of the files that stay sees to that. */
function judgeRunFileEdit(file: ChangedContent, validateRun: Validator): Finding[] {
  const { path } = file;
  const old = file.before && readRun(file.before, validateRun);
  const now = file.after && readRun(file.after, validateRun);
  // What cannot be read has findings of its own.
  if (!old || !now) return [];
  const { files: oldFiles, ...oldRecord } = old;
  const { files, ...record } = now;
  const before = new Map(oldFiles.map((file) => [file.path, file]));
  const strange = files.find((file) => !before.has(file.path));
  const moved = files.find((file) => !file.archive !== !before.get(file.path)?.archive);
  return [
    ...(strange ? [runFileFinding(path, `the run file names a new file, ${strange.path}`)] : []),
    ...(moved && !strange
      ? [runFileFinding(path, `${moved.path} moves into the archive, or out of it`)]
      : []),
    ...(canonicalJson(oldRecord) === canonicalJson(record)
      ? []
      : [runFileFinding(path, 'the run file differs in more than what it says of its files')]),
  ];
}

function readRun(bytes: Uint8Array, validateRun: Validator): RunFile | undefined {
  const parsed = parseFile(bytes);
  return parsed.ok && validateRun(parsed.value).length === 0 ? (parsed.value as RunFile) : undefined;
}

function runFileFinding(path: string, message: string): Finding {
  const fix =
    'Change only "sha256" and "samples" of the files that lost lines, and where a shard has them; drop files that are gone.';
  return fileFinding(path, { code: 'E_TAKEDOWN', message, fix });
}
