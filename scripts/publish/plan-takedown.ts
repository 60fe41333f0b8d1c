import { areaOf, holdsSamples } from '../check/change/area.ts';
import { UserError } from '../errors.ts';
import { parseDataPath } from '../sample/data-path.ts';
import { sha256Hex } from '../sample/hash.ts';
import { formatPointer } from '../sample/lfs-pointer.ts';
import { namesAny } from '../sample/names-any.ts';
import type { DataFile, RunFile } from '../sample/run-file.ts';
import { linesOf } from '../sample/split-lines.ts';
import { formatTombstone } from '../sample/tombstone.ts';
import type { Shard } from './archive/plan-bulk.ts';
import { nextShardPath } from './archive/plan-compaction.ts';
import { type Author, cleanAuthor } from './author.ts';
import { type CutFile, cutLines, placeAfterCuts, rowsOf } from './cut-lines.ts';
import { formatTakedownMessage } from './format-commit-message.ts';
import { formatRunFile } from './format-run-file.ts';

/** A file of the dataset as the base has it; a shard of the archive with its content. */
type DatasetFile = { path: string; bytes: Uint8Array };

/** A file as it is to be; without a content it goes. */
type FileChange = { path: string; content: string | undefined };

/** One commit on one branch that removes samples for good. */
export type Takedown = {
  branch: string;
  changes: FileChange[];
  /** Contents of the archive that take the place of others; Git gets their pointers, which are among the changes. */
  shards: Shard[];
  /** The ids that go, sorted. */
  removed: string[];
  author: Author;
  message: string;
};

type Options = {
  /** Data files, shards and run files: at least all that hold one of the ids, or name one that does. */
  files: readonly DatasetFile[];
  tombstones: DatasetFile;
  ids: readonly string[];
  /** Shards of the archive whose content is not in this clone. */
  elsewhere: readonly string[];
  /** Whether the other versions of a sample's family go with it. */
  wholeFamilies: boolean;
  reason: string;
  /** The day, yyyy-mm-dd, UTC. */
  date: string;
  author: Author;
};

/**
 * Deletes the samples' lines, wherever they stand, brings the run files up to date, and appends one tombstone for each. A
 * data file that loses its last line goes, and a run file that names no file any more goes with it. A shard is replaced
 * by one of the same number: its name has its content's hash in it.
 * @throws UserError where an id is not in the dataset.
 */
export function planTakedown(options: Options): Takedown {
  const { files, tombstones, reason, date, author } = options;
  const holders = files.filter(({ path }) => holdsSamples(path));
  const removed = idsToRemove(holders, options);
  const cut = new Map<string, Left>();
  for (const { path, bytes } of holders) {
    const left = cutLines(bytes, removed);
    if (left) cut.set(path, { ...left, shard: shardOf(path, left.content) });
  }
  const runFiles = files.filter(({ path }) => parseDataPath(path)?.kind === 'run');
  const buried = [...removed].map((id) => formatTombstone({ id, date, reason })).join('');
  const signer = cleanAuthor(author);
  return {
    branch: `takedown/${date}-${sha256Hex([...removed].join('\n')).slice(0, 8)}`,
    changes: [
      ...[...cut].flatMap(([path, left]) => changesOf(path, left)),
      ...runFiles.flatMap((file) => bringUpToDate(file, cut)),
      { path: tombstones.path, content: textOf(tombstones.bytes) + buried },
    ],
    shards: [...cut.values()].flatMap(({ shard }) => shard ?? []),
    removed: [...removed],
    author: signer,
    message: formatTakedownMessage({ ids: [...removed], reason, author: signer }),
  };
}

/** What is left of a file that lost lines; of a shard, unless that is nothing, also what takes its place. */
type Left = CutFile & { shard: Shard | undefined };

type Cut = ReadonlyMap<string, Left>;

function shardOf(path: string, content: Uint8Array): Shard | undefined {
  if (areaOf(path) !== 'archive' || content.length === 0) return undefined;
  const sha256 = sha256Hex(content);
  return { path: nextShardPath(path, sha256), sha256, content };
}

function changesOf(path: string, { content, shard }: Left): FileChange[] {
  const gone = { path, content: undefined };
  if (content.length === 0) return [gone];
  if (!shard) return [{ path, content: textOf(content) }];
  return [
    gone,
    { path: shard.path, content: formatPointer({ sha256: shard.sha256, bytes: content.length }) },
  ];
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function idsToRemove(
  holders: readonly DatasetFile[],
  { ids, tombstones, wholeFamilies, elsewhere }: Options,
): ReadonlySet<string> {
  const rows = holders.flatMap(({ bytes }) => rowsOf(bytes));
  const present = new Set(rows.map(({ id }) => id));
  // What was taken down before is gone, as it was asked to be.
  const isBuried = (id: string) => namesAny(tombstones.bytes, new Set([id]));
  const missing = ids.filter((id) => !present.has(id) && !isBuried(id));
  if (missing.length > 0) throw unknownSamples(missing, elsewhere);
  const asked = new Set(ids);
  const families = new Set(
    rows.flatMap(({ id, family }) => (wholeFamilies && asked.has(id) && family ? [family] : [])),
  );
  const going = rows.filter(
    ({ id, family }) => asked.has(id) || (family !== undefined && families.has(family)),
  );
  return new Set(going.map(({ id }) => id).sort());
}

function unknownSamples(ids: readonly string[], elsewhere: readonly string[]): UserError {
  const message = `no data file of the base holds ${ids.join(', ')}`;
  const [shard] = elsewhere;
  if (shard) {
    const unread = elsewhere.length === 1 ? shard : `${elsewhere.length} files such as ${shard}`;
    return new UserError(`${message}; not in this clone, and so not looked into: ${unread}`, {
      code: 'ARCHIVE_NOT_HERE',
      fix: 'Fetch the archive, then run the command again: git lfs fetch --include="data/archive" --exclude=""',
    });
  }
  return new UserError(message, {
    code: 'UNKNOWN_SAMPLE',
    fix: 'Look the ids up ("evenhand check" names a sample beside its place).',
  });
}

/** Only `sha256` and `samples` of the files that lost lines change, and where those of a shard are; a file that went is named no more. */
function bringUpToDate({ path, bytes }: DatasetFile, cut: Cut): FileChange[] {
  const run = JSON.parse(textOf(bytes)) as RunFile;
  if (!run.files.some((file) => cut.has(file.path) || cut.has(file.archive?.path ?? ''))) return [];
  const files = run.files.flatMap((file) => (file.archive ? moveInShard(file, cut) : shorten(file, cut)));
  if (files.length === 0) return [{ path, content: undefined }];
  return [{ path, content: formatRunFile({ ...run, files }) }];
}

function shorten(file: DataFile, cut: Cut): DataFile[] {
  const left = cut.get(file.path);
  if (!left) return [file];
  const { content } = left;
  if (content.length === 0) return [];
  return [{ path: file.path, sha256: sha256Hex(content), samples: linesOf(content).length }];
}

function moveInShard(file: DataFile, cut: Cut): DataFile[] {
  const left = cut.get(file.archive?.path ?? '');
  if (!left || !file.archive) return [file];
  const { offset, bytes, linesGone } = placeAfterCuts(file.archive, left);
  if (!left.shard || bytes === 0) return [];
  const archive = { path: left.shard.path, offset, bytes };
  if (linesGone === 0) return [{ ...file, archive }];
  const own = left.content.subarray(offset, offset + bytes);
  return [{ ...file, sha256: sha256Hex(own), samples: linesOf(own).length, archive }];
}
