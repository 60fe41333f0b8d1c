import { resolve } from 'node:path';
import { UserError } from '../../errors.ts';
import { applyContribution } from '../../publish/apply-contribution.ts';
import { planContribution } from '../../publish/plan-contribution.ts';
import { planSpecContribution } from '../../publish/plan-spec-contribution.ts';
import {
  formatBulkBody,
  formatSamplesBody,
  formatSpecsBody,
} from '../../publish/pull-request/format-body.ts';
import { readRepository, requireIdentity } from '../../publish/read-repository.ts';
import { findRun, readRunRecord, readRunSamples } from '../../run/read-run.ts';
import type { RunRecord } from '../../sample/run-file.ts';
import type { World } from '../../world.ts';
import type { AddCommand } from '../command.ts';
import { openProject } from '../project.ts';
import { checkMerge } from './check-merge.ts';
import { missingSpecs, readSpecFiles } from './missing-specs.ts';
import { type Publishing, publish } from './publish.ts';
import { sayContribution, sayRefused, saySpecsFirst } from './say-contribution.ts';
import type { Site } from './site.ts';
import { storeBulk } from './store-bulk.ts';

type Options = Omit<Publishing, 'viaFork'> & {
  fork?: boolean;
  bulk?: boolean;
  base?: string;
  out: string;
  json?: boolean;
};

export const addContribute: AddCommand = (program, world, exit) => {
  program
    .command('contribute')
    .description(
      'place the files of a run, check them against the dataset, commit, push, and open the pull request',
    )
    .argument('<run>', 'a run id or folder')
    .option('--prepare', 'stop before the network: make the branch, print how to push it')
    .option('--yes', 'push and open the pull request without asking')
    .option('--fork', 'push to a fork, even with the right to push to the repository itself')
    .option('--bulk', 'for maintainers: put the data files into the archive (Git LFS) instead of plain files')
    .option('--base <ref>', "build on this branch (default: the remote's main)")
    .option('--out <dir>', 'where run folders are', 'runs')
    .option('--json', 'print one JSON object on stdout')
    .addHelpText('after', tokenHelp)
    .action(async (run: string, options: Options) => exit(await contribute(run, options, world)));
};

const tokenHelp = `
The token for GitHub comes from GH_TOKEN or GITHUB_TOKEN (in .env too), else from "gh auth token"; it needs the scope
public_repo. Without one the command ends as with --prepare. GITHUB_API_URL names another GitHub than github.com.
Interrupted or failed, the same command looks up what is there and goes on.`;

async function contribute(run: string, options: Options, world: World): Promise<number> {
  const { prepare, yes, fork: viaFork } = options;
  const project = await openProject(world.cwd);
  const folder = await findRun(run, { cwd: world.cwd, runsFolder: resolve(world.cwd, options.out) });
  const record = await readFinishedRecord(folder);
  const { env } = world;
  const repository = await readRepository({
    folder: project.root,
    env,
    ...(options.base ? { base: options.base } : {}),
  });
  const site: Site = { project, repository, world, json: options.json === true };
  const author = requireIdentity(repository);
  const contribution = planContribution({ record, samples: await readRunSamples(folder), author });
  const report = await checkMerge(contribution, record, site);
  if (!report.ok) return sayRefused(report, site);
  const publishing = { prepare, yes, viaFork };
  const missing = await missingSpecs(record, site);
  if (missing.length > 0) {
    const specs = planSpecContribution({ specs: await readSpecFiles(missing, site), author });
    const outcome = await applyContribution(specs, { repository, now: world.now() });
    const body = formatSpecsBody(missing);
    const published = await publish({ contribution: specs, outcome, body, objects: [] }, publishing, site);
    return saySpecsFirst({ contribution: specs, outcome, published, body }, run, site);
  }
  const bulk = options.bulk ? await storeBulk(contribution, site) : undefined;
  const placed = bulk?.contribution ?? contribution;
  const outcome = await applyContribution(placed, { repository, now: world.now() });
  const body = bulk ? formatBulkBody(report, record) : formatSamplesBody(report, record);
  const objects = bulk?.objects ?? [];
  const published = await publish({ contribution: placed, outcome, body, objects }, publishing, site);
  const done = { contribution: placed, outcome, published, body: formatSamplesBody(report, record) };
  return sayContribution(done, report, site);
}

async function readFinishedRecord(folder: string): Promise<RunRecord> {
  const record = await readRunRecord(folder);
  if (record) return record;
  throw new UserError(`the run in ${folder} is not finished`, {
    code: 'RUN_UNFINISHED',
    fix: 'Go on with it first: npx evenhand generate --resume <run>',
  });
}
