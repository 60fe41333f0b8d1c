import { type Blame, UserError } from '../errors.ts';

type Explanation = { pattern: RegExp; message: string; code: string; fix: string; blame: Blame };

/** What Git (or the system that starts it) says → what it means. The first match counts. */
const explanations: Explanation[] = [
  {
    pattern: /spawn \S+ ENOENT/,
    message: 'Git is not installed, or not on the PATH',
    code: 'GIT_MISSING',
    fix: 'Install Git (https://git-scm.com/downloads) and open a new terminal.',
    blame: 'world',
  },
  {
    pattern: /detected dubious ownership/,
    message: 'the repository belongs to another user, so Git refuses to read it',
    code: 'REPOSITORY_NOT_YOURS',
    fix: 'If you trust it, run the "git config --global --add safe.directory" command that Git names above.',
    blame: 'input',
  },
  {
    pattern: /not a git repository/,
    message: 'this folder is not in a Git repository',
    code: 'NOT_A_REPOSITORY',
    fix: 'Run the command inside a clone of the dataset: git clone <address>, then cd into it.',
    blame: 'input',
  },
  {
    // As ls-tree, diff-tree, cat-file, ls-tree of a commit, a partial clone, and any of them over damaged objects say it.
    pattern:
      /Could not read [0-9a-f]{40}|unable to read (?:\w+ )?\(?[0-9a-f]{40}|[0-9a-f]{40}\S* missing$|not a tree object|could not fetch [0-9a-f]{40}|promisor remote|loose object \S+ .*is corrupt|object file \S+ is empty/m,
    message: 'this clone lacks an object that one of the commits names, or holds it damaged',
    code: 'MISSING_OBJECT',
    fix: 'Fetch it: git fetch --refetch (in a shallow clone: git fetch --unshallow). If that does not bring it, clone anew.',
    blame: 'world',
  },
  {
    pattern: /must be run in a work tree/,
    message: 'this is a repository without a work tree (bare), or the inside of its .git folder',
    code: 'NO_WORK_TREE',
    fix: 'Run the command inside a normal clone: git clone <address>, then cd into it.',
    blame: 'input',
  },
  {
    pattern: /No space left on device|Disk quota exceeded/,
    message: 'the disk is full; nothing has changed in the repository',
    code: 'DISK_FULL',
    fix: 'Make room on the disk and run the same command again.',
    blame: 'world',
  },
  {
    pattern: /insufficient permission|Permission denied|Read-only file system|Operation not permitted/,
    message: 'the repository cannot be written to; nothing has changed in it',
    code: 'REPOSITORY_READ_ONLY',
    fix: 'Give yourself permission to write to the .git folder, or work in a clone of your own.',
    blame: 'world',
  },
  {
    pattern: /'refs\/heads\/[^']+' exists; cannot create/,
    message: 'a branch whose name stands in the way of this one exists already',
    code: 'BRANCH_NAME_CLASH',
    fix: 'Rename the branch that Git names above: git branch -m <old name> <new name>',
    blame: 'input',
  },
  {
    pattern: /cannot lock ref|Unable to create '[^']*\.lock'/,
    message: 'another program is changing the repository at this moment',
    code: 'REPOSITORY_BUSY',
    fix: 'Wait for the other Git command to end and run the same command again.',
    blame: 'world',
  },
];

/** Git's own words, explained where they are known. */
export function explainGitFailure(command: string, words: string, cause?: unknown): UserError {
  // What a listing printed before it failed ends with a zero byte.
  const said = words.slice(words.lastIndexOf('\0') + 1).trim();
  const known = explanations.find(({ pattern }) => pattern.test(said));
  if (!known) {
    return new UserError(`git ${command} failed: ${said || 'it gave no reason'}`, {
      code: 'GIT_FAILED',
      fix: 'Correct what Git reports, then run the same command again: it goes on where it stopped.',
      blame: 'world',
      cause,
    });
  }
  const { message, ...details } = known;
  const quoted = details.code === 'GIT_MISSING' ? message : `${message}\nGit says: ${said}`;
  return new UserError(quoted, { ...details, cause });
}
