import type { Github } from '../github/fetch-github.ts';
import { type NightIssue, nightTitle } from './format-night.ts';

type Place = { owner: string; repo: string; author: string };

/** `opened`, `updated` or `closed` an issue; or there was `nothing` to say. */
export type IssueOutcome = 'opened' | 'updated' | 'closed' | 'nothing';

const label = 'nightly';

/**
 * Keeps one issue: opens it when the night found something, writes it anew while it does, closes it when all is well.
 */
export async function pushIssue(
  github: Github,
  place: Place,
  { ok, body }: NightIssue,
): Promise<IssueOutcome> {
  const { owner, repo } = place;
  const [open, ...more] = await findOpen(github, place);
  // A lost answer may have opened it twice.
  for (const { number } of more)
    await github.rest.issues.update({ owner, repo, issue_number: number, state: 'closed' });
  if (!open && ok) return 'nothing';
  if (!open) {
    await github.rest.issues.create({ owner, repo, title: nightTitle, body, labels: [label] });
    return 'opened';
  }
  const state = ok ? 'closed' : 'open';
  await github.rest.issues.update({ owner, repo, issue_number: open.number, body, state });
  return ok ? 'closed' : 'updated';
}

/** The oldest first. An issue of that name by anybody else is theirs. */
async function findOpen(github: Github, { owner, repo, author }: Place) {
  const issues = await github.paginate(github.rest.issues.listForRepo, {
    owner,
    repo,
    state: 'open',
    labels: label,
    sort: 'created',
    direction: 'asc',
    per_page: 100,
  });
  return issues.filter(({ title, user }) => title === nightTitle && user?.login === author);
}
