import { areaOf } from '../../check/change/area.ts';
import { UserError } from '../../errors.ts';
import { applyCompaction, type Outcome } from '../../publish/archive/apply-compaction.ts';
import { type Contribution, planCompaction } from '../../publish/archive/plan-compaction.ts';
import { pushCommand } from '../../publish/compare-url.ts';
import { readBaseFiles } from '../../publish/read-base-files.ts';
import { readTree } from '../../publish/read-objects.ts';
import { type Repository, readRepository, requireIdentity } from '../../publish/read-repository.ts';
import { sayCount, sayNumber } from '../../report/wording.ts';
import { parseDataPath } from '../../sample/data-path.ts';
import { requireStrictJson } from '../../sample/json/require-json.ts';
import type { RunFile } from '../../sample/run-file.ts';
import type { World } from '../../world.ts';
import { readBaseRules } from '../base-rules.ts';

export type CompactOptions = { before: string; base?: string; json?: boolean };

/** Small enough to be read whole, and to be fetched for one axis alone. */
const maxShardBytes = 50_000_000;

/** `release compact`: old contributions move into the archive, on a branch of their own. */
export async function compact({ before, base, json }: CompactOptions, world: World): Promise<number> {
  const { cwd, env } = world;
  refuseOtherDate(before);
  const repository = await readRepository({ folder: cwd, env, ...(base ? { base } : {}) });
  const author = requireIdentity(repository);
  const { contributions, blobs, shards } = await readContributions(repository, env);
  const plans = planCompaction({ contributions, before, shards, maxBytes: maxShardBytes });
  if (plans.length === 0) {
    throw new UserError(`no run from before ${before} has data files outside the archive`, {
      code: 'NOTHING_TO_COMPACT',
      fix: 'Name a later day: --before <yyyy-mm-dd>',
      blame: 'answer',
    });
  }
  const outcome = await applyCompaction(
    { plans, contributions, blobs },
    { repository, env, author, now: world.now() },
  );
  world.stdout.write(
    json ? `${JSON.stringify({ ok: true, ...outcome }, null, 2)}\n` : sayOutcome(outcome, repository),
  );
  return 0;
}

function refuseOtherDate(before: string): void {
  if (/^\d{4}-\d{2}-\d{2}$/.test(before) && !Number.isNaN(Date.parse(before))) return;
  throw new UserError(`--before ${before}: this is not a day`, {
    code: 'WRONG_USE',
    fix: 'Write it as yyyy-mm-dd.',
  });
}

/** Every run file of the base that its schema takes, with its data files in the order of Git, as a release has them. */
async function readContributions(repository: Repository, env: World['env']) {
  const { git, base } = repository;
  const tree = await readTree(git, base.commit, ['data/']);
  const blobs = new Map(tree.map(({ path, id }) => [path, id]));
  const sizes = await readSizes(repository);
  const { validateRun } = await readBaseRules(repository, env);
  const order = new Map(tree.map(({ path }, index) => [path, index]));
  const contributions: Contribution[] = [];
  for await (const { path, bytes } of readBaseFiles({ repository, env })) {
    if (parseDataPath(path)?.kind !== 'run') continue;
    const run = requireStrictJson(path, bytes, brokenRunFile) as RunFile;
    if (validateRun(run).length > 0)
      throw new UserError(`${path} does not obey schemas/run.schema.json`, brokenRunFile);
    const files = run.files
      .map((file) => ({ ...file, bytes: sizes.get(file.path) ?? 0 }))
      .sort((a, b) => (order.get(a.path) ?? 0) - (order.get(b.path) ?? 0));
    contributions.push({ path, run, files });
  }
  return {
    contributions,
    blobs,
    shards: tree.map(({ path }) => path).filter((path) => areaOf(path) === 'archive'),
  };
}

const brokenRunFile = {
  code: 'BAD_RUN_FILE',
  fix: 'Run "evenhand check" to see all that is wrong with the dataset, and mend it.',
};

async function readSizes({ git, base }: Repository): Promise<Map<string, number>> {
  const listing = await git(['ls-tree', '-r', '-l', '-z', '--full-tree', base.commit, '--', 'data/']);
  return new Map(
    listing.split('\0').flatMap((record) => {
      const [, size = '', path = ''] = / +(\d+)\t(.*)$/s.exec(record) ?? [];
      return path === '' ? [] : [[path, Number(size)] as const];
    }),
  );
}

function sayOutcome({ kind, branch, commit, shards }: Outcome, { remote }: Repository): string {
  const lines = shards.map(
    ({ path, files, bytes }) => `  ${path}  ${sayCount(files, 'data file')}, ${sayNumber(bytes)} bytes`,
  );
  const said =
    kind === 'unchanged'
      ? `The branch ${branch} holds just this already (${commit.slice(0, 12)}): nothing to do.`
      : `Committed as ${commit.slice(0, 12)} on the branch ${branch}; your work tree is as it was.`;
  const push = remote
    ? `Push it (git-lfs uploads the shards):  ${pushCommand({ remote: remote.name, branch })}\n`
    : '';
  return `${lines.join('\n')}\n\n${said}\n${push}`;
}
