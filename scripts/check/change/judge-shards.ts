import type { ArchivePlace, RunFile } from '../../sample/run-file.ts';
import { fileFinding } from '../file-finding.ts';
import type { Finding } from '../finding.ts';

/** A pointer of the archive, and how many bytes there are behind it; undefined where nobody has them, with the reason. */
export type ShardFacts = { path: string; pointerBytes: number; bytes: number | undefined; problem?: string };

/**
 * Everything that a change puts behind a pointer can be seen: its object is there, and each of its bytes belongs to a
 * data file of a run. What nobody can see, or nobody answers for, would be data that was never checked.
 */
export function judgeShards(shards: readonly ShardFacts[], runs: readonly RunFile[]): Finding[] {
  const places = runs.flatMap(({ files }) => files.flatMap(({ archive }) => (archive ? [archive] : [])));
  return shards.flatMap((shard) => judgeShard(shard, places));
}

function judgeShard({ path, pointerBytes, bytes, problem }: ShardFacts, places: ArchivePlace[]): Finding[] {
  if (bytes === undefined) return [refuse(path, problem ?? 'there is no object behind the pointer', fetchIt)];
  if (bytes !== pointerBytes)
    return [refuse(path, `the pointer says ${pointerBytes} bytes, and its object has ${bytes}`, remake)];
  const gap = firstGap(
    places.filter((place) => place.path === path),
    bytes,
  );
  if (!gap) return [];
  return [
    refuse(
      path,
      `the bytes ${gap.start} to ${gap.end} belong to no data file of a run in this change`,
      remake,
    ),
  ];
}

/** The first stretch of 0…`bytes` that no place covers. */
function firstGap(places: ArchivePlace[], bytes: number): { start: number; end: number } | undefined {
  let covered = 0;
  for (const place of [...places].sort((one, other) => one.offset - other.offset)) {
    if (place.offset > covered) return { start: covered, end: place.offset };
    covered = Math.max(covered, place.offset + place.bytes);
  }
  return covered < bytes ? { start: covered, end: bytes } : undefined;
}

const fetchIt =
  'Upload it (git lfs push --all <remote> <branch>), and fetch it where the check runs: git lfs fetch <remote> <branch> --include="data/archive" --exclude=""';
const remake = 'Let "evenhand contribute --bulk" or "evenhand release compact" write the archive.';

function refuse(path: string, message: string, fix: string): Finding {
  return fileFinding(path, { code: 'E_ARCHIVE', message, fix });
}
