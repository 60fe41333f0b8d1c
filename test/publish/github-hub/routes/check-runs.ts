import { requireAccount, requireGrant } from '../authenticate.ts';
import { commitOf } from '../git-store.ts';
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

export type HubCheckRun = {
  id: number;
  name: string;
  head_sha: string;
  external_id: string;
  conclusion: string | null;
  app: string;
  title: string;
  summary: string;
  annotations: Record<string, unknown>[];
};

/** What has been posted to a repository. */
const posted = new WeakMap<HubRepository, HubCheckRun[]>();

export function checkRunsOf(repository: HubRepository): HubCheckRun[] {
  const known = posted.get(repository) ?? [];
  posted.set(repository, known);
  return known;
}

const maxAnnotations = 50;
const maxSummary = 65_535;

export const checkRunRoutes: Route[] = [
  { method: 'POST', path: '/repos/{owner}/{repo}/check-runs', handle: create },
  { method: 'PATCH', path: '/repos/{owner}/{repo}/check-runs/{check_run_id}', handle: update },
  { method: 'GET', path: '/repos/{owner}/{repo}/commits/{ref}/check-runs', handle: list },
];

type Output = { title?: string; summary?: string; annotations?: Record<string, unknown>[] };

async function create(request: HubRequest): Promise<Reply> {
  const app = requireApp(request.account);
  const repository = await lookAtRepository(request);
  const { name = '', head_sha = '', external_id = '', conclusion } = request.body as Record<string, string>;
  if (!(await commitOf(repository, head_sha))) throw new Refusal(422, `No commit found for SHA: ${head_sha}`);
  const run: HubCheckRun = {
    id: request.hub.nextId++,
    name,
    head_sha,
    external_id,
    conclusion: conclusion ?? null,
    app: app.login.replace(/\[bot\]$/, ''),
    title: '',
    summary: '',
    annotations: [],
  };
  addOutput(run, request.body['output'] as Output | undefined);
  checkRunsOf(repository).push(run);
  return { status: 201, body: toBody(run) };
}

async function update(request: HubRequest): Promise<Reply> {
  const app = requireApp(request.account);
  const repository = await lookAtRepository(request);
  const run = checkRunsOf(repository).find(({ id }) => String(id) === request.params['check_run_id']);
  if (!run) throw new Refusal(404, 'Not Found');
  if (`${run.app}[bot]` !== app.login) throw new Refusal(403, 'Invalid app_id for check run');
  const { conclusion = run.conclusion } = request.body as { conclusion?: string };
  run.conclusion = conclusion;
  addOutput(run, request.body['output'] as Output | undefined);
  return { status: 200, body: toBody(run) };
}

/** Annotations are added to those that are there. */
function addOutput(run: HubCheckRun, output: Output | undefined): void {
  if (!output) return;
  const { title = '', summary = '', annotations = [] } = output;
  if (annotations.length > maxAnnotations)
    throw new Refusal(422, `Invalid request.\n\nNo more than ${maxAnnotations} items are allowed.`);
  if (summary.length > maxSummary) throw new Refusal(422, 'Only 65535 characters are allowed');
  Object.assign(run, { title, summary });
  run.annotations.push(...annotations);
}

async function list(request: HubRequest): Promise<Reply> {
  const repository = await lookAtRepository(request);
  const { params, query } = request;
  const sha = await commitOf(repository, params['ref'] ?? '');
  const name = query.get('check_name');
  const found = checkRunsOf(repository).filter(
    (run) => run.head_sha === sha && [null, run.name].includes(name),
  );
  const { body, ...page } = paginate(found.map(toBody), request);
  return { ...page, body: { total_count: found.length, check_runs: body } };
}

/** Users may look at check runs; only apps make them. */
function requireApp(account: Account | undefined): Account {
  const app = requireAccount(account);
  if (app.type !== 'Bot') throw new Refusal(403, 'You must authenticate via a GitHub App.');
  requireGrant(app, 'checks');
  return app;
}

function toBody({ app, title, summary, annotations, ...run }: HubCheckRun): object {
  return {
    ...run,
    status: 'completed',
    app: { slug: app },
    // Pushes to a fork are not seen: the list is empty for them.
    pull_requests: [],
    output: { title, summary, annotations_count: annotations.length },
  };
}
