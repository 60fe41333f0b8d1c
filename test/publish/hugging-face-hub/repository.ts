import { createHash } from 'node:crypto';

/** A file of a commit: plain content, or a pointer to what LFS keeps. */
export type Entry = { blob: string; size: number; lfs?: string };

type Commit = { id: string; parent: string | undefined; title: string; files: ReadonlyMap<string, Entry> };

export type Change =
  | { path: string; content: Buffer }
  | { path: string; sha256: string; size: number }
  | { path: string; delete: true };

/** What the Hub keeps of one dataset. */
export type Repository = {
  commits: Commit[];
  tags: Map<string, string>;
  /** SHA-1 as a Git object → content. */
  blobs: Map<string, Buffer>;
  /** SHA-256 → content. */
  objects: Map<string, Buffer>;
};

/** As the Hub fills it, shortened. */
const firstAttributes = ['*.parquet', '*.zip', '*.bin', '*.npy']
  .map((pattern) => `${pattern} filter=lfs diff=lfs merge=lfs -text\n`)
  .join('');
export const attributesPath = '.gitattributes';

export function newRepository(): Repository {
  const repository: Repository = { commits: [], tags: new Map(), blobs: new Map(), objects: new Map() };
  addCommit(repository, 'initial commit', [{ path: attributesPath, content: Buffer.from(firstAttributes) }]);
  return repository;
}

export function headOf({ commits }: Repository): Commit {
  return commits.at(-1)!;
}

/** By branch, tag or id. */
export function commitAt(repository: Repository, revision: string): Commit | undefined {
  if (revision === 'main' || revision === 'HEAD') return headOf(repository);
  const id = repository.tags.get(revision) ?? revision;
  return repository.commits.find((commit) => commit.id === id);
}

export function addCommit(repository: Repository, title: string, changes: readonly Change[]): Commit {
  const parent = repository.commits.at(-1);
  const files = new Map(parent?.files);
  for (const change of changes) {
    if ('delete' in change) files.delete(change.path);
    else files.set(change.path, keep(repository, change));
  }
  trackLargeFiles(repository, files, changes);
  const listing = [...files].map(([path, { blob }]) => `${blob} ${path}`).join('\n');
  const id = sha1(`commit ${repository.commits.length} ${parent?.id} ${title}\n${listing}`);
  const commit = { id, parent: parent?.id, title, files };
  repository.commits.push(commit);
  return commit;
}

function keep(repository: Repository, change: Exclude<Change, { delete: true }>): Entry {
  if ('content' in change) return keepBlob(repository, change.content);
  const { sha256, size } = change;
  return { blob: keepBlob(repository, Buffer.from(pointerOf(sha256, size))).blob, size, lfs: sha256 };
}

function keepBlob({ blobs }: Repository, content: Buffer): Entry {
  const blob = sha1(Buffer.concat([Buffer.from(`blob ${content.length}\0`), content]));
  blobs.set(blob, content);
  return { blob, size: content.length };
}

/** The Hub names large files that no pattern covers in `.gitattributes`, in the same commit. */
function trackLargeFiles(
  repository: Repository,
  files: Map<string, Entry>,
  changes: readonly Change[],
): void {
  const attributes = files.get(attributesPath);
  const text = attributes ? String(repository.blobs.get(attributes.blob)) : '';
  const untracked = changes.filter((change) => 'sha256' in change && !isTracked(text, change.path));
  if (untracked.length === 0) return;
  const lines = untracked.map(({ path }) => `${path} filter=lfs diff=lfs merge=lfs -text\n`);
  files.set(attributesPath, keepBlob(repository, Buffer.from(text + lines.join(''))));
}

/** Patterns as far as the Hub writes them: a whole path, or `*` and an ending. */
export function isTracked(attributes: string, path: string): boolean {
  return attributes
    .split('\n')
    .filter((line) => line.includes('filter=lfs'))
    .map((line) => line.split(' ')[0] ?? '')
    .some((pattern) => pattern === path || (pattern.startsWith('*') && path.endsWith(pattern.slice(1))));
}

export function attributesOf(repository: Repository): string {
  const entry = headOf(repository).files.get(attributesPath);
  return entry ? String(repository.blobs.get(entry.blob)) : '';
}

export function contentOf({ blobs, objects }: Repository, { blob, lfs }: Entry): Buffer {
  return (lfs === undefined ? blobs.get(blob) : objects.get(lfs))!;
}

export function pointerOf(sha256: string, size: number): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${size}\n`;
}

export function sha1(content: string | Buffer): string {
  return createHash('sha1').update(content).digest('hex');
}

export function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
