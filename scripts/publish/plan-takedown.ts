import { UserError } from '../errors.ts';
import { parseDataPath } from '../sample/data-path.ts';
import { sha256Hex } from '../sample/hash.ts';
import type { RunFile } from '../sample/run-file.ts';
import { formatTombstone } from '../sample/tombstone.ts';
import { type Author, cleanAuthor } from './author.ts';
import { formatTakedownMessage } from './format-commit-message.ts';
import { formatRunFile } from './format-run-file.ts';

/** A file of the dataset as the base has it. */
type DatasetFile = { path: string; text: string };

/** A file as it is to be; without a content it goes. */
type FileChange = { path: string; content: string | undefined };

/** One commit on one branch that removes samples for good. */
export type Takedown = {
  branch: string;
  changes: FileChange[];
  /** The ids that go, sorted. */
  removed: string[];
  author: Author;
  message: string;
};

type Options = {
  /** Data files, run files and the tombstones: at least all that hold one of the ids. */
  files: readonly DatasetFile[];
  tombstones: DatasetFile;
  ids: readonly string[];
  /** Whether the other versions of a sample's family go with it. */
  wholeFamilies: boolean;
  reason: string;
  /** The day, yyyy-mm-dd, UTC. */
  date: string;
  author: Author;
};

/**
 * Deletes the samples' lines, brings the run files beside them up to date, and appends one tombstone for each. A data
 * file that loses its last line goes, and a run file that names no file any more goes with it.
 * @throws UserError where an id is not in the dataset.
 */
export function planTakedown(options: Options): Takedown {
  const { files, tombstones, reason, date, author } = options;
  const removed = idsToRemove(options);
  const dataFiles = files.filter(({ path }) => parseDataPath(path)?.kind === 'samples');
  const kept = dataFiles.flatMap((file) => withoutLines(file, removed));
  const runFiles = files.filter(({ path }) => parseDataPath(path)?.kind === 'run');
  const buried = [...removed].map((id) => formatTombstone({ id, date, reason }));
  const signer = cleanAuthor(author);
  return {
    branch: `takedown/${date}-${sha256Hex([...removed].join('\n')).slice(0, 8)}`,
    changes: [
      ...kept,
      ...runFiles.flatMap((file) => bringUpToDate(file, kept)),
      { path: tombstones.path, content: tombstones.text + buried.join('') },
    ],
    removed: [...removed],
    author: signer,
    message: formatTakedownMessage({ ids: [...removed], reason, author: signer }),
  };
}

type Row = { id: string; family: string | undefined };

function idsToRemove({ files, ids, wholeFamilies }: Options): ReadonlySet<string> {
  const rows = files.filter(({ path }) => parseDataPath(path)?.kind === 'samples').flatMap(rowsOf);
  const present = new Set(rows.map(({ id }) => id));
  const missing = ids.filter((id) => !present.has(id));
  if (missing.length > 0) throw unknownSamples(missing);
  const asked = new Set(ids);
  const families = new Set(
    rows.flatMap(({ id, family }) => (wholeFamilies && asked.has(id) && family ? [family] : [])),
  );
  const going = rows.filter(
    ({ id, family }) => asked.has(id) || (family !== undefined && families.has(family)),
  );
  return new Set(going.map(({ id }) => id).sort());
}

function unknownSamples(ids: readonly string[]): UserError {
  return new UserError(`no data file of the base holds ${ids.join(', ')}`, {
    code: 'UNKNOWN_SAMPLE',
    fix: 'Look the ids up ("evenhand check" names a sample beside its place). Archived samples (data/archive/) are removed by archiving anew without them.',
  });
}

function rowsOf({ text }: DatasetFile): Row[] {
  return linesOf(text).flatMap((line) => {
    const { id, family } = readRow(line);
    return id === undefined ? [] : [{ id, family }];
  });
}

/** A line that is no sample is none that somebody can name. */
function readRow(line: string): Partial<Row> {
  try {
    const value = JSON.parse(line) as { id?: unknown; family?: { id?: unknown } } | null;
    const family = value?.family?.id;
    return {
      ...(typeof value?.id === 'string' && { id: value.id }),
      ...(typeof family === 'string' && { family }),
    };
  } catch {
    return {};
  }
}

/** With its line feeds, so that what stays is what was there. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function withoutLines({ path, text }: DatasetFile, removed: ReadonlySet<string>): FileChange[] {
  const lines = linesOf(text);
  const kept = lines.filter((line) => !removed.has(readRow(line).id ?? ''));
  if (kept.length === lines.length) return [];
  return [{ path, content: kept.length === 0 ? undefined : kept.join('') }];
}

/** Only `sha256` and `samples` of the files that lost lines change; a file that went is named no more. */
function bringUpToDate({ path, text }: DatasetFile, changed: readonly FileChange[]): FileChange[] {
  const run = JSON.parse(text) as RunFile;
  if (!run.files.some((file) => changed.some((change) => change.path === file.path))) return [];
  const files = run.files.flatMap((file) => {
    const change = changed.find((each) => each.path === file.path);
    if (!change) return [file];
    if (change.content === undefined) return [];
    return [{ path: file.path, sha256: sha256Hex(change.content), samples: linesOf(change.content).length }];
  });
  if (files.length === 0) return [{ path, content: undefined }];
  return [{ path, content: formatRunFile({ ...run, files }) }];
}
