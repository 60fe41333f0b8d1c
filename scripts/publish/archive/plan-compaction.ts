import { parseDataPath } from '../../sample/data-path.ts';
import type { ArchivePlace, DataFile, RunFile } from '../../sample/run-file.ts';

/** A run file of the dataset, with its data files in the order in which the dataset has them. */
export type Contribution = { path: string; run: RunFile; files: SizedFile[] };

export type SizedFile = DataFile & { bytes: number };

/** A file to be: whole data files of one axis, one after the other. */
export type ShardPlan = {
  axis: string;
  /** Counts the axis's shards from 1. */
  number: number;
  files: (SizedFile & { offset: number })[];
};

type Options = {
  contributions: readonly Contribution[];
  /** Runs planned before this day (yyyy-mm-dd) move. */
  before: string;
  /** Paths under data/archive/ that there are. */
  shards: readonly string[];
  /** A shard that would grow beyond this is closed. */
  maxBytes: number;
};

/**
 * Which contributions move into which shards: the data files that stay whole, in the order they have, axis by axis.
 * What is in the archive already stays where it is.
 */
export function planCompaction({ contributions, before, shards, maxBytes }: Options): ShardPlan[] {
  const byAxis = new Map<string, SizedFile[]>();
  for (const { path, run, files } of contributions) {
    if (run.date >= before) continue;
    const axis = parseDataPath(path)?.axis ?? '';
    byAxis.set(axis, [...(byAxis.get(axis) ?? []), ...files.filter(({ archive }) => !archive)]);
  }
  return [...byAxis].flatMap(([axis, files]) => {
    const first = nextNumber(axis, shards);
    return packFiles(files, maxBytes).map((packed, index) => ({
      axis,
      number: first + index,
      files: withOffsets(packed),
    }));
  });
}

function nextNumber(axis: string, shards: readonly string[]): number {
  const numbers = shards.map((path) => {
    const [, name, number] = /^data\/archive\/(.+)-(\d+)-[0-9a-f]{8}\.jsonl$/.exec(path) ?? [];
    return name === axis ? Number(number) : 0;
  });
  return Math.max(0, ...numbers) + 1;
}

/** Cuts between files, never in one. */
function packFiles(files: readonly SizedFile[], maxBytes: number): SizedFile[][] {
  const shards: SizedFile[][] = [];
  let size = 0;
  for (const file of files) {
    const last = shards.at(-1);
    if (!last || size + file.bytes > maxBytes) {
      shards.push([file]);
      size = file.bytes;
    } else {
      last.push(file);
      size += file.bytes;
    }
  }
  return shards;
}

function withOffsets(files: readonly SizedFile[]): ShardPlan['files'] {
  let offset = 0;
  return files.map((file) => {
    const placed = { ...file, offset };
    offset += file.bytes;
    return placed;
  });
}

/** `data/archive/<axis>-<n>-<the first 8 hex digits of the content's SHA-256>.jsonl` */
export function shardPath({ axis, number }: Pick<ShardPlan, 'axis' | 'number'>, sha256: string): string {
  return `data/archive/${axis}-${number}-${sha256.slice(0, 8)}.jsonl`;
}

/** The path of what takes a shard's place: the same axis and number, another content. */
export function nextShardPath(path: string, sha256: string): string {
  return path.replace(/[0-9a-f]{8}\.jsonl$/, `${sha256.slice(0, 8)}.jsonl`);
}

/** The run file once some of its data files are elsewhere. */
export function moveFiles(run: RunFile, places: ReadonlyMap<string, ArchivePlace>): RunFile {
  return {
    ...run,
    files: run.files.map((file) => {
      const archive = places.get(file.path);
      return archive ? { ...file, archive } : file;
    }),
  };
}
