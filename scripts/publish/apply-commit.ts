import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../errors.ts';
import type { Git } from './apply-git.ts';
import type { Author } from './author.ts';

/** A file of a tree to be: the blob it gets, or undefined where it goes. */
type TreeChange = { path: string; id: string | undefined };

/** A file and its content, a text. */
type TextFile = { path: string; content: string };

/**
 * Stores contents as blobs, byte for byte: no attribute or setting applies. By one process, whatever their number: a
 * takedown from the archive changes thousands of run files.
 */
export async function storeFiles(
  git: Git,
  files: readonly TextFile[],
): Promise<{ path: string; id: string }[]> {
  if (files.length === 0) return [];
  const folder = await mkdtemp(join(tmpdir(), 'evenhand-'));
  try {
    const copies = files.map((_, index) => join(folder, String(index)));
    for (const [index, copy] of copies.entries()) await writeFile(copy, files[index]?.content ?? '');
    const input = `${copies.join('\n')}\n`;
    const ids = (await git(['hash-object', '-w', '--no-filters', '--stdin-paths'], { input })).split('\n');
    return files.map(({ path }, index) => ({ path, id: objectId(ids[index] ?? '') }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The tree of a commit with files added, changed or gone, made in an index of its own. */
export async function writeTree(git: Git, commit: string, changes: readonly TreeChange[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'evenhand-'));
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  const gone = '0'.repeat(commit.length);
  try {
    await git(['read-tree', commit], { env });
    const entries = changes.map(({ path, id }) => `${id ? '100644' : '0'} ${id ?? gone}\t${path}\0`);
    await git(['update-index', '-z', '--index-info'], { env, input: entries.join('') });
    return objectId(await git(['write-tree'], { env }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Commit = { tree: string; parent: string; message: string; author: Author; date: Date };

/** Equal arguments give the same commit. */
export async function writeCommit(
  git: Git,
  { tree, parent, message, author, date }: Commit,
): Promise<string> {
  const time = `@${Math.floor(date.getTime() / 1000)} +0000`;
  const env = { ...signature(author), GIT_AUTHOR_DATE: time, GIT_COMMITTER_DATE: time };
  return objectId(await git(['commit-tree', tree, '-p', parent, '-F', '-'], { env, input: message }));
}

type Move = { branch: string; commit: string; from: string | undefined; author: Author; reason: string };

/** Compare and swap: fails where the branch is no longer (or already) what it was. */
export async function moveBranch(git: Git, { branch, commit, from, author, reason }: Move): Promise<void> {
  const ref = `refs/heads/${branch}`;
  const old = from ?? '0'.repeat(commit.length);
  await git(['update-ref', '-m', reason, ref, commit, old], { env: signature(author) });
}

function signature({ name, email }: Author): Record<string, string> {
  return {
    GIT_AUTHOR_NAME: name,
    GIT_AUTHOR_EMAIL: email,
    GIT_COMMITTER_NAME: name,
    GIT_COMMITTER_EMAIL: email,
  };
}

/** A Git that is killed ends without a word: what it printed must be an object's id. */
function objectId(output: string): string {
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(output)) return output;
  throw new UserError('Git ended without an answer; the branch has not changed', {
    code: 'GIT_FAILED',
    fix: 'Run the same command again: it goes on where it stopped.',
    blame: 'world',
  });
}
