import { homedir } from 'node:os';
import { join } from 'node:path';
import { type BiasState, mergeStates } from '../../check/bias/bias-state.ts';
import type { SavedState } from '../../check/bias/format-state.ts';
import { subtractState } from '../../check/bias/subtract-state.ts';
import { areaOf } from '../../check/change/area.ts';
import type { OpenIndex } from '../../check/index/read-index.ts';
import { readRunEntry } from '../../check/judge-run-file.ts';
import { UserError } from '../../errors.ts';
import { cutLines } from '../../publish/cut-lines.ts';
import type { ReadChange } from '../../publish/read-change.ts';
import { readBlobs, readTree, type TreeEntry } from '../../publish/read-objects.ts';
import { fetchAids, type ReleaseAids } from '../../publish/release/fetch-aids.ts';
import type { Manifest } from '../../publish/release/manifest.ts';
import { readPrevious } from '../../publish/release/read-source.ts';
import type { World } from '../../world.ts';
import { biasStateOf } from '../bias-state-of.ts';
import { objectsIn } from '../duplicate-index.ts';
import type { Rules } from '../project.ts';
import { readTombstonesAt } from '../tombstones.ts';
import { sourceAt } from './change-contents.ts';
import { openContents, sourceOf } from './shard-contents.ts';

/** What the base's last release knows of the base, so that it need not be read. */
export type LastRelease = {
  index: OpenIndex;
  /** Of those data files of the release that the base has unchanged, or in the archive. */
  saved: SavedState;
  /** Shards of the release that a takedown has cut since, each with what is left of it; undefined where nothing is. */
  cut: CutShards;
};

type CutShards = ReadonlyMap<string, string | undefined>;

type Options = Pick<ReadChange, 'git' | 'top' | 'change'> & {
  rules: Rules;
  /** The repository's page: `https://github.com/owner/name`. */
  page: string;
};

/**
 * Opens the last release that the base names. What the base has changed in its files since, such as by a takedown, is
 * taken out of its bias state, so that the numbers are those of reading the base whole.
 * @returns why not, where it cannot be used: then the base is to be read whole. Undefined where there is none yet.
 */
export async function openLastRelease(
  options: Options,
  { env }: Pick<World, 'env'>,
): Promise<LastRelease | { unusable: string } | undefined> {
  const { git, change, rules, page } = options;
  const source = sourceAt(options, change.base);
  const manifest = await readPrevious({ repository: source, env });
  if (!manifest) return undefined;
  const trees = await readTrees(options, manifest);
  if (!trees) return { unusable: `this clone has no history back to ${manifest.version}` };
  if (!(await hasSameMeaning(git, manifest.commit, change.base)))
    return { unusable: `what the axes mean has changed since ${manifest.version}` };
  const cache = env['RUNNER_TEMP'] ?? env['XDG_CACHE_HOME'] ?? join(env['HOME'] ?? homedir(), '.cache');
  try {
    const cacheFolder = join(cache, 'evenhand', 'index');
    const aids = await fetchAids({ manifest, page, axes: rules.axes, fetch: globalThis.fetch, cacheFolder });
    return await withoutChanged(aids, trees, options, env);
  } catch (error) {
    if (error instanceof UserError) return { unusable: error.message };
    throw error;
  }
}

type Trees = {
  released: TreeEntry[];
  cut: CutShards;
  isOnBase(path: string): boolean;
  isCurrent(path: string): boolean;
};

async function readTrees(
  { git, change }: Options,
  { commit }: Pick<Manifest, 'commit'>,
): Promise<Trees | undefined> {
  const released = await readTree(git, commit, ['data/']).catch(() => undefined);
  if (!released) return undefined;
  const then = new Map(released.map(({ path, id }) => [path, id]));
  return {
    released,
    cut: cutSince(released, [...change.onBase.keys()]),
    isOnBase: (path) => change.onBase.has(path),
    isCurrent: (path) => then.has(path) && change.onBase.get(path) === then.get(path),
  };
}

