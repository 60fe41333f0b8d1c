import { parseDataPath } from '../../sample/data-path.ts';

/** What a path is for. `stray` is what lies, or on some file systems would lie, where only data may. */
export type Area =
  | 'samples'
  | 'tombstones'
  | 'archive'
  | 'release'
  | 'stray'
  | 'git-settings'
  | 'workflow'
  | 'code';

export const tombstonesPath = 'data/tombstones.jsonl';
/** Half a million tombstones and more. */
export const maxTombstonesBytes = 64_000_000;

const archivePath = /^data\/archive\/[a-z0-9]+(?:-[a-z0-9]+)*-\d+-[0-9a-f]{8}\.jsonl$/;
const releasePath = /^releases\/\d+\.\d+\.\d+\/[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Files by which a repository tells Git to treat others differently. */
const gitSettings = /(?:^|\/)\.(?:gitattributes|gitmodules|gitignore|gitconfig|lfsconfig|mailmap)$/;
const workflows = /^\.(?:github|ci)\//;

export function areaOf(path: string): Area {
  if (path === tombstonesPath) return 'tombstones';
  if (archivePath.test(path)) return 'archive';
  if (parseDataPath(path)) return 'samples';
  if (releasePath.test(path)) return 'release';
  const folded = foldPath(path);
  if (gitSettings.test(folded)) return 'git-settings';
  if (workflows.test(folded)) return 'workflow';
  // A page that explains the folder is no data.
  if (path === 'data/README.md' || path === 'releases/README.md') return 'code';
  return /^(?:data|releases)(?:$|[/\\])/.test(folded) ? 'stray' : 'code';
}

/** Whether a path is that of a data file, or of a shard with the lines of several. */
export function holdsSamples(path: string): boolean {
  return areaOf(path) === 'archive' || parseDataPath(path)?.kind === 'samples';
}

/** The release that a path belongs to; undefined where to none. */
export function releaseOf(path: string): string | undefined {
  return areaOf(path) === 'release' ? path.split('/')[1] : undefined;
}

/** Paths that are one on file systems which ignore case or normal forms fold to one text. */
export function foldPath(path: string): string {
  return path.normalize('NFKC').toLowerCase();
}
