import { compareUrl, pushCommand } from '../publish/compare-url.ts';
import type { Repository } from '../publish/read-repository.ts';

/**
 * What to do by hand with a branch that stands here alone: how to push it, and the page that opens its pull request,
 * whose text is `body`, else the rest of the commit's message.
 */
export function nextSteps(
  { branch, message, body }: { branch: string; message: string; body?: string },
  { remote, upstream, base }: Pick<Repository, 'remote' | 'upstream' | 'base'>,
): { push?: string; compare?: string } {
  if (!remote || !upstream) return {};
  const [title = '', ...rest] = message.split('\n');
  const compare = compareUrl({
    remoteUrl: upstream.url,
    pushUrl: remote.url,
    base: base.name,
    branch,
    title,
    body: body ?? rest.join('\n').trim(),
  });
  return { push: pushCommand({ remote: remote.name, branch }), ...(compare ? { compare } : {}) };
}
