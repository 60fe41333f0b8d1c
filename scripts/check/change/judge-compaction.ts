import { canonicalJson } from '../../sample/canonical-json.ts';
import { parseDataPath } from '../../sample/data-path.ts';
import type { RunFile } from '../../sample/run-file.ts';
import type { Validator } from '../../sample/schema-validator.ts';
import { fileFinding } from '../file-finding.ts';
import type { Finding } from '../finding.ts';
import { readRunEntry } from '../judge-run-file.ts';
import type { ChangedContent } from './change.ts';

type Compaction = {
  /** The data and run files that the change touches. */
  files: readonly ChangedContent[];
  /** The shards of the archive as they are after it. */
  shards: ReadonlySet<string>;
  validateRun: Validator;
};

/**
 * Contributions that move into the archive, or are put there from the start, have their run files beside it,
 * each of which says where its data files went, and nothing else that it did not say before: so nothing is lost, and nothing
 * is changed on the way.
 */
export function judgeCompaction({ files, shards, validateRun }: Compaction): Finding[] {
  const kindOf = (path: string) => parseDataPath(path)?.kind;
  const runs = files.filter(({ path }) => kindOf(path) === 'run');
  const moved = new Set(
    runs.flatMap(({ path, after }) => {
      const named = readRunEntry({ path, bytes: after }, validateRun).run?.files ?? [];
      return named.filter(({ archive }) => archive).map((file) => file.path);
    }),
  );
  const lost = files.filter(({ path, after }) => kindOf(path) === 'samples' && !after && !moved.has(path));
  return [
    ...lost.map(({ path }) => refuse(path, 'the file is deleted, but no run file says where its lines went')),
    ...runs.flatMap((file) => judgeRunFile(file, shards, validateRun)),
  ];
}

/** A contribution brings its data files: they cannot be in the archive yet. */
export function judgeNewRunFile({ path, after }: ChangedContent, validateRun: Validator): Finding[] {
  const files = readRunEntry({ path, bytes: after }, validateRun).run?.files ?? [];
  return files.some(({ archive }) => archive)
    ? [refuse(path, 'a new run file says that its data files were moved into the archive')]
    : [];
}

function judgeRunFile(
  { path, before, after }: ChangedContent,
  shards: ReadonlySet<string>,
  validateRun: Validator,
): Finding[] {
  if (!after) return [];
  const now = readRunEntry({ path, bytes: after }, validateRun);
  if (!now.run) return [...now.findings.json, ...now.findings.schema];
  const old = before ? readRunEntry({ path, bytes: before }, validateRun).run : undefined;
  const missing = now.run.files.findIndex(({ archive }) => archive && !shards.has(archive.path));
  return [
    ...judgeRecord(path, old, now.run),
    ...(missing < 0
      ? []
      : [
          {
            ...refuse(
              path,
              `the run file names ${now.run.files[missing]?.archive?.path}, which is not there`,
            ),
            ...now.placeOf(['files', String(missing), 'archive']),
          },
        ]),
  ];
}

/** A run that was there says nothing new but where its files are; one that is new has all of them in the archive. */
function judgeRecord(path: string, old: RunFile | undefined, now: RunFile): Finding[] {
  if (old) {
    return stays(old, now)
      ? []
      : [refuse(path, 'the run file differs in more than where its data files are now')];
  }
  return now.files.every(({ archive }) => archive)
    ? []
    : [refuse(path, 'the run is new, and not all of its data files are in the archive')];
}

/** The same record; a file that was in the archive already is where it was. */
function stays(old: RunFile, now: RunFile): boolean {
  const files = now.files.map(({ archive, ...file }, index) => {
    const before = old.files[index]?.archive;
    return before && archive ? { ...file, archive } : file;
  });
  return canonicalJson({ ...now, files }) === canonicalJson(old);
}

function refuse(path: string, message: string): Finding {
  const fix = 'Let "evenhand release compact" move contributions into the archive.';
  return fileFinding(path, { code: 'E_ARCHIVE', message, fix });
}
