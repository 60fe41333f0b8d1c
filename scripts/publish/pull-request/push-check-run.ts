import type { Github } from '../github/fetch-github.ts';
import { type CheckRun, checkName } from './check-run.ts';

type Repository = { owner: string; repo: string };

/** GitHub takes at most 50 in one request; each further request to the same check run adds its own. */
const batchSize = 50;

/** What GitHub has of a check run by now. */
type Posted = { id: number; annotations: number };

/**
 * Posts a verdict. Run again it finds what is there and adds what is missing: a request whose answer was lost is not
 * sent twice, since annotations cannot be taken back.
 * @throws UserError where GitHub fails for good.
 */
export async function pushCheckRun(github: Github, repository: Repository, run: CheckRun): Promise<void> {
  const look = () => findRun(github, repository, run);
  let posted: Posted = (await look()) ?? (await once(() => create(github, repository, run), look));
  while (posted.annotations < run.annotations.length) {
    const before: Posted = posted;
    posted = await once(
      () => append(github, repository, run, before),
      async () => {
        const found = await look();
        return found && found.annotations > before.annotations ? found : undefined;
      },
    );
  }
}

/** Does it, and where the answer is lost looks whether it was done. */
async function once<Result>(
  act: () => Promise<Result>,
  look: () => Promise<Result | undefined>,
): Promise<Result> {
  let failure: unknown;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      return await act();
    } catch (error) {
      failure = error;
      const done = await look();
      if (done !== undefined) return done;
    }
  }
  throw failure;
}

/** Other check runs may have its name, a fork's own jobs among them; none of those can have its external id. */
async function findRun(github: Github, repository: Repository, run: CheckRun): Promise<Posted | undefined> {
  const runs = await github.paginate(github.rest.checks.listForRef, {
    ...repository,
    ref: run.headSha,
    check_name: checkName,
    filter: 'all',
    per_page: 100,
  });
  const ours = runs.find(({ external_id }) => external_id === run.externalId);
  return ours && { id: ours.id, annotations: ours.output.annotations_count };
}

async function create(github: Github, repository: Repository, run: CheckRun): Promise<Posted> {
  const { headSha, externalId, conclusion, title, summary, annotations } = run;
  const { data } = await github.rest.checks.create({
    ...repository,
    name: checkName,
    head_sha: headSha,
    external_id: externalId,
    status: 'completed',
    conclusion,
    output: { title, summary, annotations: annotations.slice(0, batchSize) },
    request: { retries: 0 },
  });
  return { id: data.id, annotations: data.output.annotations_count };
}

async function append(
  github: Github,
  repository: Repository,
  { title, summary, annotations }: CheckRun,
  posted: Posted,
): Promise<Posted> {
  const batch = annotations.slice(posted.annotations, posted.annotations + batchSize);
  const { data } = await github.rest.checks.update({
    ...repository,
    check_run_id: posted.id,
    output: { title, summary, annotations: batch },
    request: { retries: 0 },
  });
  return { id: posted.id, annotations: data.output.annotations_count };
}
