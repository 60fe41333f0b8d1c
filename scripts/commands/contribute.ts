import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { checkFiles } from '../check/check-files.ts';
import { startChecks } from '../check/checks.ts';
import type { SourceFile } from '../check/source-file.ts';
import { UserError } from '../errors.ts';
import { applyContribution, type Outcome } from '../publish/apply-contribution.ts';
import { compareUrl, pushCommand } from '../publish/compare-url.ts';
import type { Contribution, ContributionFile } from '../publish/contribution.ts';
import { planContribution } from '../publish/plan-contribution.ts';
import { planSpecContribution } from '../publish/plan-spec-contribution.ts';
import { wasSpecEverOnBase } from '../publish/read-base-files.ts';
import { type Repository, readRepository, requireIdentity } from '../publish/read-repository.ts';
import { buildReport } from '../report/build-report.ts';
import { formatTerminal } from '../report/format-terminal.ts';
import type { Report } from '../report/report.ts';
import { addSample, emptySummary } from '../report/summarise.ts';
import { findRun, readRunRecord, readRunSamples } from '../run/read-run.ts';
import type { RunRecord } from '../sample/run-file.ts';
import { wantsColor, widthOf } from '../terminal.ts';
import { tool } from '../tool.ts';
import type { World } from '../world.ts';
import { benchmarksOf, readCheckContext } from './check-context.ts';
import type { AddCommand } from './command.ts';
import { again, baseFiles } from './dataset.ts';
import { openProject, type Project } from './project.ts';
import { readReleased } from './released.ts';
import { startBias } from './start-bias.ts';
import { readTombstonesAt } from './tombstones.ts';

type Options = { prepare?: boolean; base?: string; out: string; json?: boolean };

export const addContribute: AddCommand = (program, world, exit) => {
  program
    .command('contribute')
    .description(
      'place the files of a run, check them against the dataset, commit them on a branch of their own',
    )
    .argument('<run>', 'a run id or folder')
    .option('--prepare', 'stop before the network: make the branch, print how to push it')
    .option('--base <ref>', "build on this branch (default: the remote's main)")
    .option('--out <dir>', 'where run folders are', 'runs')
    .option('--json', 'print one JSON object on stdout')
    .action(async (run: string, options: Options) => exit(await contribute(run, options, world)));
};

type Site = { project: Project; repository: Repository; world: World; json: boolean };

async function contribute(run: string, options: Options, world: World): Promise<number> {
  if (!options.prepare) {
    throw new UserError('pushing and opening the pull request from here is not built yet', {
      code: 'PREPARE_ONLY',
      fix: 'Add --prepare: it makes the branch and prints the push command and the link.',
    });
  }
  const project = await openProject(world.cwd);
  const folder = await findRun(run, { cwd: world.cwd, runsFolder: resolve(world.cwd, options.out) });
  const record = await readFinishedRecord(folder);
  const { env } = world;
  const repository = await readRepository({
    folder: project.root,
    env,
    ...(options.base ? { base: options.base } : {}),
  });
  const site = { project, repository, world, json: options.json === true };
  const author = requireIdentity(repository);
  const contribution = planContribution({ record, samples: await readRunSamples(folder), author });
  const report = await checkMerge(contribution, record, site);
  if (!report.ok) return sayRefused(report, site);
  const missing = await missingSpecs(record, site);
  if (missing.length > 0) {
    const specs = await readSpecFiles(missing, site);
    return saySpecsFirst(planSpecContribution({ specs, author }), run, site);
  }
  const outcome = await applyContribution(contribution, { repository, now: world.now() });
  return sayPrepared({ contribution, outcome, report }, site);
}

async function readFinishedRecord(folder: string): Promise<RunRecord> {
  const record = await readRunRecord(folder);
  if (record) return record;
  throw new UserError(`the run in ${folder} is not finished`, {
    code: 'RUN_UNFINISHED',
    fix: 'Go on with it first: npx evenhand generate --resume <run>',
  });
}

/** The checks over the new files, with the base's data beside them: what merging would give. */
async function checkMerge(
  { files }: Contribution,
  record: RunRecord,
  { project, repository, world }: Site,
): Promise<Report> {
  const { axes, validateSample, validateRun } = project;
  const ours = new Set(files.map(({ path }) => path));
  const summary = emptySummary();
  const context = await readCheckContext(project);
  const isReleased = await readReleased(repository, world.env);
  const bias = startBias(project, 'merge', { isReleased });
  const result = await checkFiles({
    subjects: files.map(sourceOf),
    // Files that are merged already would be duplicates of themselves.
    references: again(() => without(ours, baseFiles(repository, world.env))),
    checks: startChecks({
      ...context,
      bias: bias.context,
      tombstones: await readTombstonesAt(repository, world.env, project),
    }),
    validateSample,
    validateRun,
    onSample: (sample) => addSample(summary, sample),
  });
  return buildReport({
    summary,
    axes,
    ...result,
    tool,
    run: record,
    benchmarks: benchmarksOf(context),
    bias: bias.report(),
  });
}

