import { UserError } from '../errors.ts';
import { moveBranch, writeCommit, writeTree } from './apply-commit.ts';
import type { Git } from './apply-git.ts';
import { type Author, formatAuthor } from './author.ts';
import { readOtherSignature } from './read-other-signature.ts';
import type { Repository } from './read-repository.ts';

/**
 * `created` a branch; `rebuilt` it on a base that moved on; `signed-anew`, since the user goes by another name now; it was
 * there `unchanged`.
 */
export type BranchOutcome = {
  kind: 'created' | 'rebuilt' | 'signed-anew' | 'unchanged';
  branch: string;
  commit: string;
};

/** A path of the commit: the blob that it is to hold, or undefined where it is to go. */
type StoredFile = { path: string; id: string | undefined };

type Change = { branch: string; files: readonly StoredFile[]; author: Author; message: string };
type Options = { repository: Pick<Repository, 'git' | 'base'>; now: Date };

/**
 * Makes a change one commit on its branch, on top of the base, out of Git objects alone: the user's work tree, index,
 * HEAD and stash are not touched. The branch moves in one last, atomic step, so that a command killed before it has
 * changed nothing, and a second run finds the first one's result.
 * @throws UserError where the branch holds something else.
 */
export async function applyBranch(change: Change, { repository, now }: Options): Promise<BranchOutcome> {
  const { git, base } = repository;
  const { branch, files, author, message } = change;
  const existing = await readBranch(git, branch, base.commit);
  const how = existing && (await judgeExisting(git, { ...change, existing, base: base.commit }));
  if (existing && how === 'unchanged') return { kind: how, branch, commit: existing.tip };
  const tree = await writeTree(git, base.commit, files);
  const commit = await writeCommit(git, { message, author, tree, parent: base.commit, date: now });
  await moveBranch(git, { branch, commit, from: existing?.tip, author, reason: `evenhand: ${branch}` });
  return { kind: how ?? 'created', branch, commit };
}

type Branch = {
  tip: string;
  /** Where the branch left the base's history. */
  fork: string;
  /** Commits since then. */
  ahead: number;
  /** A remote has it, or a work tree shows it: moving it would hurt. */
  isInUse: boolean;
};

async function readBranch(git: Git, branch: string, base: string): Promise<Branch | undefined> {
  const ref = `refs/heads/${branch}`;
  const tip = await git(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`]);
  if (tip === '') return undefined;
  // A shallow clone may not reach the commit that both come from.
  const fork =
    (await git(['merge-base', base, tip])) || (await git(['rev-parse', '--verify', '--quiet', `${tip}^`]));
  const onRemotes = await git(['for-each-ref', '--contains', tip, '--count=1', 'refs/remotes']);
  const workTrees = (await git(['worktree', 'list', '--porcelain'])).split('\n');
  return {
    tip,
    fork,
    ahead: Number(await git(['rev-list', '--count', tip, ...(fork ? [`^${fork}`] : [])])),
    isInUse: onRemotes !== '' || workTrees.includes(`branch ${ref}`),
  };
}

type Existing = Change & { existing: Branch; base: string };

/**
 * What is to become of a branch that is there. It is ours where it is its fork point plus exactly our files; and where
 * it is ours alone, not yet seen by anyone, it follows the base and the name that the user goes by.
 * @throws UserError where it holds something else.
 */
async function judgeExisting(
  git: Git,
  { branch, files, author, existing, base }: Existing,
): Promise<BranchOutcome['kind']> {
  const { tip, fork, ahead, isInUse } = existing;
  const tree = await git(['rev-parse', `${tip}^{tree}`]);
  const isTree = async (held: Change['files']) => fork !== '' && (await writeTree(git, fork, held)) === tree;
  const isOurs = ahead === 1 && !isInUse;
  if (await isTree(files)) return fork !== base && isOurs ? 'rebuilt' : 'unchanged';
  const other = await readOtherSignature(git, tip, files);
  if (!other || !(await isTree(other.files))) throw holdsOtherFiles(branch);
  if (isOurs) return 'signed-anew';
  throw isSignedByOther(branch, { signed: other.author, author });
}

function holdsOtherFiles(branch: string): UserError {
  return new UserError(`the branch ${branch} exists and holds something other than this change`, {
    code: 'BRANCH_TAKEN',
    fix: `Look at it (git log ${branch}). Keep it under another name: git branch -m ${branch} <new name>; or delete it: git branch -D ${branch}. Then run the command again.`,
  });
}

/** Others may have seen it: what they saw is not to change under them. */
function isSignedByOther(branch: string, { signed, author }: { signed: string; author: Author }): UserError {
  return new UserError(
    `the branch ${branch} holds this as ${signed} signed it off, and you are ${formatAuthor(author)} now`,
    {
      code: 'BRANCH_TAKEN',
      fix: `Go on under that name: git config user.name, git config user.email. Or delete the branch here (git branch -D ${branch}) and wherever it was pushed. Then run the command again.`,
    },
  );
}
