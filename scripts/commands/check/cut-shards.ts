import { areaOf } from '../../check/change/area.ts';
import type { ChangedContent } from '../../check/change/change.ts';
import { judgePointer } from '../../check/change/judge-pointer.ts';
import { judgeShards, type ShardFacts } from '../../check/change/judge-shards.ts';
import { judgeDeletions } from '../../check/change/judge-takedown.ts';
import { fileFinding } from '../../check/file-finding.ts';
import type { Finding } from '../../check/finding.ts';
import type { SourceFile } from '../../check/source-file.ts';
import { readBlobs, readTree } from '../../publish/read-objects.ts';
import { parseDataPath } from '../../sample/data-path.ts';
import { maxPointerBytes } from '../../sample/lfs-pointer.ts';
import { bySize, readSides } from './change-contents.ts';
import type { Site } from './check-against-base.ts';
import { openPlaces, placedData, readShardFacts, runsOf } from './shard-contents.ts';

/** What a takedown does to the archive. */
export type CutShards = {
  findings: Finding[];
  /** Whether everything can be read. */
  isHere: boolean;
  /** The data files in the new shards, as they are to be. */
  dataFiles: () => AsyncIterable<SourceFile>;
  /** Those in the shards that go, as they were; of shards that are known otherwise none. */
  earlier: (known: ReadonlySet<string>) => AsyncIterable<SourceFile>;
  /** Those that lose lines, or go whole. */
  shortened: () => AsyncIterable<ChangedContent>;
};

type Pointers = Map<string, Uint8Array>;
type Pair = { gone: Pointers; come: Pointers };

/**
 * A takedown replaces a shard by one without some lines. Each of its data files is held against what it was, through the
 * places that its run file names before and after: so both contents must be at hand.
 */
export async function checkCutShards(
  runFiles: ChangedContent[],
  known: ReadonlySet<string>,
  site: Site,
): Promise<CutShards> {
  const { large, ...all } = await readPointers(site);
  const before = await factsOf(all.gone, site);
  const after = await factsOf(all.come, site);
  const isMissing = ({ bytes }: ShardFacts) => bytes === undefined;
  const findings = [
    ...[...large, ...changesTo(all.come)].flatMap(judgePointer),
    ...judgeShards(after, runsOf(runFiles, site)),
    // Of what goes, each byte belongs to a data file that is judged below; its object only has to be here.
    ...judgeShards(before.filter(isMissing), []),
    ...(await findLostPlaces(all.gone, site)),
  ];
  // What is not here is a finding already.
  const isHere = ![...before, ...after].some(isMissing);
  const { gone, come }: Pair = isHere ? all : { gone: new Map(), come: new Map() };
  const sidesOf = () => archivedSides(runFiles, { gone, come }, site);
  if (isHere)
    for await (const file of sidesOf())
      findings.push(...(file.kept ? [stillHeld(file)] : judgeDeletions(file, known)));
  return {
    findings,
    isHere,
    dataFiles: () => placedData(runFiles, come, site),
    earlier(paths) {
      const unknown = new Map([...gone].filter(([path]) => !paths.has(path)));
      const were = runFiles.map(({ path, before: bytes }) => ({ path, before: undefined, after: bytes }));
      return placedData(were, unknown, site);
    },
    async *shortened() {
      for await (const file of sidesOf()) if (file.before?.length !== file.after?.length) yield file;
    },
  };
}

/** The pointers of the archive that the change deletes and adds; those too large to be any are named apart. */
async function readPointers(site: Site): Promise<Pair & { large: { path: string; after: undefined }[] }> {
  const changed = site.change.files.filter(({ path }) => areaOf(path) === 'archive');
  const { small, large } = bySize(changed, maxPointerBytes);
  const sides = await readSides(small, site);
  return {
    gone: new Map(sides.flatMap(({ path, before }) => (before ? [[path, before]] : []))),
    come: new Map(sides.flatMap(({ path, after }) => (after ? [[path, after]] : []))),
    large: large.map(({ path }) => ({ path, after: undefined })),
  };
}

function changesTo(pointers: Pointers): { path: string; after: Uint8Array }[] {
  return [...pointers].map(([path, after]) => ({ path, after }));
}

function factsOf(pointers: Pointers, site: Site): Promise<ShardFacts[]> {
  return readShardFacts(changesTo(pointers), site);
}

type ArchivedSides = ChangedContent & {
  /** The shard that still holds it, where its run file names it no more. */
  kept?: string;
};

/** Data files of the archive whose run file says something else of them, as they were and as they are to be. */
async function* archivedSides(
  runFiles: readonly ChangedContent[],
  { gone, come }: Pair,
  site: Site,
): AsyncGenerator<ArchivedSides> {
  const [oldBytes, newBytes] = [await openPlaces(gone, site), await openPlaces(come, site)];
  for (const { path: runPath, before, after } of runFiles) {
    const filesOf = (bytes: Uint8Array | undefined) =>
      runsOf([{ path: runPath, before: undefined, after: bytes }], site).flatMap(({ files }) => files);
    const now = new Map(filesOf(after).map((file) => [file.path, file]));
    for (const { path, archive } of filesOf(before)) {
      if (!archive) continue;
      const place = now.get(path)?.archive;
      if (gone.has(archive.path))
        yield { path, before: await oldBytes(archive), after: place && (await newBytes(place)) };
      else if (
        place?.path !== archive.path ||
        place.offset !== archive.offset ||
        place.bytes !== archive.bytes
      )
        yield { path, before: undefined, after: undefined, kept: archive.path };
    }
  }
}

/** Run files of the head, touched or not, that name a shard which goes. */
async function findLostPlaces(gone: Pointers, { git, top, env, change, rules }: Site): Promise<Finding[]> {
  if (gone.size === 0) return [];
  const tree = await readTree(git, change.head, ['data/']);
  const there = new Set(tree.map(({ path }) => path));
  const entries = tree.filter(({ path, mode }) => mode === '100644' && parseDataPath(path)?.kind === 'run');
  const findings: Finding[] = [];
  let index = 0;
  for await (const { bytes } of readBlobs({ top, env, ids: entries.map(({ id }) => id) })) {
    const path = entries[index]?.path ?? '';
    index += 1;
    const files = runsOf([{ path, before: undefined, after: bytes }], { git, top, rules }).flatMap(
      (run) => run.files,
    );
    const lost = files.find(({ archive }) => archive && gone.has(archive.path) && !there.has(archive.path));
    if (lost) findings.push(refuse(path, `${lost.path} stands in ${lost.archive?.path}, which is deleted`));
  }
  return findings;
}

function stillHeld({ path, kept }: ArchivedSides): Finding {
  return refuse(path, `its run file no longer says where it is, but it still stands in ${kept}`);
}

function refuse(path: string, message: string): Finding {
  const fix =
    'Let "evenhand takedown" make the change: it replaces shards and brings all their run files up to date.';
  return fileFinding(path, { code: 'E_TAKEDOWN', message, fix });
}
