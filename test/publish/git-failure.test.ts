import { describe, expect, it } from 'vitest';
import { explainGitFailure } from '../../scripts/publish/git-failure.ts';

describe('explainGitFailure', () => {
  it.each([
    ['Error: spawn git ENOENT\n    at ChildProcess', 'GIT_MISSING'],
    ["fatal: detected dubious ownership in repository at '/x'", 'REPOSITORY_NOT_YOURS'],
    [
      'error: insufficient permission for adding an object to repository database .git/objects',
      'REPOSITORY_READ_ONLY',
    ],
    ['error: unable to write file .git/objects/ab/cd: No space left on device', 'DISK_FULL'],
    ["fatal: Unable to create '/x/.git/refs/heads/contribute/x.lock': File exists.", 'REPOSITORY_BUSY'],
    ["fatal: cannot lock ref 'refs/heads/x': is at 1 but expected 2", 'REPOSITORY_BUSY'],
    ['fatal: something new', 'GIT_FAILED'],
    ['', 'GIT_FAILED'],
  ])('knows %j as %s', (words, code) => {
    const error = explainGitFailure('hash-object', words);
    expect(error.code).toBe(code);
    expect(error.fix).not.toBe('');
  });

  it("keeps Git's own words, and no stack trace", () => {
    expect(explainGitFailure('write-tree', 'fatal: odd\n').message).toBe('git write-tree failed: fatal: odd');
    expect(explainGitFailure('status', 'Error: spawn git ENOENT\n    at X').message).not.toContain('at X');
  });
});
