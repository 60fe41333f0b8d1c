import { compareText } from '../../sample/order.ts';
import type { HubFile, HubState, MirroredFile } from './hub-state.ts';

/** In what a repository on the Hub differs from a release. Paths, sorted. */
export type FileDrift = { missing: string[]; changed: string[]; extra: string[] };

/** `elsewhere`: the tag names a commit that does not hold the release. */
export type TagDrift = 'none' | 'missing' | 'elsewhere';

export type Drift = FileDrift & { tag: TagDrift };

/** The Hub writes it with each new repository, and adds to it what goes into LFS. */
const hubOwned: ReadonlySet<string> = new Set(['.gitattributes']);

export function findDrift(wanted: readonly MirroredFile[], { files, tag }: HubState): Drift {
  return { ...findFileDrift(wanted, files), tag: tagDrift(wanted, tag) };
}

/** What a repository lacks altogether. */
export function wholeDrift(wanted: readonly MirroredFile[]): Drift {
  return { ...findFileDrift(wanted, []), tag: 'missing' };
}

export function findFileDrift(wanted: readonly MirroredFile[], found: readonly HubFile[]): FileDrift {
  const there = new Map(found.map((file) => [file.path, file]));
  const known = new Set(wanted.map(({ path }) => path));
  const missing: string[] = [];
  const changed: string[] = [];
  for (const file of wanted) {
    const other = there.get(file.path);
    if (!other) missing.push(file.path);
    else if (!isSameContent(file, other)) changed.push(file.path);
  }
  const extra = found.map(({ path }) => path).filter((path) => !known.has(path) && !hubOwned.has(path));
  return {
    missing: missing.sort(compareText),
    changed: changed.sort(compareText),
    extra: extra.sort(compareText),
  };
}

function isSameContent(file: MirroredFile, other: HubFile): boolean {
  if (file.bytes !== other.bytes) return false;
  return other.sha256 === undefined ? file.blob === other.blob : file.sha256 === other.sha256;
}

function tagDrift(wanted: readonly MirroredFile[], tag: HubState['tag']): TagDrift {
  if (!tag) return 'missing';
  return filesDiffer(findFileDrift(wanted, tag.files)) ? 'elsewhere' : 'none';
}

export function filesDiffer({ missing, changed, extra }: FileDrift): boolean {
  return missing.length + changed.length + extra.length > 0;
}

export function isDrift(drift: Drift): boolean {
  return filesDiffer(drift) || drift.tag !== 'none';
}
