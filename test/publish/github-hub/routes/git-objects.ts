import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { requireAccount, requireGrant } from '../authenticate.ts';
import { commitOf, gitIn } from '../git-store.ts';
import { type HubRepository, type HubRequest, mayPush, Refusal, type Reply, type Route } from '../state.ts';
import { lookAtRepository } from './repositories.ts';

export const gitObjectRoutes: Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/git/tags/{tag_sha}', handle: getTag },
  { method: 'POST', path: '/repos/{owner}/{repo}/git/trees', handle: createTree },
  { method: 'POST', path: '/repos/{owner}/{repo}/git/commits', handle: createCommit },
  { method: 'POST', path: '/repos/{owner}/{repo}/git/refs', handle: createRef },
  { method: 'GET', path: '/repos/{owner}/{repo}/compare/{basehead}', handle: compare },
];

async function getTag(request: HubRequest): Promise<Reply> {
  const repository = await lookAtRepository(request);
  const { tag_sha: sha = '' } = request.params;
  if ((await gitIn(repository, 'cat-file', '-t', sha).catch(() => '')) !== 'tag')
    throw new Refusal(404, 'Not Found');
  return { status: 200, body: { sha, object: { type: 'commit', sha: await commitOf(repository, sha) } } };
}

type Entry = { path: string; mode: string; type: string; content?: string; sha?: string };

async function createTree(request: HubRequest): Promise<Reply> {
  const repository = await requireWriter(request);
  const { base_tree: base, tree } = request.body as { base_tree?: string; tree: Entry[] };
  const index = join(repository.folder, `index-${request.hub.nextId++}`);
  const git = (args: string[], input?: string) => gitWith(repository, args, { index, input });
  if (base) git(['read-tree', base]);
  for (const { path, mode, content = '', sha } of tree) {
    const blob = sha ?? git(['hash-object', '-w', '--stdin'], content);
    git(['update-index', '--add', '--cacheinfo', `${mode},${blob},${path}`]);
  }
  return { status: 201, body: { sha: git(['write-tree']) } };
}

/** Who names no author is the author, at the time of the request. */
async function createCommit(request: HubRequest): Promise<Reply> {
  const repository = await requireWriter(request);
  const {
    message,
    tree,
    parents = [],
  } = request.body as { message: string; tree: string; parents?: string[] };
  const args = parents.flatMap((parent) => ['-p', parent]);
  const sha = gitWith(repository, ['commit-tree', tree, ...args], { input: message });
  return { status: 201, body: { sha } };
}

async function createRef(request: HubRequest): Promise<Reply> {
  const repository = await requireWriter(request);
  const { ref, sha } = request.body as { ref: string; sha: string };
  if (await commitOf(repository, ref)) throw new Refusal(422, 'Reference already exists');
  await gitIn(repository, 'update-ref', ref, sha);
  return { status: 201, body: { ref, object: { type: 'commit', sha } } };
}

async function compare(request: HubRequest): Promise<Reply> {
  const repository = await lookAtRepository(request);
  const [base = '', head = ''] = (request.params['basehead'] ?? '').split('...');
  const [from, to] = [await commitOf(repository, base), await commitOf(repository, head)];
  if (!from || !to) throw new Refusal(404, 'Not Found');
  const [behind = '0', ahead = '0'] = (
    await gitIn(repository, 'rev-list', '--left-right', '--count', `${from}...${to}`)
  ).split('\t');
  const status =
    Number(ahead) > 0
      ? Number(behind) > 0
        ? 'diverged'
        : 'ahead'
      : Number(behind) > 0
        ? 'behind'
        : 'identical';
  return { status: 200, body: { status, ahead_by: Number(ahead), behind_by: Number(behind) } };
}

async function requireWriter(request: HubRequest): Promise<HubRepository> {
  const account = requireAccount(request.account);
  const repository = await lookAtRepository(request);
  requireGrant(account, 'contents');
  if (!mayPush(repository, account)) throw new Refusal(404, 'Not Found');
  return repository;
}

function gitWith(
  { folder }: HubRepository,
  args: string[],
  { index, input }: { index?: string; input?: string | undefined },
): string {
  const { status, stdout, stderr } = spawnSync('git', args, {
    cwd: folder,
    input: input ?? '',
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: '/nonexistent',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'hub',
      GIT_AUTHOR_EMAIL: 'hub@example.org',
      GIT_COMMITTER_NAME: 'hub',
      GIT_COMMITTER_EMAIL: 'hub@example.org',
      ...(index ? { GIT_INDEX_FILE: index } : {}),
    },
  });
  if (status !== 0) throw new Refusal(422, stderr);
  return stdout.trim();
}