/** What is left of a shard has its axis and number, and another hash. */
function cutSince(released: readonly TreeEntry[], onBase: readonly string[]): CutShards {
  const then = new Set(released.map(({ path }) => path));
  const now = new Set(onBase);
  const stemOf = (path: string) => path.replace(/[0-9a-f]{8}\.jsonl$/, '');
  const isShard = (path: string) => areaOf(path) === 'archive';
  const fresh = new Map(
    onBase.filter((path) => isShard(path) && !then.has(path)).map((path) => [stemOf(path), path]),
  );
  const gone = [...then].filter((path) => isShard(path) && !now.has(path));
  return new Map(gone.map((path) => [path, fresh.get(stemOf(path))]));
}

/** Signatures mask the axes' terms, and measures read by them: neither can be compared across a change of them. */
async function hasSameMeaning(git: Options['git'], released: string, base: string): Promise<boolean> {
  const idsOf = async (commit: string) =>
    (await readTree(git, commit, ['schemas/axes/', 'schemas/attributes.json'])).map(
      ({ path, id }) => `${id} ${path}`,
    );
  const [then, now] = await Promise.all([idsOf(released), idsOf(base)]);
  return then.join('\n') === now.join('\n');
}

async function withoutChanged(
  { index, saved }: ReleaseAids,
  { released, cut, isOnBase, isCurrent }: Trees,
  options: Options,
  env: World['env'],
): Promise<LastRelease> {
  const indexed = await objectsIn(index);
  const gone = [...saved.paths].filter((path) => !isOnBase(path));
  const archived = await readArchived(gone, options, env);
  const isKnown = (path: string) =>
    indexed.has(path) && (isCurrent(path) || cut.has(path) || archived.has(path));
  const paths = new Set([...saved.paths].filter(isKnown));
  const changed = released.filter(({ path }) => saved.paths.has(path) && !paths.has(path));
  const state = subtractState(saved.state, await stateOf(changed, options, env));
  // In the archive nothing but a takedown changes a file.
  const isReduced = (path: string) =>
    paths.has(path) && !isCurrent(path) && archived.get(path) !== indexed.get(path);
  const reduced = released.filter(({ path }) => isReduced(path));
  for (const path of cut.values()) if (path !== undefined) paths.add(path);
  return { index, saved: { state: await withoutBuried(state, reduced, options, env), paths }, cut };
}

/**
 * Takes out of a state the samples that were taken down in some files of the release. What those of the archive held is
 * only known where it has been fetched: else it counts until the next release.
 */
async function withoutBuried(
  whole: BiasState,
  reduced: readonly TreeEntry[],
  options: Options,
  env: World['env'],
): Promise<BiasState> {
  const { git, top, change, rules } = options;
  if (reduced.length === 0) return whole;
  const buried = await readTombstonesAt(sourceAt(options, change.base), env, rules);
  const contents = await openContents(new Map(reduced.map(({ path, id }) => [path, id])), { git, top, env });
  let state = whole;
  for (const { path } of reduced) {
    const before = await contents(path);
    const left = before && cutLines(before, buried);
    if (!left) continue;
    state = subtractState(state, await biasStateOf([sourceOf(path, before)], rules));
    mergeStates(state, await biasStateOf([sourceOf(path, left.content)], rules));
  }
  return state;
}

/** Of data files that the base has no more, the SHA-256 of those that it keeps in its archive. */
async function readArchived(
  paths: readonly string[],
  { git, top, change, rules }: Options,
  env: World['env'],
): Promise<Map<string, string>> {
  const archived = new Map<string, string>();
  const runPaths = new Set(paths.map((path) => path.replace(/(?:\.\d+)?\.jsonl$/, '.run.json')));
  const entries = await readTree(git, change.base, [...runPaths]);
  let index = 0;
  for await (const { bytes } of readBlobs({ top, env, ids: entries.map(({ id }) => id) })) {
    const path = entries[index]?.path ?? '';
    const { run } = readRunEntry({ path, bytes }, rules.validateRun);
    for (const file of run?.files ?? []) if (file.archive) archived.set(file.path, file.sha256);
    index += 1;
  }
  return archived;
}

async function stateOf(
  entries: readonly TreeEntry[],
  { top, rules }: Options,
  env: World['env'],
): Promise<BiasState> {
  const files = entries.map(({ path, id }) => ({
    path,
    async *chunks() {
      for await (const { bytes } of readBlobs({ top, env, ids: [id] })) yield bytes;
    },
  }));
  return biasStateOf(files, rules);
}
