import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { ArchivePlace, DataFile } from '../sample/run-file.ts';
import type { Validator } from '../sample/schema-validator.ts';
import { areaOf } from './change/area.ts';
import { fileFinding } from './file-finding.ts';
import type { Finding } from './finding.ts';
import { type ReadRunFile, readRunEntry } from './judge-run-file.ts';
import type { FileFacts, RunFileEntry, SourceFiles } from './source-file.ts';

type Input = {
  /** What is checked, to be read once more where it holds shards with their content. */
  subjects: SourceFiles;
  facts: readonly FileFacts[];
  runFiles: readonly RunFileEntry[];
  validateRun: Validator;
};

/** A data file that its run file says is in the archive. */
type Moved = { run: ReadRunFile; index: number; file: DataFile; place: ArchivePlace };

/**
 * The archive holds what the run files say was moved there, byte for byte. Where only pointers are here, that cannot be
 * known, and is said. Where no file of the archive is among those checked, nothing is.
 */
export async function judgeArchive({ subjects, facts, runFiles, validateRun }: Input): Promise<Finding[]> {
  const shards = new Map(
    facts.filter(({ path }) => areaOf(path) === 'archive').map((file) => [file.path, file]),
  );
  if (shards.size === 0) return [];
  const moved = runFiles.flatMap((file) => movedIn(readRunEntry(file, validateRun)));
  const present = new Set(facts.map(({ path }) => path));
  const here = moved.filter(({ place }) => shards.has(place.path) && !shards.get(place.path)?.isPointer);
  return [
    ...[...shards.values()].filter(({ isPointer }) => isPointer).map(({ path }) => notHere(path)),
    ...moved.flatMap((each) => judgePlace(each, shards, present)),
    ...(await compareContents(here, subjects)),
  ];
}

function movedIn(run: ReadRunFile): Moved[] {
  return (run.run?.files ?? []).flatMap((file, index) =>
    file.archive ? [{ run, index, file, place: file.archive }] : [],
  );
}

function judgePlace(
  moved: Moved,
  shards: ReadonlyMap<string, FileFacts>,
  present: ReadonlySet<string>,
): Finding[] {
  const { file, place } = moved;
  if (!shards.has(place.path)) return [misplaced(moved, `${place.path}, which is not there`)];
  return present.has(file.path) ? [misplaced(moved, `${place.path}, but the file is here as well`)] : [];
}

async function compareContents(moved: Moved[], subjects: Input['subjects']): Promise<Finding[]> {
  if (moved.length === 0) return [];
  const findings: Finding[] = [];
  for await (const { path, chunks } of subjects) {
    const inside = moved.filter(({ place }) => place.path === path);
    if (inside.length === 0) continue;
    const hashes = await hashPlaces(
      chunks(),
      inside.map(({ place }) => place),
    );
    inside.forEach((each, index) => {
      if (hashes[index] !== each.file.sha256)
        findings.push(misplaced(each, `${path}, but the bytes there are not its own`));
    });
  }
  return findings;
}

/** The SHA-256 of each place of a stream, in one pass; places may come in any order. */
export async function hashPlaces(
  chunks: AsyncIterable<Uint8Array>,
  places: readonly Pick<ArchivePlace, 'offset' | 'bytes'>[],
): Promise<string[]> {
  const hashes = places.map(() => sha256.create());
  const order = places.map((place, index) => ({ ...place, index })).sort((a, b) => a.offset - b.offset);
  let start = 0;
  let first = 0;
  for await (const chunk of chunks) {
    const end = start + chunk.length;
    for (let next = first; next < order.length; next++) {
      const { offset = 0, bytes = 0, index = 0 } = order[next] ?? {};
      if (offset >= end) break;
      if (offset + bytes > start)
        hashes[index]?.update(chunk.subarray(Math.max(0, offset - start), offset + bytes - start));
    }
    start = end;
    while (first < order.length && (order[first]?.offset ?? 0) + (order[first]?.bytes ?? 0) <= start) first++;
  }
  return hashes.map((hash) => bytesToHex(hash.digest()));
}

function misplaced({ run, index, file }: Moved, words: string): Finding {
  return {
    ...fileFinding(run.path, {
      code: 'E_ARCHIVE',
      message: `the run file says that ${file.path} was moved to ${words}`,
      fix: 'Restore the run file and the archive from a commit before.',
    }),
    ...run.placeOf(['files', String(index), 'archive']),
  };
}

function notHere(path: string): Finding {
  return {
    ...fileFinding(path, {
      code: 'W_ARCHIVE_NOT_HERE',
      message: 'only a Git LFS pointer is here: the samples behind it were not checked',
      fix: `To have them, install git-lfs, then: git lfs pull --include="${path}" --exclude=""`,
    }),
    severity: 'warning',
  };
}
