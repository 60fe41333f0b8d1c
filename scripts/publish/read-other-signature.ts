import { parseDataPath } from '../sample/data-path.ts';
import type { RunFile } from '../sample/run-file.ts';
import type { Git } from './apply-git.ts';
import { readTree } from './read-objects.ts';

/** A path, and the blob it is to hold, or undefined where it is to go. */
type StoredFile = { path: string; id: string | undefined };

/** The files as another author signed them off. */
type OtherSignature = { author: string; files: StoredFile[] };

/**
 * The files as a commit has them, where they differ from ours in nothing but the author that run files name: what a
 * change of `git config user.name` between two calls leaves. Undefined where more differs, or nothing.
 */
export async function readOtherSignature(
  git: Git,
  commit: string,
  files: readonly StoredFile[],
): Promise<OtherSignature | undefined> {
  const tree = await readTree(
    git,
    commit,
    files.map(({ path }) => path),
  );
  const theirs = new Map(tree.map(({ path, id }) => [path, id]));
  let author: string | undefined;
  for (const { path, id } of files) {
    const other = theirs.get(path);
    if (other === id) continue;
    if (!id || !other || parseDataPath(path)?.kind !== 'run') return undefined;
    const [ourRun, theirRun] = [await readRunFile(git, id), await readRunFile(git, other)];
    if (unsigned(ourRun) !== unsigned(theirRun)) return undefined;
    author = theirRun?.author;
  }
  return author === undefined
    ? undefined
    : { author, files: files.map(({ path }) => ({ path, id: theirs.get(path) })) };
}

/** Undefined where the blob holds something else. */
async function readRunFile(git: Git, id: string): Promise<RunFile | undefined> {
  try {
    return JSON.parse(await git(['cat-file', 'blob', id])) as RunFile;
  } catch {
    return undefined;
  }
}

function unsigned(run: RunFile | undefined): string {
  return JSON.stringify({ ...run, author: '', signOff: '' });
}
