import { requireAccount, requireGrant } from '../authenticate.ts';
import {
  type Account,
  type HubRepository,
  type HubRequest,
  Refusal,
  type Reply,
  type Route,
} from '../state.ts';
import { paginate } from './paginate.ts';
import { lookAtRepository } from './repositories.ts';

export type HubComment = { id: number; issue: number; user: { login: string; type: string }; body: string };

export type HubIssue = {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  labels: string[];
  user: { login: string; type: string };
};

type Conversations = { comments: HubComment[]; issues: HubIssue[] };
const held = new WeakMap<HubRepository, Conversations>();

/** What has been said in a repository. */
export function conversationsOf(repository: HubRepository): Conversations {
  const known = held.get(repository) ?? { comments: [], issues: [] };
  held.set(repository, known);
  return known;
}

const maxBody = 65_536;

export const issueRoutes: Route[] = [
  { method: 'GET', path: '/repos/{owner}/{repo}/issues/{issue_number}/comments', handle: listComments },
  { method: 'POST', path: '/repos/{owner}/{repo}/issues/{issue_number}/comments', handle: createComment },
  { method: 'PATCH', path: '/repos/{owner}/{repo}/issues/comments/{comment_id}', handle: updateComment },
  { method: 'DELETE', path: '/repos/{owner}/{repo}/issues/comments/{comment_id}', handle: deleteComment },
  { method: 'GET', path: '/repos/{owner}/{repo}/issues', handle: listIssues },
  { method: 'POST', path: '/repos/{owner}/{repo}/issues', handle: createIssue },
  { method: 'PATCH', path: '/repos/{owner}/{repo}/issues/{issue_number}', handle: updateIssue },
];

async function listComments(request: HubRequest): Promise<Reply> {
  const { comments } = conversationsOf(await lookAtRepository(request));
  return paginate(
    comments.filter(({ issue }) => String(issue) === request.params['issue_number']),
    request,
  );
}

async function createComment(request: HubRequest): Promise<Reply> {
  const account = requireSpeaker(request.account);
  const { comments } = conversationsOf(await lookAtRepository(request));
  const comment = {
    id: request.hub.nextId++,
    issue: Number(request.params['issue_number']),
    user: { login: account.login, type: account.type },
    body: bodyOf(request),
  };
  comments.push(comment);
  return { status: 201, body: comment };
}

async function updateComment(request: HubRequest): Promise<Reply> {
  const { comment } = await findComment(request);
  comment.body = bodyOf(request);
  return { status: 200, body: comment };
}

async function deleteComment(request: HubRequest): Promise<Reply> {
  const { comment, comments } = await findComment(request);
  comments.splice(comments.indexOf(comment), 1);
  return { status: 204 };
}

async function findComment(request: HubRequest) {
  requireSpeaker(request.account);
  const { comments } = conversationsOf(await lookAtRepository(request));
  const comment = comments.find(({ id }) => String(id) === request.params['comment_id']);
  if (!comment) throw new Refusal(404, 'Not Found');
  return { comment, comments };
}

async function listIssues(request: HubRequest): Promise<Reply> {
  const { issues } = conversationsOf(await lookAtRepository(request));
  const { query } = request;
  const state = query.get('state') ?? 'open';
  const labels = query.get('labels')?.split(',') ?? [];
  const found = issues.filter(
    (issue) =>
      (state === 'all' || issue.state === state) && labels.every((label) => issue.labels.includes(label)),
  );
  return paginate(found.toReversed().map(toIssue), request);
}

async function createIssue(request: HubRequest): Promise<Reply> {
  const account = requireSpeaker(request.account);
  const repository = await lookAtRepository(request);
  const { title = '', labels = [] } = request.body as { title?: string; labels?: string[] };
  const issue: HubIssue = {
    number: repository.nextNumber++,
    title,
    body: bodyOf(request),
    state: 'open',
    labels,
    user: { login: account.login, type: account.type },
  };
  conversationsOf(repository).issues.push(issue);
  return { status: 201, body: toIssue(issue) };
}

async function updateIssue(request: HubRequest): Promise<Reply> {
  requireSpeaker(request.account);
  const { issues } = conversationsOf(await lookAtRepository(request));
  const issue = issues.find(({ number }) => String(number) === request.params['issue_number']);
  if (!issue) throw new Refusal(404, 'Not Found');
  const { title = issue.title, state = issue.state } = request.body as Partial<HubIssue>;
  Object.assign(issue, { title, state, ...('body' in request.body ? { body: bodyOf(request) } : {}) });
  return { status: 200, body: toIssue(issue) };
}

function requireSpeaker(account: Account | undefined): Account {
  const speaker = requireAccount(account);
  requireGrant(speaker, speaker.token.permissions?.['issues'] ? 'issues' : 'pull_requests');
  return speaker;
}

function bodyOf({ body }: HubRequest): string {
  const text = String(body['body'] ?? '');
  if (text.length <= maxBody) return text;
  throw new Refusal(422, 'Validation Failed', {
    errors: [
      {
        resource: 'IssueComment',
        code: 'unprocessable',
        field: 'body',
        message: `body is too long (maximum is ${maxBody} characters)`,
      },
    ],
  });
}

function toIssue({ labels, ...issue }: HubIssue): object {
  return { ...issue, labels: labels.map((name) => ({ name })) };
}
