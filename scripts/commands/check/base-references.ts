import type { ChangedContent } from '../../check/change/change.ts';
import { entriesOf, readRunNote } from '../../check/check-files.ts';
import { fileFinding } from '../../check/file-finding.ts';
import type { Finding } from '../../check/finding.ts';
import { rangesOfBytes } from '../../check/index/ranges.ts';
import { type OpenText, readAlike } from '../../check/index/read-alike.ts';
import type { OpenIndex } from '../../check/index/read-index.ts';
import type { SourceFile } from '../../check/source-file.ts';
import type { ReadChange } from '../../publish/read-change.ts';
import { readBlobs, readTree, type TreeEntry } from '../../publish/read-objects.ts';
import { parseDataPath } from '../../sample/data-path.ts';
import type { World } from '../../world.ts';
import { again } from '../dataset.ts';
import { signingOf } from '../duplicate-index.ts';
import type { Rules } from '../project.ts';
import { baseData } from './change-contents.ts';
import { openContents, sourceOf } from './shard-contents.ts';

/** An index, and the data files for which it is believed. */
export type KnownIndex = {
  index: OpenIndex;
  paths: ReadonlySet<string>;
  /** Shards that were cut since it was built, each with what is left of it; undefined where nothing is. */
  cut?: ReadonlyMap<string, string | undefined>;
};

type Site = ReadChange & { env: World['env']; rules: Rules };

type Question = {
  subjects: AsyncIterable<SourceFile>;
  /** The run files among the subjects, once these have been walked. */
  runFiles: readonly ChangedContent[];
  changed: ReadonlySet<string>;
  known: KnownIndex;
};

/** What of the base is compared with, and warnings of what could not be. */
export type References = { files: AsyncIterable<SourceFile>; warnings: Finding[] };

/** How many earlier runs of an author are read, the newest first: what a check costs is bounded. */
const maxRunsOfAuthor = 50;

/**
 * Of the indexed data files the lines that may be like the subjects; whole, those that the index does not cover, and what
 * the same authors contributed before, since what they say again and again may be spread over many contributions.
 */
export async function readReferences(question: Question, site: Site): Promise<References> {
  const { subjects, runFiles, changed, known } = question;
  const tree = await readTree(site.git, site.change.base, ['data/']);
  const plain = new Map(tree.filter(({ mode }) => mode === '100644').map((entry) => [entry.path, entry]));
  const contents = await openContents(new Map([...plain].map(([path, { id }]) => [path, id])), site);
  const elsewhere = new Set<string>();
  // Lines of a shard that was cut stand in other places by now: it is read whole.
  const whole = new Set<string>();
  const isWanted = async (path: string) => {
    if (!known.paths.has(path) || changed.has(path)) return false;
    const isCut = known.cut?.has(path) === true;
    const now = isCut ? known.cut?.get(path) : path;
    if (now === undefined) return false;
    const isHere = (await contents(now)) !== undefined;
    if (!isHere) elsewhere.add(now);
    else if (isCut) whole.add(now);
    return isHere && !isCut;
  };
  const texts: OpenText = async (path) => {
    const bytes = await contents(path);
    return bytes && rangesOfBytes(bytes);
  };
  const entries = entriesOf(subjects, 'subject', site.rules.validateSample);
  const alike = await readAlike(entries, { ...signingOf(site.rules), index: known.index, isWanted, texts });
  const ofAuthors = await pathsOfAuthors(authorsOf(runFiles), [...plain.values()], site);
  const left = new Set([...changed, ...[...known.paths].filter((path) => !ofAuthors.has(path))]);
  return {
    files: again(async function* () {
      yield* alike.filter(({ path }) => !ofAuthors.has(path));
      for (const path of whole) yield sourceOf(path, (await contents(path)) ?? new Uint8Array());
      yield* baseData(site, left);
    }),
    warnings: [...elsewhere].map(notHere),
  };
}

function authorsOf(runFiles: readonly ChangedContent[]): Set<string> {
  return new Set(runFiles.flatMap(({ after }) => (after && readRunNote(after)?.author) ?? []));
}

/** The data files of the newest runs that some authors signed off. */
async function pathsOfAuthors(
  authors: ReadonlySet<string>,
  entries: readonly TreeEntry[],
  { top, env }: Site,
): Promise<Set<string>> {
  const runs = entries.filter(({ path }) => parseDataPath(path)?.kind === 'run');
  const own: string[] = [];
  let index = 0;
  for await (const { bytes } of readBlobs({ top, env, ids: runs.map(({ id }) => id) })) {
    const note = readRunNote(bytes);
    if (note && authors.has(note.author)) own.push(runs[index]?.path ?? '');
    index += 1;
  }
  const names = own.map((path) => parseDataPath(path)?.run ?? '');
  // A run's name begins with its day.
  const newest = new Set([...new Set(names)].sort().reverse().slice(0, maxRunsOfAuthor));
  const isOfThem = (path: string) => newest.has(parseDataPath(path)?.run ?? '');
  return new Set(entries.filter(({ path }) => isOfThem(path)).map(({ path }) => path));
}

function notHere(path: string): Finding {
  return {
    ...fileFinding(path, {
      code: 'W_ARCHIVE_NOT_HERE',
      message:
        'samples like those of this change may stand here; only a Git LFS pointer is, so they were not compared',
      fix: 'To compare them, fetch the archive: git lfs fetch --include="data/archive" --exclude=""',
    }),
    severity: 'warning',
  };
}
