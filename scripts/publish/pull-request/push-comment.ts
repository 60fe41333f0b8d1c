import { commentMarker } from '../../report/format-comment.ts';
import type { Github } from '../github/fetch-github.ts';

type Place = {
  owner: string;
  repo: string;
  number: number;
  /** The account that our token speaks for: a comment of anybody else's is never taken for ours. */
  author: string;
};

/**
 * Leaves exactly one comment of ours on a pull request, with this body: written where there is none, edited where
 * there is one, and where a lost answer made two, the later one goes.
 */
export async function pushComment(github: Github, place: Place, body: string): Promise<void> {
  const { owner, repo, number } = place;
  const found = await findOurs(github, place);
  if (found.length === 0) {
    await github.rest.issues.createComment({ owner, repo, issue_number: number, body });
  }
  const [ours, ...more] = await findOurs(github, place);
  if (ours && ours.body !== body)
    await github.rest.issues.updateComment({ owner, repo, comment_id: ours.id, body });
  for (const { id } of more) await github.rest.issues.deleteComment({ owner, repo, comment_id: id });
}

/** The oldest first. Who could edit a comment that we write into could write our verdict. */
async function findOurs(github: Github, { owner, repo, number, author }: Place) {
  const comments = await github.paginate(github.rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  });
  return comments.filter(
    ({ user, body }) => user?.login === author && user.type === 'Bot' && body?.startsWith(commentMarker),
  );
}
