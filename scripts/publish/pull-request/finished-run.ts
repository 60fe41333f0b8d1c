import { UserError } from '../../errors.ts';

/** A run of validate.yml that has ended, as GitHub's `workflow_run` event tells of it. */
export type FinishedRun = {
  owner: string;
  repo: string;
  defaultBranch: string;
  /** What set the run off. */
  event: 'pull_request' | 'merge_group';
  /** `owner/name` of the repository that the commit was pushed to. */
  headRepository: string;
  headBranch: string;
  headSha: string;
};

export type ParsedRun = { kind: 'run'; run: FinishedRun } | { kind: 'unrelated'; reason: string };

/**
 * Reads a `workflow_run` event. Branch names are the contributor's: nothing here is more than a value to look up.
 * @throws UserError where it is no such event.
 */
export function parseFinishedRun(event: unknown): ParsedRun {
  const run = fieldOf(event, 'workflow_run');
  const setOffBy = textOf(run, 'event');
  if (setOffBy !== 'pull_request' && setOffBy !== 'merge_group')
    return { kind: 'unrelated', reason: `the run was set off by ${setOffBy}, not by a pull request` };
  // GitHub keeps the run of a fork that was deleted, without its repository.
  if (fieldOf(run, 'head_repository') === null)
    return { kind: 'unrelated', reason: 'the repository that the pull request came from is gone' };
  const repository = fieldOf(event, 'repository');
  const headSha = textOf(run, 'head_sha');
  if (!/^[0-9a-f]{40}$/.test(headSha)) throw noEvent('workflow_run.head_sha is no commit');
  return {
    kind: 'run',
    run: {
      owner: textOf(fieldOf(repository, 'owner'), 'login'),
      repo: textOf(repository, 'name'),
      defaultBranch: textOf(repository, 'default_branch'),
      event: setOffBy,
      headRepository: textOf(fieldOf(run, 'head_repository'), 'full_name'),
      headBranch: textOf(run, 'head_branch'),
      headSha,
    },
  };
}

function textOf(object: unknown, name: string): string {
  const value = fieldOf(object, name);
  if (typeof value === 'string') return value;
  throw noEvent(`"${name}" is missing, or is no text`);
}

function fieldOf(object: unknown, name: string): unknown {
  if (typeof object === 'object' && object !== null && Object.hasOwn(object, name))
    return (object as Record<string, unknown>)[name];
  throw noEvent(`"${name}" is missing`);
}

function noEvent(what: string): UserError {
  return new UserError(`the event is no "workflow_run" of GitHub: ${what}`, {
    code: 'BAD_EVENT',
    fix: 'Run this in .github/workflows/report.yml, where GITHUB_EVENT_PATH names the event.',
  });
}
