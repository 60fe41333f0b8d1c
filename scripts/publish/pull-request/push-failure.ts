import { type Blame, UserError } from '../../errors.ts';

type Explanation = {
  pattern: RegExp;
  message: string;
  code: string;
  fix: string;
  /** The fix where the repository, a fork most often, is the account's own. */
  fixOfOwner?: string;
  blame: Blame;
};

/** What Git, or GitHub through it, says of a push → what it means. The first match counts. */
const explanations: Explanation[] = [
  {
    pattern: /without [`']?workflows?[`']? (?:scope|permission)/,
    message:
      'the fork is behind: to take this branch it would take new workflow files, which the token may not add',
    code: 'FORK_BEHIND',
    fix: 'Open the fork on GitHub and press "Sync fork", or: gh repo sync <fork>. Then run the same command again.',
    blame: 'input',
  },
  {
    pattern: /GH006|GH013|protected branch|rule violations/i,
    message: 'a rule of the repository protects branches of this name',
    code: 'BRANCH_PROTECTED',
    fix: 'Push through a fork of your own: add --fork. Or ask a maintainer to let contribute/* be made.',
    fixOfOwner:
      'The repository is your own: let contribute/* be made in its settings (Rules, and Branches), then run the same command again.',
    blame: 'answer',
  },
  {
    pattern: /archived/i,
    message: 'the repository is archived: nothing can be pushed to it any more',
    code: 'REPOSITORY_ARCHIVED',
    fix: 'Look on its page for where the project has moved to.',
    fixOfOwner: 'The repository is your own: unarchive it in its settings, then run the same command again.',
    blame: 'answer',
  },
  {
    pattern: /SAML|single sign-on|SSO/,
    message: 'the organisation asks for single sign-on, which this token has not gone through',
    code: 'SSO_REQUIRED',
    fix: 'Authorise the token at the address that GitHub names above, and run the same command again.',
    blame: 'input',
  },
  {
    pattern: /Permission to \S+ denied|returned error: 403|Write access to repository not granted/,
    message: 'the token may not push there',
    code: 'TOKEN_SCOPE',
    fix: 'Give it the scope public_repo (gh auth refresh --scopes public_repo), or, where it is fine-grained, "Contents" with write access.',
    blame: 'input',
  },
  {
    pattern: /Authentication failed|Invalid username or|could not read Username|returned error: 401/,
    message: 'GitHub does not accept the token for a push',
    code: 'TOKEN_INVALID',
    fix: 'Log in anew (gh auth login), or set GH_TOKEN to a new token.',
    blame: 'input',
  },
  {
    pattern: /stale info|fetch first|non-fast-forward/,
    message: 'somebody else has just pushed a branch of this name',
    code: 'BRANCH_TAKEN',
    fix: 'Run the same command again: it looks at what is there now.',
    blame: 'world',
  },
];

const lost =
  /unable to access|Could not resolve host|RPC failed|early EOF|hung up|unexpected disconnect|returned error: 5\d\d|Empty reply|Connection (?:reset|refused|timed out)|(?:send|receive|write|read) (?:error|failure)/i;

/** Whether another try may help: the connection broke, or the server failed. */
export function isLostPush(words: string): boolean {
  return lost.test(words) && !/returned error: 4\d\d/.test(words);
}

export function explainPushFailure(error: UserError, { isOwn }: { isOwn: boolean }): UserError {
  const words = error.message;
  const known = explanations.find(({ pattern }) => pattern.test(words));
  if (known) {
    const { message, code, fix, fixOfOwner = fix, blame } = known;
    return new UserError(`${message}\n${quote(words)}`, {
      code,
      fix: isOwn ? fixOfOwner : fix,
      blame,
      cause: error,
    });
  }
  if (!isLostPush(words)) return error;
  return new UserError(`the connection to GitHub broke during the push\n${quote(words)}`, {
    code: 'GITHUB_UNREACHABLE',
    fix: 'Look whether the network and GitHub are up (githubstatus.com), and run the same command again.',
    blame: 'world',
    cause: error,
  });
}

/** What GitHub said, without Git's frame around it. */
function quote(words: string): string {
  // Git's table for programs: `!<tab>from:to<tab>[remote rejected] (why)`.
  const lines = words.split('\n').map((line) => line.trim().replace(/^!\t\S+\t/, '! '));
  const said = lines.filter((line) => /^remote: .|^fatal: |^! |\[remote rejected\]/.test(line));
  return `GitHub says: ${(said.length > 0 ? said : lines).join('\n').replace(/^git push failed: /, '')}`;
}
