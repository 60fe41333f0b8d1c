import { homedir } from 'node:os';
import { join } from 'node:path';
import type { BiasState } from '../../check/bias/bias-state.ts';
import type { SavedState } from '../../check/bias/format-state.ts';
import { subtractState } from '../../check/bias/subtract-state.ts';
import type { OpenIndex } from '../../check/index/read-index.ts';
import { readRunEntry } from '../../check/judge-run-file.ts';
import { UserError } from '../../errors.ts';
import type { ReadChange } from '../../publish/read-change.ts';
import { readBlobs, readTree, type TreeEntry } from '../../publish/read-objects.ts';
import { fetchAids, type ReleaseAids } from '../../publish/release/fetch-aids.ts';
import type { Manifest } from '../../publish/release/manifest.ts';
import { readPrevious } from '../../publish/release/read-source.ts';
import type { World } from '../../world.ts';
import { biasStateOf } from '../bias-state-of.ts';
import { objectsIn } from '../duplicate-index.ts';
import type { Rules } from '../project.ts';
import { sourceAt } from './change-contents.ts';

/** What the base's last release knows of the base, so that it need not be read. */
export type LastRelease = {
  index: OpenIndex;
  /** Of those data files of the release that the base has unchanged. */
  saved: SavedState;
};

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

type Trees = { released: TreeEntry[]; isOnBase(path: string): boolean; isCurrent(path: string): boolean };

async function readTrees(
  { git, change }: Options,
  { commit }: Pick<Manifest, 'commit'>,
): Promise<Trees | undefined> {
  const released = await readTree(git, commit, ['data/']).catch(() => undefined);
  if (!released) return undefined;
  const then = new Map(released.map(({ path, id }) => [path, id]));
  return {
    released,
    isOnBase: (path) => change.onBase.has(path),
    isCurrent: (path) => then.has(path) && change.onBase.get(path) === then.get(path),
  };
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
  { released, isOnBase, isCurrent }: Trees,
  options: Options,
  env: World['env'],
): Promise<LastRelease> {
  const indexed = await objectsIn(index);
  const gone = [...saved.paths].filter((path) => !isOnBase(path));
  const archived = await readArchived(gone, options, env);
  const isKnown = (path: string) => {
    const sha256 = indexed.get(path);
    return sha256 !== undefined && (isCurrent(path) || archived.get(path) === sha256);
  };
  const paths = new Set([...saved.paths].filter(isKnown));
  const changed = released.filter(({ path }) => saved.paths.has(path) && !paths.has(path));
  const state = subtractState(saved.state, await stateOf(changed, options, env));
  return { index, saved: { state, paths } };
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
