import { UserError } from '../../errors.ts';
import { formatAuthor } from '../author.ts';
import { replaceReport } from './body-report.ts';
import type { Found, Step, Wanted } from './publication.ts';
import { fullName } from './publication.ts';

/** `hasOurContent`: the branch on GitHub is its fork point plus exactly the files of the contribution. */
type Options = { wanted: Wanted; found: Found; hasOurContent: boolean };

/**
 * What is left to do until the pull request stands as wanted: a pure function of what is found, so that a command
 * that was killed goes on with what it did not get to.
 * @throws UserError where somebody has decided otherwise: archived, closed, another branch of that name.
 */
export function planPublication({ wanted, found, hasOurContent }: Options): Step[] {
  const { target, tip, pullRequest } = found;
  if (pullRequest?.state === 'merged') return [];
  refuseArchived(found);
  refuseClosed(found);
  if (tip && !hasOurContent) throw taken(wanted, found);
  const body = pullRequest ? replaceReport(pullRequest.body, wanted.body) : wanted.body;
  return [
    ...(target ? [] : [{ kind: 'fork' } as const]),
    ...(tip ? [] : [{ kind: 'push' } as const]),
    ...(pullRequest ? [] : [{ kind: 'open' } as const]),
    ...(pullRequest && body !== pullRequest.body
      ? [{ kind: 'update', number: pullRequest.number, body } as const]
      : []),
  ];
}

function refuseArchived({ upstream }: Found): void {
  if (!upstream.isArchived) return;
  throw new UserError(`${fullName(upstream)} is archived: nothing can be added to it any more`, {
    code: 'REPOSITORY_ARCHIVED',
    fix: 'Look on its page for where the project has moved to.',
    blame: 'answer',
  });
}

/** Whoever closed it meant something by it: it is not for a program to open another one. */
function refuseClosed({ pullRequest }: Found): void {
  if (pullRequest?.state !== 'closed') return;
  throw new UserError(`pull request #${pullRequest.number} for this run was closed: ${pullRequest.url}`, {
    code: 'PULL_REQUEST_CLOSED',
    fix: 'Read why on its page, and reopen it there if its samples are to be judged again; or contribute another run.',
    blame: 'answer',
  });
}

function taken({ branch, author }: Wanted, { target, upstream, tip }: Found): UserError {
  const place = fullName(target ?? upstream);
  const [ours, theirs] = [formatAuthor(author), tip ? formatAuthor(tip.author) : ''];
  const names =
    theirs === ours
      ? ''
      : ` Its commit is by ${theirs}, and you are ${ours} here: if both are you, go on under that name (git config user.name, git config user.email).`;
  return new UserError(`${place} has a branch ${branch} that holds something other than this contribution`, {
    code: 'BRANCH_TAKEN',
    fix: `Look at it on GitHub.${names} If it is not needed, delete it there. Then run the same command again.`,
  });
}
