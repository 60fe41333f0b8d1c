import { commitOf, gitIn, isEmpty } from '../git-store.ts';
import { type HubRequest, Refusal, type Reply, type Route } from '../state.ts';
import { lookAtRepository } from './repositories.ts';

export const gitRoutes: Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/git/ref/{ref}', handle: getRef },
  { method: 'GET', path: '/repos/{owner}/{repo}/git/commits/{commit_sha}', handle: getCommit },
];

async function getRef(request: HubRequest): Promise<Reply> {
  const repository = await lookAtRepository(request);
  if (await isEmpty(repository)) throw new Refusal(409, 'Git Repository is empty.');
  const { ref = '' } = request.params;
  const sha = await commitOf(repository, `refs/${ref}`);
  if (!sha) throw new Refusal(404, 'Not Found');
  // An annotated tag is an object of its own.
  const object = await gitIn(repository, 'rev-parse', `refs/${ref}`);
  const type = await gitIn(repository, 'cat-file', '-t', object);
  return { status: 200, body: { ref: `refs/${ref}`, object: { type, sha: object } } };
}

async function getCommit(request: HubRequest): Promise<Reply> {
  const repository = await lookAtRepository(request);
  const sha = await commitOf(repository, request.params['commit_sha'] ?? '');
  if (!sha) throw new Refusal(404, 'Not Found');
  const [tree = '', parents = '', name = '', email = '', date = '', ...message] = (
    await gitIn(repository, 'log', '-1', '--format=%T%n%P%n%an%n%ae%n%aI%n%B', sha)
  ).split('\n');
  return {
    status: 200,
    body: {
      sha,
      tree: { sha: tree },
      parents: parents
        .split(' ')
        .filter(Boolean)
        .map((parent) => ({ sha: parent })),
      author: { name, email, date },
      message: message.join('\n'),
    },
  };
}
