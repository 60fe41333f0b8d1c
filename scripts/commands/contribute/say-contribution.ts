import type { Outcome } from '../../publish/apply-contribution.ts';
import type { Contribution } from '../../publish/contribution.ts';
import type { Repository } from '../../publish/read-repository.ts';
import { formatTerminal } from '../../report/format-terminal.ts';
import type { Report } from '../../report/report.ts';
import { sayCount } from '../../report/wording.ts';
import { wantsColor, widthOf } from '../../terminal.ts';
import { nextSteps } from '../next-steps.ts';
import type { PublishOutcome } from './publish.ts';
import type { Site } from './site.ts';

export function sayRefused(report: Report, { world, json }: Site): number {
  const color = wantsColor(world.stdout, world.env);
  if (json) world.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else world.stdout.write(formatTerminal(report, { color, width: widthOf(world.stdout) }));
  world.stderr.write('Nothing was committed: the checks against the dataset found errors.\n');
  return 1;
}

type Done = {
  contribution: Contribution;
  outcome: Outcome;
  published: PublishOutcome;
  /** The pull request's text, where it is opened by hand; an address has room for a few thousand characters. */
  body: string;
};

/** A contribution's specs must be merged before its samples: their pull request comes first. */
export function saySpecsFirst(done: Done, run: string, { repository, world, json }: Site): number {
  const { contribution: specs, outcome } = done;
  if (json) {
    const { kind, branch, commit } = outcome;
    const steps = jsonSteps(done, repository);
    world.stdout.write(
      `${JSON.stringify({ ok: false, specsFirst: { kind, branch, commit }, ...steps }, null, 2)}\n`,
    );
    return 1;
  }
  world.stdout.write(
    `The dataset does not have these prompt specs yet; they come first, in a pull request of their own:\n` +
      `${specs.files.map(({ path }) => `  ${path}`).join('\n')}\n\n${wordDone(done, repository)}` +
      `Once it is merged:  git fetch, then  npx evenhand contribute ${run}\n`,
  );
  return 1;
}

export function sayContribution(done: Done, report: Report, { repository, world, json }: Site): number {
  const { files } = done.contribution;
  const placed = files.map(({ path, samples }) => ({ path, samples }));
  if (json) {
    const { verdict } = report;
    const steps = jsonSteps(done, repository);
    world.stdout.write(
      `${JSON.stringify({ ok: true, ...done.outcome, files: placed, verdict, ...steps }, null, 2)}\n`,
    );
    return 0;
  }
  const list = placed
    .filter(({ samples }) => samples > 0)
    .map(({ path, samples }) => `  ${path}  ${sayCount(samples, 'sample')}`);
  world.stdout.write(`${report.verdict}\n${list.join('\n')}\n\n${wordDone(done, repository)}`);
  return 0;
}

/** The pull request where there is one, else how to get there by hand. */
function jsonSteps({ contribution, outcome, published, body }: Done, repository: Repository): object {
  if (published.kind === 'published') {
    const { url, number, repository: pushedTo, steps } = published;
    return { pullRequest: { url, number, pushedTo }, steps };
  }
  return outcome.kind === 'merged' ? {} : nextSteps({ ...contribution, body }, repository);
}

function wordDone({ contribution, outcome, published, body }: Done, repository: Repository): string {
  const words = `${wordOutcome(outcome)}\n`;
  if (outcome.kind === 'merged') return words;
  if (published.kind === 'published') return `${words}${wordPublished(published)}`;
  const because = published.because ? `It stays on this machine: ${published.because}.\n` : '';
  return `${words}${because}${wordNextSteps({ ...contribution, body }, repository)}`;
}

function wordPublished({ url, steps }: Extract<PublishOutcome, { kind: 'published' }>): string {
  if (steps.length === 0) return `The pull request is there already, and as it should be:  ${url}\n`;
  return `The pull request:  ${url}\nOpen it, and tick what you can say of the samples.\n`;
}

const outcomeWords: Record<Outcome['kind'], (outcome: Outcome) => string> = {
  created: ({ branch, commit }) =>
    `Committed as ${commit.slice(0, 12)} on the new branch ${branch}; your work tree is as it was.`,
  rebuilt: ({ branch, commit }) =>
    `The base has moved on: ${branch} is made anew on top of it (${commit.slice(0, 12)}).`,
  'signed-anew': ({ branch, commit }) =>
    `You go by another name than before: ${branch} is made anew and signed off by it (${commit.slice(0, 12)}).`,
  unchanged: ({ branch, commit }) => `The branch ${branch} holds just this already (${commit.slice(0, 12)}).`,
  merged: ({ commit }) => `The dataset holds these files already (${commit.slice(0, 12)}): nothing to do.`,
};

function wordOutcome(outcome: Outcome): string {
  return outcomeWords[outcome.kind](outcome);
}

function wordNextSteps(prepared: Contribution & { body: string }, repository: Repository): string {
  const { push, compare } = nextSteps(prepared, repository);
  if (!push) return 'There is no remote to push to: git remote add origin <address> first.\n';
  const open = compare
    ? `Open the request:   ${compare}`
    : 'Then open the request on the page of your forge.';
  return `Push it:            ${push}\n${open}\n${wordOwnFork(repository)}`;
}

/** Where both are one remote, only who may push to the dataset itself gets on. */
function wordOwnFork({ remote, upstream }: Repository): string {
  if (!remote || remote.name !== upstream?.name || remote.name === 'upstream') return '';
  return (
    'If you may not push there: fork it on its page, then\n' +
    `  git remote rename ${remote.name} upstream\n` +
    '  git remote add origin <the address of your fork>\n' +
    'and run the same command again.\n'
  );
}
