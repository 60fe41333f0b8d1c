import type { Change, ChangedFile, Side } from '../check/change/change.ts';
import { UserError } from '../errors.ts';
import { type Git, openGit, TooMuchOutput } from './apply-git.ts';
import { explainGitFailure } from './git-failure.ts';
import { readTree } from './read-objects.ts';

type Options = {
  /** A folder in the repository; it may be bare. */
  folder: string;
  env: Record<string, string | undefined>;
  /** Refs or commits. */
  base: string;
  head: string;
};

export type ReadChange = {
  change: Change;
  git: Git;
  /** Where Git runs for this repository. */
  top: string;
  isShallow: boolean;
};

/**
 * What a pull request changes between the merge base and its head, out of Git objects alone: no attribute, filter,
 * setting, link or work tree has a say.
 * @throws UserError where a commit is unknown, or the two have no history in common.
 */
export async function readChange({ folder, env, base, head }: Options): Promise<ReadChange> {
  const git = await openGit({ folder, env });
  const [baseCommit, headCommit] = [
    await readCommit(git, '--base', base),
    await readCommit(git, '--head', head),
  ];
  const isShallow = (await git(['rev-parse', '--is-shallow-repository'])) === 'true';
  const mergeBases = await readMergeBases(git, baseCommit, headCommit, isShallow);
  const [mergeBase = ''] = mergeBases;
  const files = await readDifference(git, mergeBase, headCommit);
  const onBase = new Map((await readTree(git, baseCommit)).map(({ path, id }) => [path, id]));
  const change = { base: baseCommit, head: headCommit, mergeBases, files, onBase };
  return { change, git, top: folder, isShallow };
}

async function readCommit(git: Git, option: string, ref: string): Promise<string> {
  const commit = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  if (commit !== '') return commit;
  throw new UserError(`${option} ${ref}: there is no such branch or commit here`, {
    code: option === '--base' ? 'UNKNOWN_BASE' : 'UNKNOWN_HEAD',
    fix: 'Name a branch that "git branch --all" lists, or fetch first: git fetch',
  });
}

async function readMergeBases(git: Git, base: string, head: string, isShallow: boolean): Promise<string[]> {
  const found = (await git(['merge-base', '--all', base, head])).split('\n').filter(Boolean);
  if (found.length > 0) return found;
  throw new UserError('the base and the head have no history in common', {
    code: 'NO_MERGE_BASE',
    fix: isShallow
      ? 'This clone is shallow: fetch the history (git fetch --unshallow; in a workflow, fetch-depth: 0).'
      : 'Name the branch that the change is to be merged into.',
  });
}

type RawFile = { path: string; before: RawSide; after: RawSide };
type RawSide = { mode: string; id: string };

/** A hundred thousand paths and more. */
const maxListBytes = 32 * 1024 * 1024;

/**
 * Trees that hold one another name ten million paths in sixty objects, and Git keeps all of a difference in memory
 * before it says a word; a listing comes as it is read, and can be ended.
 */
async function refuseEndlessTree(git: Git, commit: string): Promise<void> {
  const list = ['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit];
  await git(list, { maxBytes: maxListBytes }).catch((cause: unknown) => {
    if (!(cause instanceof TooMuchOutput)) throw cause;
    throw new UserError('the head holds more files than are judged: their list alone is over 32 MiB', {
      code: 'CHANGE_TOO_LARGE',
      fix: 'Split the change; a contribution has 300 files at most.',
      cause,
    });
  });
}

/** `git diff --raw` as plumbing, which no setting changes. */
async function readDifference(git: Git, from: string, to: string): Promise<ChangedFile[]> {
  const flags = [
    '-r',
    '-z',
    '--raw',
    '--no-renames',
    '--no-abbrev',
    '--no-relative',
    '--ignore-submodules=none',
  ];
  await refuseEndlessTree(git, to);
  const raw = parseRaw(await git(['diff-tree', ...flags, from, to, '--']));
  const blobs = raw.flatMap(({ before, after }) => [before, after]).filter(isBlob);
  const sizes = await readSizes(git, [...new Set(blobs.map(({ id }) => id))]);
  const toSide = ({ mode, id }: RawSide): Side | undefined =>
    isAbsent(mode) ? undefined : { mode, id, bytes: sizes.get(id) ?? 0 };
  return raw.map(({ path, before, after }) => ({ path, before: toSide(before), after: toSide(after) }));
}

/** `:<mode> <mode> <id> <id> <status>` NUL `<path>` NUL, over and over (git-diff-tree, "raw output format"). */
function parseRaw(output: string): RawFile[] {
  const fields = output.split('\0');
  return fields.flatMap((record, index) => {
    if (index % 2 === 1 || record === '') return [];
    const [oldMode = '', newMode = '', oldId = '', newId = ''] = record.replace(/^:/, '').split(' ');
    const path = fields[index + 1] ?? '';
    return [{ path, before: { mode: oldMode, id: oldId }, after: { mode: newMode, id: newId } }];
  });
}

function isAbsent(mode: string): boolean {
  return mode === '000000';
}

function isBlob({ mode }: RawSide): boolean {
  return !isAbsent(mode) && mode !== '160000';
}

async function readSizes(git: Git, ids: string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const output = await git(['cat-file', '--batch-check=%(objectname) %(objectsize)'], {
    input: `${ids.join('\n')}\n`,
  });
  return new Map(
    output.split('\n').map((line) => {
      const [id = '', size = ''] = line.split(' ');
      if (/^\d+$/.test(size)) return [id, Number(size)];
      throw explainGitFailure('cat-file', `${id} missing`);
    }),
  );
}
