import { randomUUID } from 'node:crypto';
import { retry } from '@octokit/plugin-retry';
import { throttling } from '@octokit/plugin-throttling';
import { Octokit } from '@octokit/rest';
import { UserError } from '../../errors.ts';
import { toolVersion } from '../../tool.ts';
import { explainGithubFailure, type GithubError } from './github-failure.ts';
import type { GithubSite } from './github-site.ts';

/** Longer than this we do not wait for a limit to pass: the user is told when to come back. */
const maxWaitS = 120;

/** Tries of one request beyond the first. */
const maxRetries = 3;

/** Answers that another try would not change. 409 is an empty repository: who waits for its Git data asks again. */
const lastingStatuses = [400, 401, 403, 404, 409, 410, 413, 422, 451];

export type GithubOptions = {
  site: GithubSite;
  token?: string | undefined;
  /** Says what is waited for. */
  onWait?: (words: string) => void;
  signal?: AbortSignal;
  /** How long one second of a wait lasts; shorter in tests. */
  secondMs?: number;
};

/** GitHub's REST API, by GitHub's own client. */
export type Github = Octokit;

/**
 * Opens GitHub's API: requests are paced as GitHub asks for, a limit that passes within two minutes is waited for
 * (`Retry-After`, `X-RateLimit-Reset`), and 5xx and broken connections are tried again three times. So whatever is
 * asked for must do no harm when it arrives twice.
 * Every failed request throws a UserError; its `cause` is the client's own error.
 */
export function openGithub({ site, token, onWait, signal, secondMs = 1_000 }: GithubOptions): Github {
  const onLimit = (retryAfterS: number, _options: unknown, _octokit: unknown, retryCount: number) => {
    const waits = retryAfterS <= maxWaitS && retryCount < maxRetries && !signal?.aborted;
    if (waits) onWait?.(`GitHub asks for a pause of ${retryAfterS} s`);
    return waits;
  };
  const octokit = new (Octokit.plugin(throttling, retry))({
    baseUrl: site.apiUrl,
    userAgent: `evenhand/${toolVersion}`,
    log: { debug() {}, info() {}, warn() {}, error() {} },
    ...(token ? { auth: token } : {}),
    ...(signal ? { request: { signal } } : {}),
    retry: { doNotRetry: lastingStatuses, retries: maxRetries, retryAfterBaseValue: secondMs },
    // Clients that share an id share one pace, whatever they talk to.
    throttle: {
      id: randomUUID(),
      retryAfterBaseValue: secondMs,
      onRateLimit: onLimit,
      onSecondaryRateLimit: onLimit,
    },
  });
  octokit.hook.wrap('request', async (request, options) => {
    refuseAborted(signal);
    try {
      return await request(options);
    } catch (error) {
      refuseAborted(signal);
      throw explainGithubFailure(error as GithubError);
    }
  });
  return octokit;
}

function refuseAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  throw new UserError('interrupted; what was done so far stays', {
    code: 'INTERRUPTED',
    fix: 'Run the same command again: it looks up what is there and goes on.',
    blame: 'interrupt',
  });
}
