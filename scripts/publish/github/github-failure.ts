import { type Blame, UserError } from '../../errors.ts';

/** What the client throws: an answer of GitHub's that is no success, or a connection that gave none. */
export type GithubError = Error & {
  status?: number;
  response?: { headers: Record<string, string | number | undefined>; data?: unknown };
};

/** What matters in a failed answer. */
type Failure = {
  status: number;
  message: string;
  header: (name: string) => string;
};

type Explanation = {
  when: (failure: Failure) => boolean;
  code: string;
  blame: Blame;
  say: (failure: Failure) => { message: string; fix: string };
};

/** The first that fits counts. */
const explanations: Explanation[] = [
  {
    when: ({ status }) => status === 0,
    code: 'GITHUB_UNREACHABLE',
    blame: 'world',
    say: ({ message }) => ({
      message: `GitHub gave no answer: ${message}`,
      fix: 'Look whether the network and GitHub are up (githubstatus.com), and run the same command again.',
    }),
  },
  {
    when: ({ status }) => status === 401,
    code: 'TOKEN_INVALID',
    blame: 'input',
    say: () => ({
      message: 'GitHub does not accept the token: it has expired, or was revoked or mistyped',
      fix: 'Log in anew (gh auth login), or set GH_TOKEN to a new token.',
    }),
  },
  {
    when: ({ header }) => header('x-github-sso').startsWith('required'),
    code: 'SSO_REQUIRED',
    blame: 'input',
    say: ({ header }) => ({
      message: 'the organisation asks for single sign-on, which this token has not gone through',
      fix: `Authorise the token at ${/url=(\S+)/.exec(header('x-github-sso'))?.[1] ?? 'its settings page'} and run the same command again.`,
    }),
  },
  {
    when: ({ status, message }) => /secondary rate/i.test(message) && isLimit(status),
    code: 'RATE_LIMIT',
    blame: 'world',
    say: ({ header }) => ({
      message: 'GitHub asks for a pause: too many requests in a short time',
      fix: `Run the same command again in ${header('retry-after') || 60} seconds; it goes on where it stopped.`,
    }),
  },
  {
    when: ({ status, header }) => header('x-ratelimit-remaining') === '0' && isLimit(status),
    code: 'RATE_LIMIT',
    blame: 'world',
    say: ({ header }) => ({
      message: "this account's requests to GitHub are used up for this hour",
      fix: `Run the same command again after ${formatTime(header('x-ratelimit-reset'))}; it goes on where it stopped.`,
    }),
  },
  {
    when: ({ message }) => /archived/i.test(message),
    code: 'REPOSITORY_ARCHIVED',
    blame: 'answer',
    say: () => ({
      message: 'the repository is archived: nothing can be added to it any more',
      fix: 'Look on its page for where the project has moved to.',
    }),
  },
  {
    when: ({ status, message }) => status === 403 && /not accessible by/i.test(message),
    code: 'TOKEN_SCOPE',
    blame: 'input',
    say: ({ message }) => ({
      message: `the token may not do this (GitHub says: ${message})`,
      fix: 'Give the fine-grained token "Contents", "Pull requests" and "Administration" (for a fork) with write access, or log in with: gh auth login',
    }),
  },
  {
    when: ({ status, header }) => (status === 403 || status === 404) && lacksScope(header),
    code: 'TOKEN_SCOPE',
    blame: 'input',
    say: ({ header }) => ({
      message: `the token lacks a scope: it has ${header('x-oauth-scopes') || 'none'}, this needs one of ${header('x-accepted-oauth-scopes')}`,
      fix: 'Give it the scope public_repo: gh auth refresh --scopes public_repo, or make a new token.',
    }),
  },
  {
    when: ({ status }) => status === 404,
    code: 'NOT_ON_GITHUB',
    blame: 'input',
    say: () => ({
      message: 'GitHub knows no such repository, or hides it from this token',
      fix: "Check the remote's address (git remote -v) and whether the token's account can open its page.",
    }),
  },
  {
    when: ({ status }) => status >= 500,
    code: 'GITHUB_DOWN',
    blame: 'world',
    say: ({ status, message }) => ({
      message: `GitHub failed (${status}: ${message})`,
      fix: 'Wait a little and run the same command again; it goes on where it stopped.',
    }),
  },
];

/** GitHub's answer in the user's terms; the original error, for who must look closer, is the cause. */
export function explainGithubFailure(error: GithubError): UserError {
  const failure = toFailure(error);
  const { status, message } = failure;
  const known = explanations.find(({ when }) => when(failure));
  if (!known) {
    return new UserError(`GitHub refused this (${status}: ${message})`, {
      code: 'GITHUB_REFUSED',
      fix: 'Correct what GitHub says, and run the same command again: it goes on where it stopped.',
      blame: 'world',
      cause: error,
    });
  }
  const { message: words, fix } = known.say(failure);
  return new UserError(words, { code: known.code, fix, blame: known.blame, cause: error });
}

/** The HTTP status behind an explained failure; 0 where no answer came. */
export function statusOf(error: unknown): number | undefined {
  const { cause } = error as { cause?: GithubError };
  return error instanceof UserError && cause ? toFailure(cause).status : undefined;
}

function toFailure(error: GithubError): Failure {
  const { response, message, status = 0 } = error;
  const header = (name: string) => String(response?.headers[name] ?? '');
  // The client gives a connection that broke the status 500 too.
  return { status: response ? status : 0, message: firstLine(message), header };
}

function isLimit(status: number): boolean {
  return status === 403 || status === 429;
}

/** Classic tokens name their scopes, and the answer which it wants; one of them is enough. */
function lacksScope(header: Failure['header']): boolean {
  const listed = (name: string) => header(name).split(/,\s*/).filter(Boolean);
  const wanted = listed('x-accepted-oauth-scopes');
  const has = listed('x-oauth-scopes');
  return wanted.length > 0 && !wanted.some((scope) => has.includes(scope));
}

function formatTime(unixSeconds: string): string {
  return `${new Date(Number(unixSeconds) * 1_000).toISOString().slice(11, 16)} UTC`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