function sourceOf({ path, content }: ContributionFile): SourceFile {
  return {
    path,
    async *chunks() {
      yield new TextEncoder().encode(content);
    },
  };
}

async function* without(paths: Set<string>, files: AsyncIterable<SourceFile>): AsyncGenerator<SourceFile> {
  for await (const file of files) if (!paths.has(file.path)) yield file;
}

/** The specs, as `path@hash`, that the base's history does not hold. */
async function missingSpecs({ specs }: RunRecord, { repository, world }: Site): Promise<string[]> {
  const missing: string[] = [];
  for (const spec of specs) {
    const [path = '', sha256Prefix = ''] = spec.split('@');
    if (!(await wasSpecEverOnBase({ repository, env: world.env, path, sha256Prefix }))) missing.push(path);
  }
  return missing;
}

function readSpecFiles(paths: string[], { project }: Site): Promise<{ path: string; content: string }[]> {
  return Promise.all(
    paths.map(async (path) => ({ path, content: await readFile(join(project.root, path), 'utf8') })),
  );
}

function sayRefused(report: Report, { world, json }: Site): number {
  const color = wantsColor(world.stdout, world.env);
  if (json) world.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  else world.stdout.write(formatTerminal(report, { color, width: widthOf(world.stdout) }));
  world.stderr.write('Nothing was committed: the checks against the dataset found errors.\n');
  return 1;
}

/** A contribution's specs must be merged before its samples: their pull request comes first. */
async function saySpecsFirst(
  specs: Contribution,
  run: string,
  { repository, world, json }: Site,
): Promise<number> {
  const outcome = await applyContribution(specs, { repository, now: world.now() });
  if (json)
    world.stdout.write(
      `${JSON.stringify({ ok: false, specsFirst: outcome, ...nextSteps(specs, repository) }, null, 2)}\n`,
    );
  else {
    world.stdout.write(
      `The dataset does not have these prompt specs yet; they come first, in a pull request of their own:\n` +
        `${specs.files.map(({ path }) => `  ${path}`).join('\n')}\n\n` +
        `${wordOutcome(outcome)}\n${wordNextSteps(specs, repository)}` +
        `Once it is merged:  git fetch, then  npx evenhand contribute ${run} --prepare\n`,
    );
  }
  return 1;
}

type Prepared = { contribution: Contribution; outcome: Outcome; report: Report };

function sayPrepared({ contribution, outcome, report }: Prepared, { repository, world, json }: Site): number {
  const { files } = contribution;
  if (json) {
    const placed = files.map(({ path, samples }) => ({ path, samples }));
    const steps = outcome.kind === 'merged' ? {} : nextSteps(contribution, repository);
    world.stdout.write(
      `${JSON.stringify({ ok: true, ...outcome, files: placed, verdict: report.verdict, ...steps }, null, 2)}\n`,
    );
    return 0;
  }
  const list = files
    .filter(({ samples }) => samples > 0)
    .map(({ path, samples }) => `  ${path}  ${samples} samples`);
  world.stdout.write(`${report.verdict}\n${list.join('\n')}\n\n${wordOutcome(outcome)}\n`);
  if (outcome.kind !== 'merged') world.stdout.write(wordNextSteps(contribution, repository));
  return 0;
}

const outcomeWords: Record<Outcome['kind'], (outcome: Outcome) => string> = {
  created: ({ branch, commit }) =>
    `Committed as ${commit.slice(0, 12)} on the new branch ${branch}; your work tree is as it was.`,
  rebuilt: ({ branch, commit }) =>
    `The base has moved on: ${branch} is made anew on top of it (${commit.slice(0, 12)}).`,
  unchanged: ({ branch, commit }) =>
    `The branch ${branch} holds just this already (${commit.slice(0, 12)}): nothing to do.`,
  merged: ({ commit }) => `The dataset holds these files already (${commit.slice(0, 12)}): nothing to do.`,
};

function wordOutcome(outcome: Outcome): string {
  return outcomeWords[outcome.kind](outcome);
}

function nextSteps(
  { branch, message }: Contribution,
  { remote, upstream, base }: Repository,
): { push?: string; compare?: string } {
  if (!remote || !upstream) return {};
  const [title = '', ...body] = message.split('\n');
  const compare = compareUrl({
    remoteUrl: upstream.url,
    pushUrl: remote.url,
    base: base.name,
    branch,
    title,
    body: body.join('\n').trim(),
  });
  return { push: pushCommand({ remote: remote.name, branch }), ...(compare ? { compare } : {}) };
}

function wordNextSteps(contribution: Contribution, repository: Repository): string {
  const { push, compare } = nextSteps(contribution, repository);
  if (!push) return 'There is no remote to push to: git remote add origin <address> first.\n';
  return `Push it:            ${push}\n${compare ? `Open the request:   ${compare}\n` : 'Then open the request on the page of your forge.\n'}`;
}
