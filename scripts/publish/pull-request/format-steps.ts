import { type Found, fullName, type Step, type Wanted } from './publication.ts';

/** What is about to happen, one line a step, in the user's words. */
export function formatSteps(steps: readonly Step[], wanted: Wanted, found: Found): string[] {
  return steps.map((step) => words[step.kind](wanted, found));
}

const words: Record<Step['kind'], (wanted: Wanted, found: Found) => string> = {
  fork: (_, { upstream, login }) => `fork ${fullName(upstream)} to the account ${login}`,
  push: ({ branch, commit }, { target, upstream, login }) =>
    `push ${commit.slice(0, 12)} to ${target ? fullName(target) : `${login}/${upstream.name}`} as the new branch ${branch}`,
  open: ({ base, title }, { upstream }) =>
    `open a pull request on ${fullName(upstream)}, branch ${base}: "${title}"`,
  update: (_, { pullRequest }) => `update the report in pull request #${pullRequest?.number}`,
};
